import type { VersionRow } from '#contract/workflow';
import type { MessageKey } from '../../i18n/zh.ts';

/** Who did what to a version, when; actor null: it came with the plan document. */
export interface Deed {
  word: MessageKey;
  actor: { id: number; name: string } | null;
  at: string;
}

/** What was done to a version, in order. */
export function deedsOf(version: VersionRow): Deed[] {
  const deeds: Deed[] = [{ word: 'actionCreated', actor: version.author, at: version.createdAt }];
  if (version.submittedAt !== null) {
    deeds.push({ word: 'actionSubmitted', actor: version.submittedBy, at: version.submittedAt });
  }
  if (version.decidedAt !== null) {
    const isReturn = version.state === 'returned' || version.state === 'draft';
    const word = isReturn ? 'actionReturned' : 'actionApproved';
    deeds.push({ word, actor: version.decidedBy, at: version.decidedAt });
  }
  return deeds.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

export const lastDeed = (version: VersionRow): Deed => deedsOf(version).at(-1)!;
