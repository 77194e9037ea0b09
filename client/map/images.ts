import { canvasSans } from '../theme/fonts.ts';
import { palettes, routeColour, type ThemeName } from '../theme/palette.ts';
import { patternIds, patternTile, type PatternId, type PatternTile } from '../theme/patterns.ts';
import {
  estimatedDash,
  lockBody,
  lockRing,
  lockShackle,
  projectOutline,
  siteOutline,
  siteSizes,
  symbolColours,
  symbolShape,
  symbolStrokeWidth,
  symbolVariants,
  type SiteSize,
  type SymbolVariant,
} from '../theme/symbols.ts';

/** Images are drawn at twice the CSS size; MapLibre must be told this pixel ratio. */
export const imagePixelRatio = 2;

/** Side of a symbol on the map, CSS pixels; its box is 20 units. */
const symbolSide = 20;
/** Room for half a stroke around the box. */
const margin = 2;

type Context = OffscreenCanvasRenderingContext2D;

/** Draws the image of an id made by theme/imageIds; null for other ids. */
export function drawImage(id: string): ImageData | null {
  const parts = id.split('/');
  const theme = parts.at(-1);
  if (theme !== 'light' && theme !== 'dark') return null;
  const [kind, first = '', second = '', third = ''] = parts;
  switch (kind) {
    case 'pattern':
      return isPattern(first) ? drawPattern(patternTile(first, theme)) : null;
    case 'symbol':
      return isVariant(second) ? drawSymbol(first, second, third === 'estimated', theme) : null;
    case 'site':
      return first in siteSizes ? drawSite(first as SiteSize, second === 'estimated', theme) : null;
    case 'project':
      return drawProject(first === 'estimated', theme);
    case 'badge':
      return drawBadge(Number(first), theme);
    case 'lock':
      return drawLock(theme);
    default:
      return null;
  }
}

function isPattern(id: string): id is PatternId {
  return (patternIds as readonly string[]).includes(id);
}

function isVariant(id: string): id is SymbolVariant {
  return (symbolVariants as readonly string[]).includes(id);
}

/** @param side CSS pixels */
function onCanvas(side: number, draw: (context: Context) => void): ImageData {
  const pixels = Math.ceil(side * imagePixelRatio);
  const context = new OffscreenCanvas(pixels, pixels).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('this browser has no 2D canvas');
  context.scale(imagePixelRatio, imagePixelRatio);
  draw(context);
  return context.getImageData(0, 0, pixels, pixels);
}

function drawPattern(tile: PatternTile): ImageData {
  return onCanvas(tile.size, (context) => {
    context.globalAlpha = tile.opacity;
    context.strokeStyle = tile.color;
    context.fillStyle = tile.color;
    // One path for all strokes: crossings must not be twice as dark.
    const strokes = new Path2D();
    let width = 1;
    for (const shape of tile.shapes) {
      if (shape.type === 'line') {
        strokes.moveTo(...shape.from);
        strokes.lineTo(...shape.to);
        width = shape.width;
      } else {
        context.beginPath();
        context.arc(...shape.centre, shape.radius, 0, 2 * Math.PI);
        context.fill();
      }
    }
    context.lineWidth = width;
    context.stroke(strokes);
  });
}

/** A 20-unit box drawn `side` pixels wide, with a margin for strokes. */
function inBox(side: number, draw: (context: Context, scale: number) => void): ImageData {
  return onCanvas(side + 2 * margin, (context) => {
    const scale = side / symbolSide;
    context.translate(margin, margin);
    context.scale(scale, scale);
    context.lineJoin = 'round';
    draw(context, scale);
  });
}

function fillPath(context: Context, path: Path2D, color: string): void {
  context.fillStyle = color;
  context.fill(path);
}

interface OutlineStyle {
  fill: string;
  stroke: string;
  isEstimated: boolean;
  /** Ring of land around the symbol, so that it stands on any category. */
  halo: string;
}

