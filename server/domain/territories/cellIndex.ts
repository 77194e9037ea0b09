import Flatbush from 'flatbush';
import { BorderLines } from './borderLines.ts';
import { Capsule } from './capsule.ts';
import { Lasso } from './lasso.ts';
import { positionInWorld, worldX, worldY } from './mercatorPlane.ts';
import type { Position, TerritoryArc } from './territoryArc.ts';

/** Which villages a drawn area takes: those it comes into at all, or those whose centre it holds. */
export type AreaRule = 'touching' | 'centre';

/** About 0.04 mm: a line through the very vertex of a border touches it, whatever doubles make of it. */
const LEAST_RADIUS = 1e-12;
/** Long hops are looked up in stretches of so many mean borders, or their box would hold half the map. */
const STRETCH_IN_BORDERS = 6;

/**
 * Which villages a pointer touches, exactly, from the borders in memory. Borders and pointer are compared in the
 * Web Mercator plane (see mercatorPlane.ts). A border is looked at once for both its sides, so no rings are
 * built. A territory includes its border. Queries return village ids in no particular order, each once; they
 * share scratch memory and must not be nested.
 */
export class CellIndex {
  readonly #lines: BorderLines;
  /** Centres by slot, x and y in turn; computed when first asked for. */
  #knownCentres: Float64Array | null = null;
  /** Null where there are no arcs: flatbush holds no empty index. */
  readonly #lineBoxes: Flatbush | null = null;
  /** Item i is slot i + 1. */
  readonly #cellBoxes: Flatbush | null = null;
  /** Longest stretch of a way that is looked up in one piece. */
  #stretch = Infinity;
  /** The query in which a slot was taken last, the way in which a line was looked at last. */
  readonly #takenIn: Uint32Array;
  readonly #seenIn: Uint32Array;
  #query = 0;
  #way = 0;
  #taken: number[] = [];

  constructor(arcs: readonly TerritoryArc[]) {
    this.#lines = new BorderLines(arcs);
    const slots = this.#lines.villages.length;
    this.#takenIn = new Uint32Array(slots);
    this.#seenIn = new Uint32Array(arcs.length);
    if (slots === 1) return;
    this.#lineBoxes = new Flatbush(arcs.length);
    this.#cellBoxes = new Flatbush(slots - 1);
    this.#indexBoxes(this.#lineBoxes, this.#cellBoxes);
  }

  /** The village whose territory holds a place, null outside. A place on a border belongs to one side of it. */
  villageAt([lng, lat]: Position): number | null {
    const slot = this.#slotAt(worldX(lng), worldY(lat));
    return slot === 0 ? null : this.#lines.villages[slot]!;
  }

