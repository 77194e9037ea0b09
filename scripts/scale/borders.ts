import type { MultiPolygon, Position } from 'geojson';
import { polygonsOf, ringPoints, ringsOf, type Arc } from '#domain/territories/arcs';
import { fromGrid, toGrid, type GridPoint } from '#domain/territories/grid';
import type { ArcRank } from '#domain/territories/territoryArc';
import { HexagonGround, neighbourPlace } from './hexagon.ts';
import type { ScaleLayout } from './layout.ts';

const sides = [0, 1, 2, 3, 4, 5];

/** The borders of a synthetic country: each once, between two villages or a village and the outside (0). */
export class ScaleBorders {
  readonly ground: HexagonGround;
  readonly #layout: ScaleLayout;
  #known = new Map<number, Arc[]>();

  constructor(layout: ScaleLayout, seed: number) {
    this.#layout = layout;
    this.ground = new HexagonGround(seed, layout.middle);
  }

  /** Where a village stands, on the grid. */
  seat(village: number): GridPoint {
    return toGrid(this.ground.seat(this.#layout.placeOf(village)));
  }

  /** Borders with the outside and with villages of higher ids; the village is on their left. */
  ownedBy(village: number): readonly Arc[] {
    const known = this.#known.get(village);
    if (known) return known;
    const place = this.#layout.placeOf(village);
    const arcs: Arc[] = [];
    for (const { right, run } of this.#runs(village)) {
      if (right !== 0 && right < village) continue;
      const points = run.flatMap((side, index) => this.ground.border(place, side).slice(index === 0 ? 0 : 1));
      arcs.push({ points, left: village, right });
    }
    this.#known.set(village, arcs);
    return arcs;
  }

  /** All borders of a village. */
  around(village: number): Arc[] {
    const others = this.#runs(village).filter(({ right }) => right !== 0 && right < village);
    return [
      ...this.ownedBy(village),
      ...others.flatMap(({ right }) => this.ownedBy(right).filter((arc) => arc.right === village)),
    ];
  }

  /** Forgets borders already made: they come out the same when asked for again. */
  forget(): void {
    this.#known = new Map();
  }

  rank({ left, right }: Pick<Arc, 'left' | 'right'>): ArcRank {
    const layout = this.#layout;
    if (right === 0 || layout.prefectureOf(left) !== layout.prefectureOf(right)) return 'prefecture';
    if (layout.countyOf(left) !== layout.countyOf(right)) return 'county';
    return layout.townshipCode(left) === layout.townshipCode(right) ? 'village' : 'township';
  }

  /** What lies beside a village, counter-clockwise: sides that face the same are one run. */
  #runs(village: number): { right: number; run: number[] }[] {
    const place = this.#layout.placeOf(village);
    const beside = sides.map((side) => this.#layout.villageAt(neighbourPlace(place, side)));
    const first = sides.find((side) => beside[side] !== beside[(side + 5) % 6]) ?? 0;
    const runs: { right: number; run: number[] }[] = [];
    for (const step of sides) {
      const side = (first + step) % 6;
      if (runs.at(-1)?.right === beside[side]) runs.at(-1)!.run.push(side);
      else runs.push({ right: beside[side]!, run: [side] });
    }
    return runs;
  }
}

/** The area of the villages that belong, in degrees, from arcs that hold all of its borders. */
export function areaWithin(arcs: readonly Arc[], belongs: (village: number) => boolean): MultiPolygon {
  const isMember = (village: number) => village !== 0 && belongs(village);
  const borders = arcs.filter(({ left, right }) => isMember(left) !== isMember(right));
  const polygons = polygonsOf(borders, ringsOf(borders, isMember));
  return {
    type: 'MultiPolygon',
    coordinates: polygons.map((polygon) =>
      polygon.map((ring) => ringPoints(borders, ring).map((point): Position => fromGrid(point))),
    ),
  };
}
