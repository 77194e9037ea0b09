import type { CellIndex } from '#domain/territories/cellIndex';
import type { Position } from '#domain/territories/territoryArc';

/** Where tools work: places are in degrees, so that a camera that moves under a stroke does not bend it. */
export interface Ground {
  readonly cells: CellIndex;
  /** Of so many CSS pixels at the present zoom, in the Web Mercator plane. */
  worldLength(pixels: number): number;
}

/** A line that is drawn while the pointer is down. */
export interface StrokeOutline {
  readonly kind: 'rectangle' | 'lasso';
  /** Corners; the last is joined to the first. */
  readonly positions: readonly Position[];
}

/** One drag of a tool, from pointer down to pointer up. */
export interface ToolStroke {
  /** The way of the pointer since the last call, in order; called at most once a frame. */
  move(positions: readonly Position[]): void;
  end(): void;
  /** Leaves everything as it was before. */
  cancel(): void;
  /** null where what is painted shows by itself. */
  readonly outline: StrokeOutline | null;
  /** Villages that the end would paint, where the map does not show them yet; null where it does. */
  readonly covered: readonly number[] | null;
}
