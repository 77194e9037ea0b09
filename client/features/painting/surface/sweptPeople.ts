import type { SurfaceDraft } from './surfaceDraft.ts';

/** What the label beside the pointer counts. */
export interface SweptCount {
  villages: number;
  /** Sum of the known; null where none is known. */
  people: number | null;
}

/** Counts villages and their people; of two records of a doubtful village the people count once. */
export function countSwept(villageIds: readonly number[], villages: SurfaceDraft['villages']): SweptCount {
  let people: number | null = null;
  for (const id of villageIds) {
    const village = villages.get(id);
    if (village?.isCounted && village.people !== null) people = (people ?? 0) + village.people;
  }
  return { villages: villageIds.length, people };
}
