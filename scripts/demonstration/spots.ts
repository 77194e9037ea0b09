import { insideRings } from '#domain/territories/grid';
import { XIANGXI_PLANE, type LngLat } from '../geography/plane.ts';
import type { PlacedVillage } from './inputs.ts';

const GOLDEN_ANGLE = 2.399963;
const FIRST_DISTANCE_KILOMETRES = 0.14;
const SPREAD_KILOMETRES = 0.1;

/**
 * Hands out places round a village's point, in a sunflower pattern, so that the demonstration places of
 * one village stand apart and none leaves the village's cell.
 */
export class Spots {
  readonly #taken = new Map<number, number>();

  /** The next free place of a village, in degrees with six decimals. */
  take(village: PlacedVillage): LngLat {
    for (;;) {
      const index = this.#taken.get(village.id) ?? 0;
      this.#taken.set(village.id, index + 1);
      const angle = village.id + index * GOLDEN_ANGLE;
      const distance = FIRST_DISTANCE_KILOMETRES + SPREAD_KILOMETRES * Math.sqrt(index);
      const position = roundPosition(
        XIANGXI_PLANE.toLngLat([
          village.point[0] + Math.cos(angle) * distance,
          village.point[1] + Math.sin(angle) * distance,
        ]),
      );
      if (insideRings(position, village.cell)) return position;
      if (index > 400) throw new Error(`no free place is left in village ${village.id}`);
    }
  }
}

export function roundPosition([lng, lat]: LngLat): LngLat {
  return [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}
