import type { Map as MapLibreMap } from 'maplibre-gl';
import type { TerraDraw } from 'terra-draw';
import { palettes, type ThemeName } from '../theme/palette.ts';

type Hex = `#${string}`;

/** What may be moved, and what of it: whole points; vertices and midpoints of lines and areas. */
const editing = {
  point: { feature: { draggable: true } },
  linestring: {
    feature: {
      draggable: false,
      coordinates: { midpoints: { draggable: true }, draggable: true, deletable: true },
    },
  },
  polygon: {
    feature: {
      draggable: false,
      coordinates: { midpoints: { draggable: true }, draggable: true, deletable: true },
    },
  },
};

/**
 * Loads terra-draw, which only pages that draw need, and starts it over a map in the theme's ink. Modes: `point`,
 * `linestring`, `polygon` draw; `select` moves what was drawn; features of mode `render` are only shown. Positions are
 * [lng, lat] in degrees. The caller stops it (`stopTerraDraw`) and starts it anew for another map or theme.
 */
export async function startTerraDraw(map: MapLibreMap, theme: ThemeName): Promise<TerraDraw> {
  const [terra, { TerraDrawMapLibreGLAdapter }] = await Promise.all([
    import('terra-draw'),
    import('terra-draw-maplibre-gl-adapter'),
  ]);
  const [ink, panel] = [palettes[theme].ink as Hex, palettes[theme].panel as Hex];
  const point = {
    pointColor: ink,
    pointWidth: 7,
    pointOutlineColor: panel,
    pointOutlineWidth: 3,
  };
  const line = { lineStringColor: ink, lineStringWidth: 3 };
  const area = { fillColor: ink, fillOpacity: 0.14, outlineColor: ink, outlineWidth: 3 };
  const handle = { Color: panel, OutlineColor: ink };
  const draw = new terra.TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map }),
    modes: [
      new terra.TerraDrawPointMode({ styles: point }),
      new terra.TerraDrawLineStringMode({
        styles: { ...line, closingPointColor: handle.Color, closingPointOutlineColor: handle.OutlineColor },
      }),
      new terra.TerraDrawPolygonMode({
        styles: { ...area, closingPointColor: handle.Color, closingPointOutlineColor: handle.OutlineColor },
      }),
      new terra.TerraDrawRenderMode({
        modeName: 'render',
        styles: {
          ...point,
          ...line,
          polygonFillColor: ink,
          polygonFillOpacity: 0.1,
          polygonOutlineColor: ink,
          polygonOutlineWidth: 2,
        },
      }),
      new terra.TerraDrawSelectMode({
        flags: editing,
        styles: {
          selectedPointColor: ink,
          selectedPointWidth: 9,
          selectedPointOutlineColor: panel,
          selectedPointOutlineWidth: 3,
          selectedLineStringColor: ink,
          selectedLineStringWidth: 4,
          selectedPolygonColor: ink,
          selectedPolygonFillOpacity: 0.14,
          selectedPolygonOutlineColor: ink,
          selectedPolygonOutlineWidth: 3,
          selectionPointColor: handle.Color,
          selectionPointOutlineColor: handle.OutlineColor,
          selectionPointWidth: 6,
          selectionPointOutlineWidth: 2,
          midPointColor: handle.OutlineColor,
          midPointOutlineColor: handle.Color,
          midPointWidth: 4,
          midPointOutlineWidth: 1,
        },
      }),
    ],
  });
  draw.start();
  return draw;
}

/** Takes everything drawn off the map. A map that was removed meanwhile has taken it with it. */
export function stopTerraDraw(draw: TerraDraw, map: MapLibreMap): void {
  // MapLibre drops its style when it is removed, and then has no layers to take off.
  if (map.style) draw.stop();
}
