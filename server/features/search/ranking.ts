import type { SearchResult } from '#contract/search';
import type { TermKind } from '#domain/search/terms';
import type { TermHit } from './queries.ts';

/** How well a term answers, best first: exact, beginning, initials, inside, with a mistake. */
const rank = { exact: 0, exactSpelling: 1, beginning: 2, spelling: 3, initials: 4, inside: 5, mistaken: 6 };

export interface RankedHit {
  entryId: number;
  rank: number;
  tier: number;
  termLength: number;
  match: SearchResult['match'];
}

const isName = (kind: TermKind) => kind === 'name' || kind === 'alias';

/** The rank of a term that equals or begins with the question. */
function rankOf({ kind, term, isInner }: TermHit, question: string): number {
  if (isInner) return rank.inside;
  if (term === question) {
    if (isName(kind)) return rank.exact;
    return kind === 'initials' ? rank.beginning : rank.exactSpelling;
  }
  if (isName(kind)) return rank.beginning;
  return kind === 'initials' ? rank.initials : rank.spelling;
}

export const rankHit = (hit: TermHit, question: string): RankedHit => ({
  entryId: hit.entryId,
  tier: hit.tier,
  termLength: hit.term.length,
  rank: rankOf(hit, question),
  match: hit.kind,
});

/** A term within one mistake of the question, or one that sounds like it (`isHomophone`), which comes before. */
export const rankMistaken = (hit: TermHit, isHomophone: boolean): RankedHit => ({
  entryId: hit.entryId,
  tier: hit.tier,
  termLength: hit.term.length,
  rank: rank.mistaken + (isHomophone ? 0 : 1),
  match: 'approximate',
});

/** Better rank, then members of the plan before others, then the shorter name: it is nearer to what was typed. */
const compare = (a: RankedHit, b: RankedHit) =>
  a.rank - b.rank || a.tier - b.tier || a.termLength - b.termLength || a.entryId - b.entryId;

/** The best hit of each entry, best first. */
export function bestHits(hits: readonly RankedHit[]): RankedHit[] {
  const best = new Map<number, RankedHit>();
  for (const hit of hits) {
    const known = best.get(hit.entryId);
    if (!known || compare(hit, known) < 0) best.set(hit.entryId, hit);
  }
  return [...best.values()].sort(compare);
}

/** Whether some place begins as typed: then nothing was mistyped. A part inside a name may be a coincidence. */
export const isRight = (hits: readonly RankedHit[]): boolean => hits.some((hit) => hit.rank < rank.inside);
