import type { MistakePattern } from '#domain/search/mistakePatterns';
import type { TermKind } from '#domain/search/terms';
import { sql, type Fragment } from '../../database/sql.ts';
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
 * @param withInner look at parts inside names too
 */
export function findBeginnings(
  transaction: Transaction,
  { text, withInner, limit }: { text: string; withInner: boolean; limit: number },
): Promise<TermHit[]> {
  return transaction.all<TermHit>(sql`
    select hit.entry_id as "entryId", part.tier, hit.kind, hit.term, part.is_inner as "isInner"
    from (
      values
        (0::smallint, false), (1::smallint, false), (2::smallint, false),
        (0::smallint, true), (1::smallint, true), (2::smallint, true)
    ) as part (tier, is_inner)
    cross join lateral (
      select entry_id, kind, term
      from search_term
      where search_term.is_inner = part.is_inner and search_term.tier = part.tier
        and term >= ${text} and term < ${text + afterEvery}
      order by term
      limit ${limit}
    ) as hit
    where ${withInner} or not part.is_inner`);
}

interface ShapeOptions {
  kinds: readonly TermKind[];
  limit: number;
}

/** One short range of an index a shape: `range` says how `term` begins or ends, from `shape.edge`. */
const shapeHits = (shapes: Fragment, range: Fragment, { kinds, limit }: ShapeOptions): Fragment => sql`
  select hit.entry_id as "entryId", hit.tier, hit.kind, hit.term, false as "isInner"
  from ${shapes}
  cross join lateral (
    select entry_id, tier, kind, term
    from search_term
    where not is_inner and kind in ('name', 'alias', 'pinyin')
      and char_length(term) = shape.length and ${range}
      and term like shape.pattern and kind = any(${kinds})
    limit ${limit}
  ) as hit`;

function shapeRows(
  patterns: readonly MistakePattern[],
  edgeOf: (pattern: MistakePattern) => string,
): Fragment {
  return sql`
    unnest(
      ${patterns.map(({ pattern }) => pattern)}::text[], ${patterns.map(({ length }) => length)}::integer[],
      ${patterns.map(edgeOf)}::text[], ${patterns.map(({ head }) => [...head][0] ?? '')}::text[]
    ) as shape (pattern, length, edge, first)`;
}

/** Terms of some shapes; each shape is looked up by its head, its tail, or its first character and its tail. */
export function findShapes(
  transaction: Transaction,
  { patterns, ...options }: ShapeOptions & { patterns: readonly MistakePattern[] },
): Promise<TermHit[]> {
  const byHead = patterns.filter(({ tail, head, pattern }) => tail === '' || head === pattern);
  const byTail = patterns.filter(({ head }) => head === '');
  const byBoth = patterns.filter((pattern) => !byHead.includes(pattern) && !byTail.includes(pattern));
  const tailOf = ({ tail }: MistakePattern) => [...tail].toReversed().join('');
  const begins = sql`term >= shape.edge collate "C" and term < (shape.edge || ${afterEvery}) collate "C"`;
  const ends = sql`reverse(term) >= shape.edge collate "C"
    and reverse(term) < (shape.edge || ${afterEvery}) collate "C"`;
  const both = sql`left(term, 1) = shape.first collate "C" and ${ends}`;
  const headRows = shapeRows(byHead, ({ head }) => head);
  return transaction.all<TermHit>(sql`
    ${shapeHits(headRows, begins, options)}
    union all
    ${shapeHits(shapeRows(byTail, tailOf), ends, options)}
    union all
    ${shapeHits(shapeRows(byBoth, tailOf), both, options)}`);
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
    from search_entry
    where id = any(${ids}::integer[])`);
}
