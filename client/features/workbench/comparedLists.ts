import type { Category } from '#contract/plans';
import type { VersionDiff } from '#contract/workflow';
import { assignmentCodes } from '#domain/classification/assignmentCodes';

/** Two whole versions, one byte a village, index = id − 1 (domain/classification/assignmentCodes). */
export interface ComparedLists {
  before: Uint8Array;
  after: Uint8Array;
}

type Ordered = Pick<Category, 'key' | 'order'>;

/** The byte of a place key of a diff; a category the scheme does not have is drawn as not listed. */
export function codeOfKey(key: string, categories: readonly Ordered[]): number {
  if (key === 'unassigned' || key === 'deferred' || key === 'outside') return assignmentCodes[key];
  return categories.find((category) => category.key === key)?.order ?? assignmentCodes.outside;
}

/** The place key of a byte; null: the asker is not shown it. */
export function keyOfCode(code: number, categories: readonly Ordered[]): string | null {
  if (code === assignmentCodes.withheld) return null;
  if (code === assignmentCodes.unassigned) return 'unassigned';
  if (code === assignmentCodes.deferred) return 'deferred';
  return categories.find(({ order }) => order === code)?.key ?? 'outside';
}

/**
 * Both sides of a comparison. What a diff does not name is the same on both, so one list and the diff tell the other.
 * @param after bytes of the newer version
 */
export function comparedLists(
  after: Uint8Array,
  changes: readonly Pick<VersionDiff['changes'][number], 'villageId' | 'from' | 'to'>[],
  categories: readonly Ordered[],
): ComparedLists {
  const before = Uint8Array.from(after);
  const shown = Uint8Array.from(after);
  for (const { villageId, from, to } of changes) {
    if (villageId < 1 || villageId > after.length) continue;
    before[villageId - 1] = codeOfKey(from, categories);
    // The list may have been read a moment before or after the diff: the diff is what the page is about.
    shown[villageId - 1] = codeOfKey(to, categories);
  }
  return { before, after: shown };
}
