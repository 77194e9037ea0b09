import type { TerraDraw } from 'terra-draw';
import type { DrawnGeometry, LngLat } from './drawnRow.ts';
import { isSameValue } from './drawnRow.ts';
import { rounded } from './positions.ts';

/** A point, line or area on the map. */
export interface DrawnShape {
  key: string;
  geometry: DrawnGeometry;
  /** false: only shown. */
  isEditable: boolean;
}

/** What the pointer does: moves what is there, or draws something new. */
export type DrawTool = 'select' | 'point' | 'linestring' | 'polygon';

export interface ShapeEdits {
  /** Something new was drawn to its end. */
  drawn(geometry: DrawnGeometry): void;
  /** A shape was moved, or got or lost a vertex. */
  edited(key: string, geometry: DrawnGeometry): void;
}

const modeOf: Readonly<Record<string, DrawTool>> = {
  Point: 'point',
  LineString: 'linestring',
  Polygon: 'polygon',
};

/** Degrees as the form keeps them. */
const roundedDeep = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(roundedDeep) : rounded(value as number);

interface Shown {
  id: string | number;
  shape: DrawnShape;
}

/** Keeps what terra-draw shows the same as the shapes that a form has, and tells the form what the pointer did. */
export class DrawnShapes {
  readonly #draw: TerraDraw;
  readonly #shown = new Map<string, Shown>();

  constructor(draw: TerraDraw, edits: ShapeEdits) {
    this.#draw = draw;
    draw.on('finish', (id, { action }) => {
      const feature = draw.getSnapshotFeature(id);
      if (!feature) return;
      const { type, coordinates } = feature.geometry;
      const geometry = { type, coordinates: roundedDeep(coordinates) as unknown[] };
      if (action === 'draw') {
        // Once terra-draw is done with it: the form gives it back as one of its own shapes.
        queueMicrotask(() => {
          if (draw.enabled && draw.hasFeature(id)) draw.removeFeatures([id]);
          edits.drawn(geometry);
        });
        return;
      }
      const entry = [...this.#shown].find(([, shown]) => shown.id === id);
      if (!entry) return;
      const [key, shown] = entry;
      this.#shown.set(key, { id: shown.id, shape: { ...shown.shape, geometry } });
      edits.edited(key, geometry);
    });
  }

  /** Shows these shapes and no others; those that are the same stay, with what is selected of them. */
  show(shapes: readonly DrawnShape[]): void {
    const wanted = new Map(shapes.map((shape) => [shape.key, shape]));
    for (const [key, shown] of this.#shown) {
      if (!isSameValue(wanted.get(key), shown.shape)) this.#hide(key, shown);
    }
    for (const shape of shapes) if (!this.#shown.has(shape.key)) this.#add(shape);
    this.#takeInHand();
  }

  use(tool: DrawTool): void {
    if (this.#draw.getMode() !== tool) this.#draw.setMode(tool);
    this.#takeInHand();
  }

  /** A shape that is the only one to be moved can be moved at once; of several the pointer chooses. */
  #takeInHand(): void {
    const [only, ...more] = [...this.#shown.values()].filter(({ shape }) => shape.isEditable);
    if (!only || more.length > 0 || this.#draw.getMode() !== 'select') return;
    const isSelected = this.#draw.getSnapshotFeature(only.id)?.properties['selected'] === true;
    if (!isSelected) this.#draw.selectFeature(only.id);
  }

  #hide(key: string, { id }: Shown): void {
    if (this.#draw.hasFeature(id)) {
      const isSelected = this.#draw.getSnapshotFeature(id)?.properties['selected'] === true;
      if (isSelected) this.#draw.deselectFeature(id);
      this.#draw.removeFeatures([id]);
    }
    this.#shown.delete(key);
  }

  #add(shape: DrawnShape): void {
    const { geometry, isEditable } = shape;
    const mode = isEditable ? modeOf[geometry.type] : 'render';
    if (mode === undefined) return;
    const id = this.#draw.getFeatureId();
    const [added] = this.#draw.addFeatures([
      { id, type: 'Feature', geometry: geometry as never, properties: { mode } },
    ]);
    if (added?.valid) this.#shown.set(shape.key, { id, shape });
  }
}

export const pointShape = (key: string, position: LngLat, isEditable: boolean): DrawnShape => ({
  key,
  geometry: { type: 'Point', coordinates: [...position] },
  isEditable,
});
