import { placeKeyOf } from '#domain/painting/assignmentValue';
import type { PaintingDraft } from './paintingDraft.svelte.ts';

/** Where a village stands as it is shown, for a mark in a list: follows every stroke, unlike `valueOf` by itself. */
export function shownKey(draft: Pick<PaintingDraft, 'epoch' | 'valueOf'>, villageId: number): string {
  void draft.epoch;
  return placeKeyOf(draft.valueOf(villageId) ?? null);
}
