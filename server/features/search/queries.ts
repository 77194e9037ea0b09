import type { MistakePattern } from '#domain/search/mistakePatterns';
import type { TermKind } from '#domain/search/terms';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** A term that matched, and the entry it belongs to. */
export interface TermHit {
  entryId: number;
  tier: number;
  kind: TermKind;
  term: string;
  isInner: boolean;
}

/** The code point after which no text beginning with the prefix can come. */
const afterEvery = '\u{10FFFF}';

/**
 * Terms that begin with a text, the best tier first. Each tier is one short range of the index: however many
 * terms begin so, at most `limit` are read in each.
 * @param inner look at parts inside names instead of whole names
 */
export function findBeginnings(
  transaction: Transaction,
  { text, inner, limit }: { text: string; inner: boolean; limit: number },
): Promise<TermHit[]> {
  return transaction.all<TermHit>(sql`
    select hit.entry_id as "entryId", tier.tier, hit.kind, hit.term, ${inner}::boolean as "isInner"
    from (values (0::smallint), (1::smallint), (2::smallint)) as tier (tier)
    cross join lateral (
      select entry_id, kind, term
      from xiangtu.search_term
      where is_inner = ${inner} and search_term.tier = tier.tier
        and term >= ${text} and term < ${text + afterEvery}
      order by term
      limit ${limit}
    ) as hit`);
}

/**
 * Terms of some shapes. Each shape is a short range of an index: of terms that long beginning with its head, or
 * ending with its tail, whichever says more.
 */
export function findShapes(
  transaction: Transaction,
  {
    patterns,
    kinds,
    limit,
  }: { patterns: readonly MistakePattern[]; kinds: readonly TermKind[]; limit: number },
): Promise<TermHit[]> {
  const forward = patterns.filter(({ head, tail }) => head.length >= tail.length);
  const backward = patterns.filter(({ head, tail }) => head.length < tail.length);
  const reversed = (text: string) => [...text].toReversed().join('');
  return transaction.all<TermHit>(sql`
    select hit.entry_id as "entryId", hit.tier, hit.kind, hit.term, false as "isInner"
    from unnest(
      ${forward.map(({ pattern }) => pattern)}::text[], ${forward.map(({ length }) => length)}::integer[],
      ${forward.map(({ head }) => head)}::text[]
    ) as shape (pattern, length, beginning)
    cross join lateral (
      select entry_id, tier, kind, term
      from xiangtu.search_term
      where not is_inner and kind in ('name', 'alias', 'pinyin')
        and char_length(term) = shape.length
        and term >= shape.beginning collate "C" and term < (shape.beginning || ${afterEvery}) collate "C"
        and term like shape.pattern and kind = any(${kinds})
      limit ${limit}
    ) as hit
    union all
    select hit.entry_id, hit.tier, hit.kind, hit.term, false
    from unnest(
      ${backward.map(({ pattern }) => pattern)}::text[], ${backward.map(({ length }) => length)}::integer[],
      ${backward.map(({ tail }) => reversed(tail))}::text[]
    ) as shape (pattern, length, ending)
    cross join lateral (
      select entry_id, tier, kind, term
      from xiangtu.search_term
      where not is_inner and kind in ('name', 'alias', 'pinyin')
        and char_length(term) = shape.length
        and reverse(term) >= shape.ending collate "C"
        and reverse(term) < (shape.ending || ${afterEvery}) collate "C"
        and term like shape.pattern and kind = any(${kinds})
      limit ${limit}
    ) as hit`);
}

/** What a result shows. */
export interface EntryRow {
  entryId: number;
  type: 'village' | 'region' | 'site' | 'facility' | 'project' | 'route';
  id: string;
  name: string;
  nameEn: string;
  context: string;
  categoryKey: string | null;
  position: [number, number] | null;
  bbox: [number, number, number, number] | null;
  locationQuality: 'surveyed' | 'gazetteer' | 'estimated' | 'unknown' | null;
  isDemonstration: boolean;
}

export function readEntries(transaction: Transaction, ids: readonly number[]): Promise<EntryRow[]> {
  return transaction.all<EntryRow>(sql`
    select
      id as "entryId", type, target_id as id, name, name_en as "nameEn", context,
      category_key as "categoryKey",
      case when geom is not null then array[ST_X(geom), ST_Y(geom)] end as position,
      extent as bbox, location_quality as "locationQuality", is_demonstration as "isDemonstration"
    from xiangtu.search_entry
    where id = any(${ids}::integer[])`);
}
