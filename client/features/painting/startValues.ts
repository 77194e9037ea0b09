import type { Category } from '#contract/plans';
import type { AssignmentValue } from '#domain/painting/assignmentValue';
import type { SavedValue } from '#domain/painting/localValues';
import type { TerritoryArc } from '#domain/territories/territoryArc';
import { neighboursOf } from '#domain/painting/neighbours';
import { placeOfKey } from '../workbench/assignmentEdits.ts';
import type { DraftGround, DraftList } from './draftData.ts';
import type { DraftStart } from './draftSync.svelte.ts';
import { PaintingValues, savedValues } from './paintingValues.ts';

const placeAt = (key: string): AssignmentValue =>
  key === 'outside' ? null : { ...placeOfKey(key), reviewDate: null, reason: null };

/**
 * What the version before said of each village: that of the difference, and where there is none the same as when the draft
 * was loaded. Only the place is known, not what explained it.
 */
function formerValues(
  saved: readonly (readonly [number, SavedValue])[],
  formerKeys: ReadonlyMap<number, string>,
): (villageId: number) => AssignmentValue | undefined {
  const values = new Map<number, AssignmentValue>(saved.map(([id, { value }]) => [id, value]));
  for (const [id, key] of formerKeys) values.set(id, placeAt(key));
  return (villageId) => values.get(villageId);
}

/** Villages with a comment that is not dealt with. */
export const commentedIn = (comments: DraftList['comments']): ReadonlySet<number> =>
  new Set(
    comments.flatMap(({ villageId, resolvedAt }) =>
      villageId !== null && resolvedAt === null ? [villageId] : [],
    ),
  );

/** Borders whose villages the codes know: a border may touch a village that was added since. */
const withinVillages = ({ arcs }: DraftGround, villageCount: number) =>
  arcs.filter(({ left, right }) => left <= villageCount && right <= villageCount);

/** The borders with villages of the person alone: of those beyond, only a part of the border is here. */
export const ownBorders = ({ arcs, villages }: DraftGround): TerritoryArc[] =>
  arcs.map((arc) => ({
    ...arc,
    left: villages.has(arc.left) ? arc.left : 0,
    right: villages.has(arc.right) ? arc.right : 0,
  }));

/** The values of a draft that was just loaded. @param onchange codes of these villages changed */
export function startValues(
  {
    list,
    ground,
    formerKeys,
    categories,
    revision,
  }: Pick<DraftStart, 'list' | 'ground' | 'formerKeys'> & {
    categories: readonly Category[];
    revision: number;
  },
  onchange: (villageIds: readonly number[]) => void,
): PaintingValues {
  const { rows, codes, comments } = list;
  const saved = savedValues(ground, { rows, codes, revision });
  const values = new PaintingValues(
    {
      villages: ground.villages,
      neighbours: neighboursOf(withinVillages(ground, codes.length), codes.length),
      orders: new Map(categories.map(({ key, order }) => [key, order])),
    },
    { saved, codes, formerValueOf: formerKeys && formerValues(saved, formerKeys) },
    onchange,
  );
  values.commentedIds = commentedIn(comments);
  values.refindAll();
  return values;
}
