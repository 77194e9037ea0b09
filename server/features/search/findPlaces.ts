import type { SearchResult } from '#contract/search';
import { isHan, isLatin, normalize } from '#domain/search/normalize';
import { mistakePatterns } from '#domain/search/mistakePatterns';
import { isWithinOneMistake } from '#domain/search/oneMistake';
import { spell } from '#domain/search/spell';
import type { Transaction } from '../../database/transaction.ts';
import { findBeginnings, findShapes, readEntries } from './queries.ts';
import { bestHits, isRight, rankHit, rankMistaken, type RankedHit } from './ranking.ts';

/** Terms read per step and tier: many more than are shown, so that ranking has a choice. */
const candidates = 200;
/** Below this many characters nearly everything is one mistake away. */
const leastForMistakes = 3;

interface Question {
  /** The words that say what is looked for, normalized. */
  text: string;
  /** Words before it that must be in the name or context: 花垣 in 「花垣 十八洞」. */
  narrowing: string[];
}

/** Chinese words narrow one another; Latin words are syllables of one name. */
export function readQuestion(typed: string): Question {
  const words = typed.split(/\s+/).map(normalize).filter(Boolean);
  const isNarrowed = words.length > 1 && words.every((word) => !isLatin(word));
  return isNarrowed
    ? { text: words.at(-1)!, narrowing: words.slice(0, -1) }
    : { text: words.join(''), narrowing: [] };
}

async function findExactly(transaction: Transaction, text: string): Promise<RankedHit[]> {
  // Nearly every name has any one character somewhere inside.
  const withInner = [...text].length >= 2;
  const hits = await findBeginnings(transaction, { text, withInner, limit: candidates });
  return hits.map((hit) => rankHit(hit, text));
}

/** 十八动 sounds like 十八洞: an input method offers the wrong character more often than fingers slip. */
async function findHomophones(transaction: Transaction, text: string): Promise<RankedHit[]> {
  const sound = normalize(spell(text).pinyin);
  const hits = await findBeginnings(transaction, { text: sound, withInner: false, limit: candidates });
  return hits.filter((hit) => hit.kind === 'pinyin').map((hit) => rankMistaken(hit, true));
}

async function findMistaken(transaction: Transaction, text: string): Promise<RankedHit[]> {
  if ([...text].length < leastForMistakes) return [];
  const kinds = isLatin(text) ? (['pinyin'] as const) : (['name', 'alias'] as const);
  const homophones = isHan(text) ? await findHomophones(transaction, text) : [];
  const similar = await findShapes(transaction, {
    patterns: mistakePatterns(text),
    kinds,
    limit: candidates,
  });
  const near = similar.filter((hit) => isWithinOneMistake(text, hit.term));
  return [...homophones, ...near.map((hit) => rankMistaken(hit, false))];
}

/**
 * Places by name, alias, pinyin, initials or code, best first; one mistake is forgiven where the text as typed
 * leads nearly nowhere.
 */
export async function findPlaces(
  transaction: Transaction,
  { typed, limit }: { typed: string; limit: number },
): Promise<SearchResult[]> {
  const { text, narrowing } = readQuestion(typed);
  if (text === '') return [];
  const exact = await findExactly(transaction, text);
  const hits = bestHits(isRight(exact) ? exact : [...exact, ...(await findMistaken(transaction, text))]);
  // Narrowing drops hits after they are read, so more are read than shown.
  const shown = narrowing.length > 0 ? hits : hits.slice(0, limit);
  const entries = await readEntries(
    transaction,
    shown.map((hit) => hit.entryId),
  );
  const byId = new Map(entries.map((entry) => [entry.entryId, entry]));
  return shown
    .flatMap(({ entryId, match }): SearchResult[] => {
      const entry = byId.get(entryId);
      if (!entry) return [];
      const { entryId: _, ...result } = entry;
      const isNarrow = narrowing.every((word) => normalize(result.context + result.name).includes(word));
      return isNarrow ? [{ ...result, match }] : [];
    })
    .slice(0, limit);
}