/** Halo, fill, then the outline: dashed where the place is estimated. Stroke widths are CSS pixels. */
function drawOutline(context: Context, path: Path2D, style: OutlineStyle, scale: number): void {
  context.strokeStyle = style.halo;
  context.lineWidth = (symbolStrokeWidth + 2) / scale;
  context.stroke(path);
  fillPath(context, path, style.fill);
  context.strokeStyle = style.stroke;
  context.lineWidth = symbolStrokeWidth / scale;
  if (style.isEstimated) context.setLineDash(estimatedDash.map((length) => length / scale));
  context.stroke(path);
  context.setLineDash([]);
}

function drawSymbol(
  glyph: string,
  variant: SymbolVariant,
  isEstimated: boolean,
  theme: ThemeName,
): ImageData {
  const shape = symbolShape(glyph);
  const colours = symbolColours(variant, theme);
  return inBox(symbolSide, (context, scale) => {
    const halo = palettes[theme].panel;
    // On an inverted symbol dashes would vanish in the fill: the dash is cut in the halo's colour.
    const stroke = variant === 'planned' && isEstimated ? halo : colours.stroke;
    drawOutline(context, new Path2D(shape.outline), { ...colours, stroke, isEstimated, halo }, scale);
    if (shape.fills) {
      fillPath(context, new Path2D(shape.fills), colours.glyph);
    }
    if (shape.strokes) {
      context.strokeStyle = colours.glyph;
      context.lineWidth = 1.4;
      context.stroke(new Path2D(shape.strokes));
    }
    if (shape.text) drawText(context, shape.text, shape.textSize ?? 9, colours.glyph, shape.textY ?? 10);
    if (colours.hasSlash) {
      context.strokeStyle = colours.stroke;
      context.lineWidth = symbolStrokeWidth;
      context.stroke(new Path2D('M18.6 1.4L1.4 18.6'));
    }
  });
}

function drawText(context: Context, text: string, size: number, color: string, y = 10): void {
  context.font = `700 ${size}px ${canvasSans}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = color;
  // Middle of the em box lies above the middle of a Han glyph by about a twentieth of the size.
  context.fillText(text, 10, y + size * 0.05);
}

function drawSite(size: SiteSize, isEstimated: boolean, theme: ThemeName): ImageData {
  const palette = palettes[theme];
  return inBox(siteSizes[size], (context, scale) => {
    const style = { fill: palette.panel, stroke: palette.ink, isEstimated, halo: palette.panel };
    drawOutline(context, new Path2D(siteOutline), style, scale);
  });
}

function drawProject(isEstimated: boolean, theme: ThemeName): ImageData {
  const palette = palettes[theme];
  return inBox(27, (context, scale) => {
    const style = { fill: palette.panel, stroke: palette.ink, isEstimated, halo: palette.panel };
    drawOutline(context, new Path2D(projectOutline), style, scale);
  });
}

/** Round shield with the route's number, ringed in the route's colour. */
function drawBadge(routeNumber: number, theme: ThemeName): ImageData {
  const palette = palettes[theme];
  return inBox(18, (context, scale) => {
    const ring = new Path2D('M10 1a9 9 0 1 1 0 18a9 9 0 1 1 0-18Z');
    const style = {
      fill: palette.panel,
      stroke: routeColour(palette, routeNumber),
      isEstimated: false,
      halo: palette.land,
    };
    drawOutline(context, ring, style, scale);
    drawText(context, String(routeNumber), 12, palette.ink);
  });
}

/** Padlock on a round plate. */
function drawLock(theme: ThemeName): ImageData {
  const palette = palettes[theme];
  return inBox(16, (context, scale) => {
    const style = { fill: palette.panel, stroke: palette.ink, isEstimated: false, halo: palette.panel };
    drawOutline(context, new Path2D(lockRing), style, scale);
    fillPath(context, new Path2D(lockBody), palette.ink);
    context.lineWidth = 1.6;
    context.stroke(new Path2D(lockShackle));
  });
}
