/** What a version says about one village of its list. */
export interface VersionEntry {
  villageId: number;
  status: 'assigned' | 'unassigned' | 'deferred';
  /** Set exactly where the status is `assigned`. */
  categoryKey: string | null;
  /** Population; null = unknown, which is not zero. */
  people: number | null;
}

/** One side of a comparison; a village without an entry is 不在名单. */
export interface DiffSide {
  entries: readonly VersionEntry[];
  /** Keys of the scheme's categories in its order. */
  categoryKeys: readonly string[];
}

/** Rows and columns after the categories: 未分类, 暂不分类, 不在名单. */
export const keysWithoutCategory = ['unassigned', 'deferred', 'outside'] as const;

/** Villages that went from one key to another (or stayed, where both are equal). */
export interface DiffCell {
  from: string;
  to: string;
  villages: number;
  /** Sum of the known populations; 0 also where none is known, so read it with `peopleUnknown`. */
  people: number;
  /** Villages without a population figure. */
  peopleUnknown: number;
}

export interface VillageChange {
  villageId: number;
  /** A category key or one of `keysWithoutCategory`. */
  from: string;
  to: string;
}

/** Every village of either list is in exactly one cell; changed + unchanged = all of them. */
export interface VersionDiff {
  /** Keys of the rows (old version) and of the columns (new version). */
  fromKeys: string[];
  toKeys: string[];
  /** Transition matrix: `matrix[row][column]` by `fromKeys` and `toKeys`. */
  matrix: DiffCell[][];
  /** Villages whose key differs, by id. */
  changes: VillageChange[];
  changed: number;
  /** From 未分类 or 不在名单 to a category. */
  newlyAssigned: number;
  /** In the old list and no longer in the new one. */
  removed: number;
  unchanged: number;
}

const isReserved = (key: string) => keysWithoutCategory.some((reserved) => reserved === key);

/** Position of each key of a side. */
function keyIndex(categoryKeys: readonly string[]): Map<string, number> {
  const keys = [...categoryKeys, ...keysWithoutCategory];
  const index = new Map(keys.map((key, position) => [key, position]));
  if (index.size !== keys.length) {
    throw new RangeError(`category keys repeat or use a reserved word: ${categoryKeys.join(', ')}`);
  }
  return index;
}

interface Place {
  key: string;
  people: number | null;
}

function placeOf(
  { villageId, status, categoryKey, people }: VersionEntry,
  index: Map<string, number>,
): Place {
  if ((status === 'assigned') !== (categoryKey !== null)) {
    throw new RangeError(`village ${villageId} is ${status} with category ${categoryKey ?? 'null'}`);
  }
  if (categoryKey !== null && (!index.has(categoryKey) || isReserved(categoryKey))) {
    throw new RangeError(`village ${villageId} has a category outside the scheme: ${categoryKey}`);
  }
  return { key: categoryKey ?? status, people };
}

function placesOf(entries: readonly VersionEntry[], index: Map<string, number>): Map<number, Place> {
  const places = new Map<number, Place>();
  for (const entry of entries) {
    if (places.has(entry.villageId)) throw new RangeError(`village ${entry.villageId} is listed twice`);
    places.set(entry.villageId, placeOf(entry, index));
  }
  return places;
}

/**
 * Compares two versions village by village. Keys are compared as text, so two versions of different schemes
 * give a matrix between the schemes, but `changes` then tells of renamings too.
 * A village whose population differs between the sides counts with the new figure, with the old one where
 * the new is unknown.
 * @returns the same for entries in any order
 * @throws RangeError when a village is listed twice, has a category its scheme does not know, or a status that
 * contradicts its category; when category keys repeat or use a reserved word
 */
export function diffVersions({ before, after }: { before: DiffSide; after: DiffSide }): VersionDiff {
  const fromIndex = keyIndex(before.categoryKeys);
  const toIndex = keyIndex(after.categoryKeys);
  const oldPlaces = placesOf(before.entries, fromIndex);
  const newPlaces = placesOf(after.entries, toIndex);
  const [fromKeys, toKeys] = [[...fromIndex.keys()], [...toIndex.keys()]];
  const matrix = fromKeys.map((from) =>
    toKeys.map((to): DiffCell => ({ from, to, villages: 0, people: 0, peopleUnknown: 0 })),
  );
  const changes: VillageChange[] = [];
  let [newlyAssigned, removed, unchanged] = [0, 0, 0];
  for (const villageId of new Set([...oldPlaces.keys(), ...newPlaces.keys()])) {
    const from = oldPlaces.get(villageId)?.key ?? 'outside';
    const to = newPlaces.get(villageId)?.key ?? 'outside';
    const people = newPlaces.get(villageId)?.people ?? oldPlaces.get(villageId)?.people ?? null;
    const cell = matrix[fromIndex.get(from)!]![toIndex.get(to)!]!;
    cell.villages += 1;
    if (people === null) cell.peopleUnknown += 1;
    else cell.people += people;
    if (from === to) unchanged += 1;
    else changes.push({ villageId, from, to });
    if (to === 'outside') removed += 1;
    if (!isReserved(to) && (from === 'unassigned' || from === 'outside')) newlyAssigned += 1;
  }
  changes.sort((one, other) => one.villageId - other.villageId);
  return { fromKeys, toKeys, matrix, changes, changed: changes.length, newlyAssigned, removed, unchanged };
}