  /** The place that stands for a village under the rule 'centre', inside its territory; null for a stranger. */
  centreOf(village: number): Position | null {
    const slot = this.#lines.slotOf.get(village);
    if (!slot) return null;
    return positionInWorld(this.#centres()[2 * slot]!, this.#centres()[2 * slot + 1]!);
  }

  /**
   * The villages a round brush touches on its straight way, however long.
   *
   * @param radius in the Web Mercator plane, see worldLengthOfPixels; 0 for the way itself
   */
  sweep(from: Position, to: Position, radius: number): number[] {
    this.#begin();
    this.#sweep([worldX(from[0]), worldY(from[1])], [worldX(to[0]), worldY(to[1])], radius);
    return this.#taken;
  }

  /**
   * The villages a rectangle with edges along parallels and meridians takes, every village it comes into unless
   * told otherwise, as DistrictBuilder does. On a turned map the rectangle of the screen is a lasso of four.
   */
  inRectangle(corner: Position, opposite: Position, rule: AreaRule = 'touching'): number[] {
    return this.inLasso([corner, [opposite[0], corner[1]], opposite, [corner[0], opposite[1]]], rule);
  }

  /**
   * The villages a closed line takes. A lasso is drawn round villages and its line cuts through their
   * neighbours, so it takes those whose centre it holds (a territory wholly inside is among them) unless told
   * otherwise. Its parts may cross each other: what it goes round at all is inside.
   *
   * @param ring the vertices; the last need not repeat the first
   */
  inLasso(ring: readonly Position[], rule: AreaRule = 'centre'): number[] {
    this.#begin();
    if (ring.length === 0) return this.#taken;
    const corners = ring.map(([lng, lat]): [number, number] => [worldX(lng), worldY(lat)]);
    const lasso = new Lasso(corners);
    if (rule === 'centre') this.#takeCentres(lasso);
    else this.#takeTouched(lasso, corners);
    return this.#taken;
  }

  /** Finds every centre now; else the first that is asked for finds them all, a tenth of a second for 5,000 villages. */
  findCentres(): void {
    this.#centres();
  }

  #takeCentres(lasso: Lasso): void {
    const centres = this.#centres();
    this.#cellBoxes?.search(lasso.minX, lasso.minY, lasso.maxX, lasso.maxY, (cell) => {
      const slot = cell + 1;
      if (lasso.holds(centres[2 * slot]!, centres[2 * slot + 1]!)) this.#take(slot);
      return false;
    });
  }

  /** An area and a territory meet where their edges do, or one lies inside the other. */
  #takeTouched(lasso: Lasso, corners: readonly [number, number][]): void {
    corners.forEach((corner, index) => this.#sweep(corner, corners[(index + 1) % corners.length]!, 0));
    const { coordinates, starts } = this.#lines;
    this.#lineBoxes?.search(lasso.minX, lasso.minY, lasso.maxX, lasso.maxY, (line) => {
      if (this.#isTaken(line)) return false;
      const vertex = starts[line]!;
      if (lasso.holds(coordinates[2 * vertex]!, coordinates[2 * vertex + 1]!)) this.#takeSides(line);
      return false;
    });
  }

  /**
   * A brush that touches a territory touches its border, unless the whole brush is inside it; and a border
   * it touches belongs to both sides.
   */
  #sweep(from: readonly [number, number], to: readonly [number, number], radius: number): void {
    const reach = Math.max(radius, LEAST_RADIUS);
    this.#take(this.#slotAt(from[0], from[1]));
    const capsule = new Capsule(from, to, reach);
    // A border that was looked at for one stretch was compared with the whole way.
    const way = ++this.#way;
    const [x, y] = [to[0] - from[0], to[1] - from[1]];
    const stretches = Math.max(1, Math.ceil(Math.hypot(x, y) / Math.max(this.#stretch, 2 * reach)));
    const { coordinates, starts } = this.#lines;
    const lookAt = (line: number, minX: number, minY: number, maxX: number, maxY: number) => {
      if (this.#seenIn[line] === way || this.#isTaken(line)) return false;
      this.#seenIn[line] = way;
      if (!capsule.mayMeetBox(minX, minY, maxX, maxY)) return false;
      if (capsule.meetsLine(coordinates, starts[line]!, starts[line + 1]!)) this.#takeSides(line);
      return false;
    };
    for (let stretch = 0; stretch < stretches; stretch++) {
      const [x0, y0] = [from[0] + (x * stretch) / stretches, from[1] + (y * stretch) / stretches];
      const [x1, y1] = [x0 + x / stretches, y0 + y / stretches];
      this.#lineBoxes?.search(
        Math.min(x0, x1) - reach,
        Math.min(y0, y1) - reach,
        Math.max(x0, x1) + reach,
        Math.max(y0, y1) + reach,
        lookAt,
      );
    }
  }

  #centres(): Float64Array {
    if (this.#knownCentres) return this.#knownCentres;
    const slots = this.#lines.villages.length;
    const centres = new Float64Array(2 * slots);
    for (let slot = 1; slot < slots; slot++) centres.set(this.#lines.centre(slot), 2 * slot);
    return (this.#knownCentres = centres);
  }

  #slotAt(x: number, y: number): number {
    let found = 0;
    this.#cellBoxes?.search(x, y, x, y, (cell) => {
      if (found === 0 && this.#lines.holds(cell + 1, x, y)) found = cell + 1;
      return false;
    });
    return found;
  }

  #begin(): void {
    this.#taken = [];
    this.#takenIn[0] = ++this.#query;
  }

  #take(slot: number): void {
    if (this.#takenIn[slot] === this.#query) return;
    this.#takenIn[slot] = this.#query;
    this.#taken.push(this.#lines.villages[slot]!);
  }

  #takeSides(line: number): void {
    this.#take(this.#lines.left[line]!);
    this.#take(this.#lines.right[line]!);
  }

  /** Whether nothing new can come from a line. */
  #isTaken(line: number): boolean {
    const { left, right } = this.#lines;
    return this.#takenIn[left[line]!] === this.#query && this.#takenIn[right[line]!] === this.#query;
  }

  #indexBoxes(lineBoxes: Flatbush, cellBoxes: Flatbush): void {
    const { coordinates, starts, left, right, villages } = this.#lines;
    const boxes = new Float64Array(4 * villages.length).map((_, at) => (at % 4 < 2 ? Infinity : -Infinity));
    let sizes = 0;
    for (let line = 0; line + 1 < starts.length; line++) {
      let minX = Infinity;
      let minY = Infinity;
      let maxX = -Infinity;
      let maxY = -Infinity;
      for (let at = 2 * starts[line]!; at < 2 * starts[line + 1]!; at += 2) {
        const x = coordinates[at]!;
        const y = coordinates[at + 1]!;
        if (x < minX) minX = x;
        if (y < minY) minY = y;
        if (x > maxX) maxX = x;
        if (y > maxY) maxY = y;
      }
      lineBoxes.add(minX, minY, maxX, maxY);
      sizes += Math.max(maxX - minX, maxY - minY);
      for (const at of [4 * left[line]!, 4 * right[line]!]) {
        boxes[at] = Math.min(boxes[at]!, minX);
        boxes[at + 1] = Math.min(boxes[at + 1]!, minY);
        boxes[at + 2] = Math.max(boxes[at + 2]!, maxX);
        boxes[at + 3] = Math.max(boxes[at + 3]!, maxY);
      }
    }
    for (let at = 4; at < boxes.length; at += 4) {
      cellBoxes.add(boxes[at]!, boxes[at + 1]!, boxes[at + 2]!, boxes[at + 3]!);
    }
    lineBoxes.finish();
    cellBoxes.finish();
    this.#stretch = (STRETCH_IN_BORDERS * sizes) / (starts.length - 1);
  }
}
