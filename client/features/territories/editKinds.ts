import type { TerritoryEditRow } from '#contract/territoryEdits';
import type { MessageKey } from '../../i18n/zh.ts';

/** What each kind of edit is called. */
export const kindText: Readonly<Record<TerritoryEditRow['kind'], MessageKey>> = {
  redraw: 'territoryRedraw',
  handOver: 'territoryHandOver',
  split: 'territorySplit',
  merge: 'territoryMerge',
  undo: 'territoryUndo',
};
