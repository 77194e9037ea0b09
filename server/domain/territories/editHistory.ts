/** An edit that was carried out, by when it came: ids ascend. */
export interface PastEdit {
  id: number;
  /** The edit this one took back; null: it is none's undoing. */
  undoes: number | null;
  /** Every village beside an arc it touched. */
  villages: readonly number[];
}

/** Whether an edit can be taken back: what it did still holds, and nothing that holds was built on it. */
export type TakingBack<Edit> =
  { state: 'free' } | { state: 'done' } | { state: 'covered'; by: readonly Edit[] };

/** An edit, the one that took it back, and the one that took that back are about one deed, done or not. */
interface Deed<Edit> {
  isDone: boolean;
  /** The last of them. */
  last: Edit;
}

/**
 * Tells whether an edit can be taken back. Taking back an undoing does the deed again; either is only possible from
 * the state that the edit left.
 *
 * @param edits all that touched any of the villages of the edit, itself too
 */
export function takingBack<Edit extends PastEdit>(edits: readonly Edit[], edit: PastEdit): TakingBack<Edit> {
  const own = new Set(edit.villages);
  const ordered = edits
    .filter(({ villages }) => villages.some((village) => own.has(village)))
    .toSorted((one, other) => one.id - other.id);
  const deedOf = deedIds(ordered);
  const then = deedsAfter(
    ordered.filter(({ id }) => id <= edit.id),
    deedOf,
  );
  const now = deedsAfter(ordered, deedOf);
  const deed = deedOf.get(edit.id)!;
  if (now.get(deed)!.isDone !== then.get(deed)!.isDone) return { state: 'done' };
  const by = [...now].flatMap(([id, { isDone, last }]) =>
    id !== deed && isDone !== (then.get(id)?.isDone ?? false) ? [last] : [],
  );
  return by.length === 0 ? { state: 'free' } : { state: 'covered', by };
}

/** The first edit of each edit's deed. */
function deedIds(ordered: readonly PastEdit[]): ReadonlyMap<number, number> {
  const ids = new Map<number, number>();
  for (const { id, undoes } of ordered) ids.set(id, undoes === null ? id : (ids.get(undoes) ?? undoes));
  return ids;
}

function deedsAfter<Edit extends PastEdit>(
  ordered: readonly Edit[],
  deedOf: ReadonlyMap<number, number>,
): Map<number, Deed<Edit>> {
  const deeds = new Map<number, Deed<Edit>>();
  for (const edit of ordered) {
    const id = deedOf.get(edit.id)!;
    deeds.set(id, { isDone: !deeds.get(id)?.isDone, last: edit });
  }
  return deeds;
}
