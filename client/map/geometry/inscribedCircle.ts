export type Point = readonly [x: number, y: number];
/** Two ends of a straight piece of boundary, in any plane. */
export type Segment = readonly [ax: number, ay: number, bx: number, by: number];

export interface Circle {
  x: number;
  y: number;
  radius: number;
}

/** A shape given by pieces (closed rings) that may overlap, and by the segments that really bound it. */
export interface PiecedShape {
  pieces: readonly (readonly Point[])[];
  boundary: readonly Segment[];
}

interface Cell {
  x: number;
  y: number;
  half: number;
  distance: number;
  /** No point of the square can be further from the boundary. */
  potential: number;
}

/**
 * The largest circle inside a shape, to within `precision` (the shape's unit): best-first search over squares,
 * dropping those that cannot beat the best centre found. Null for a shape without area.
 */
export function inscribedCircle(shape: PiecedShape, precision: number): Circle | null {
  const bounds = boundsOf(shape.pieces);
  if (bounds === null) return null;
  const side = Math.min(bounds.width, bounds.height);
  if (side <= 0) return null;
  const half = side / 2;
  const queue: Cell[] = [];
  for (let x = bounds.x; x < bounds.x + bounds.width; x += side) {
    for (let y = bounds.y; y < bounds.y + bounds.height; y += side) {
      queue.push(cellAt(x + half, y + half, half, shape));
    }
  }
  // A first guess near the middle lets most squares be dropped at once.
  let best: Cell = cellAt(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2, 0, shape);
  while (queue.length > 0) {
    const cell = takeMostPromising(queue);
    if (cell.distance > best.distance) best = cell;
    if (cell.potential - best.distance <= precision) break;
    const quarter = cell.half / 2;
    for (const [dx, dy] of corners) {
      const part = cellAt(cell.x + dx * quarter, cell.y + dy * quarter, quarter, shape);
      if (part.potential > best.distance + precision) queue.push(part);
      else if (part.distance > best.distance) best = part;
    }
  }
  return best.distance > 0 ? { x: best.x, y: best.y, radius: best.distance } : null;
}

const corners = [
  [-1, -1],
  [1, -1],
  [-1, 1],
  [1, 1],
] as const;

/** Queues stay short (some tens), so a scan is cheaper than a heap. */
function takeMostPromising(queue: Cell[]): Cell {
  let index = 0;
  for (let i = 1; i < queue.length; i += 1) {
    if (queue[i]!.potential > queue[index]!.potential) index = i;
  }
  const [cell] = queue.splice(index, 1);
  return cell!;
}

function cellAt(x: number, y: number, half: number, shape: PiecedShape): Cell {
  const distance = signedDistance(x, y, shape);
  return { x, y, half, distance, potential: distance + half * Math.SQRT2 };
}

/** Positive inside. */
function signedDistance(x: number, y: number, shape: PiecedShape): number {
  let nearest = Infinity;
  for (const segment of shape.boundary) nearest = Math.min(nearest, squaredDistance(x, y, segment));
  const isInside = shape.pieces.some((ring) => contains(ring, x, y));
  return (isInside ? 1 : -1) * Math.sqrt(nearest);
}

function squaredDistance(x: number, y: number, [ax, ay, bx, by]: Segment): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return (x - ax - share * dx) ** 2 + (y - ay - share * dy) ** 2;
}

function contains(ring: readonly Point[], x: number, y: number): boolean {
  let isInside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
  }
  return isInside;
}

function boundsOf(pieces: readonly (readonly Point[])[]) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of pieces) {
    for (const [x, y] of ring) {
      west = Math.min(west, x);
      east = Math.max(east, x);
      south = Math.min(south, y);
      north = Math.max(north, y);
    }
  }
  return west <= east ? { x: west, y: south, width: east - west, height: north - south } : null;
}
