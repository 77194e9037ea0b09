import { placeKeyOf, type AssignmentValue } from './assignmentValue.ts';
import { neighboursAt, type Neighbours } from './neighbours.ts';
import { RankedSet } from './rankedSet.ts';

/** 未分类, 违反规则, 孤立, 与上版不同, 有意见的. */
export const finderKinds = ['unassigned', 'violating', 'isolated', 'changed', 'commented'] as const;
export type FinderKind = (typeof finderKinds)[number];

/** What the lists go by; read anew on every update, so the sets and values behind may change. */
export interface FinderInput {
  /** The value shown; null = outside the list, undefined = not shown to this person, who never finds it. */
  readonly valueOf: (villageId: number) => AssignmentValue | undefined;
  /** What the version before said; null where there is no version before. */
  readonly previousValueOf: ((villageId: number) => AssignmentValue | undefined) | null;
  readonly neighbours: Neighbours;
  readonly violatingIds: ReadonlySet<number>;
  readonly commentedIds: ReadonlySet<number>;
}

/**
 * Assigned, and no neighbour has its category. A village without known neighbours is not found: nothing is known
 * of its surroundings. 未分类 and 暂不分类 are no categories, so they are never isolated and keep nobody company.
 */
function isIsolated(villageId: number, { valueOf, neighbours }: FinderInput): boolean {
  const value = valueOf(villageId);
  const around = neighboursAt(neighbours, villageId);
  if (!value || value.categoryKey === null || around.length === 0) return false;
  return !around.some((neighbour) => valueOf(neighbour)?.categoryKey === value.categoryKey);
}

/** By category or state, as the comparison of versions counts; taken out of the list or into it is a difference. */
function isChanged(villageId: number, { valueOf, previousValueOf }: FinderInput): boolean {
  const value = valueOf(villageId);
  if (previousValueOf === null || value === undefined) return false;
  return placeKeyOf(value) !== placeKeyOf(previousValueOf(villageId) ?? null);
}

const isFound: Record<FinderKind, (villageId: number, input: FinderInput) => boolean> = {
  unassigned: (villageId, { valueOf }) => valueOf(villageId)?.status === 'unassigned',
  violating: (villageId, { valueOf, violatingIds }) =>
    violatingIds.has(villageId) && Boolean(valueOf(villageId)),
  isolated: isIsolated,
  changed: isChanged,
  commented: (villageId, { valueOf, commentedIds }) =>
    commentedIds.has(villageId) && valueOf(villageId) !== undefined,
};

export interface FinderVillage {
  readonly id: number;
  readonly countyCode: string;
  readonly townshipCode: string;
}

const compareText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

/** Villages in the order of the lists: by county, township, id. */
export class VillageOrder {
  readonly ids: readonly number[];
  readonly #ranks: ReadonlyMap<number, number>;

  constructor(villages: readonly FinderVillage[]) {
    this.ids = villages
      .toSorted(
        (one, other) =>
          compareText(one.countyCode, other.countyCode) ||
          compareText(one.townshipCode, other.townshipCode) ||
          one.id - other.id,
      )
      .map(({ id }) => id);
    this.#ranks = new Map(this.ids.map((id, rank) => [id, rank]));
  }

  rankOf(villageId: number): number | null {
    return this.#ranks.get(villageId) ?? null;
  }
}

/** One list, kept up to date village by village. Questions about a village that has left it go by its old place. */
export class FinderList {
  readonly #order: VillageOrder;
  readonly #members: RankedSet;

  constructor(order: VillageOrder) {
    this.#order = order;
    this.#members = new RankedSet(order.ids.length);
  }

  /** m of 「n of m」. */
  get size(): number {
    return this.#members.size;
  }

  has(villageId: number): boolean {
    const rank = this.#order.rankOf(villageId);
    return rank !== null && this.#members.has(rank);
  }

  /** Villages that are not in the order are passed over. */
  set(villageId: number, isMember: boolean): void {
    const rank = this.#order.rankOf(villageId);
    if (rank !== null) this.#members.set(rank, isMember);
  }

  /** n of 「n of m」, from 1; null for a village that is not in the list. */
  positionOf(villageId: number): number | null {
    const rank = this.#order.rankOf(villageId);
    return rank !== null && this.#members.has(rank) ? this.#members.countBefore(rank) + 1 : null;
  }

  /**
   * The village after this one, whether or not it is still in the list; the first after the last, and without a
   * village to go from. Null when the list is empty.
   */
  next(villageId: number | null): number | null {
    const rank = villageId === null ? null : this.#order.rankOf(villageId);
    const position = rank === null ? 0 : this.#members.countBefore(rank) + (this.#members.has(rank) ? 1 : 0);
    return this.#at(position) ?? this.#at(0);
  }

  /** The village before this one; the last before the first, and without a village to go from. */
  previous(villageId: number | null): number | null {
    const rank = villageId === null ? null : this.#order.rankOf(villageId);
    const position = rank === null ? -1 : this.#members.countBefore(rank) - 1;
    return this.#at(position) ?? this.#at(this.size - 1);
  }

  /** Villages by position, `start` from 0, `end` excluded. */
  slice(start = 0, end = this.size): number[] {
    const ids: number[] = [];
    for (let position = start; position < end; position += 1) {
      const id = this.#at(position);
      if (id === null) break;
      ids.push(id);
    }
    return ids;
  }

  #at(position: number): number | null {
    const rank = this.#members.at(position);
    return rank === null ? null : this.#order.ids[rank]!;
  }
}

/** The five lists over one set of villages. */
export class Finder {
  readonly lists: Readonly<Record<FinderKind, FinderList>>;
  readonly #input: FinderInput;

  constructor(villages: readonly FinderVillage[], input: FinderInput) {
    const order = new VillageOrder(villages);
    this.#input = input;
    this.lists = {
      unassigned: new FinderList(order),
      violating: new FinderList(order),
      isolated: new FinderList(order),
      changed: new FinderList(order),
      commented: new FinderList(order),
    };
    for (const id of order.ids) this.#test(id);
  }

  /** Looks again at villages of which anything changed, and at their neighbours: the others stay as they were. */
  update(villageIds: Iterable<number>): void {
    const besides = new Set<number>();
    for (const villageId of villageIds) {
      this.#test(villageId);
      for (const neighbour of neighboursAt(this.#input.neighbours, villageId)) besides.add(neighbour);
    }
    for (const neighbour of besides) this.lists.isolated.set(neighbour, isIsolated(neighbour, this.#input));
  }

  #test(villageId: number): void {
    for (const kind of finderKinds) this.lists[kind].set(villageId, isFound[kind](villageId, this.#input));
  }
}
