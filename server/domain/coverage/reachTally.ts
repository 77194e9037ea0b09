import { reachStatusNames, type Reach } from './reach.ts';

/** People are null where no village of the group has a known population. */
export interface Tally {
  villages: number;
  people: number | null;
}

/** served + unserved + unknown = total, for villages and for people. */
export interface ReachTallies {
  served: Tally;
  unserved: Tally;
  unknown: Tally;
  total: Tally;
}

export const emptyTallies = (): ReachTallies => ({
  served: { villages: 0, people: null },
  unserved: { villages: 0, people: null },
  unknown: { villages: 0, people: null },
  total: { villages: 0, people: null },
});

/** Counts one demand point; an unknown population (null) leaves the people as they are. */
function add(tally: Tally, people: number | null) {
  tally.villages += 1;
  if (people !== null) tally.people = (tally.people ?? 0) + people;
}

/**
 * Counts demand points and their people by status within each group.
 * @param people population of each demand point, null = unknown
 * @param groupOf group of a demand point by its row
 * @returns groups in the order in which they first occur
 */
export function tallyReach<Group>(
  result: Reach,
  people: ArrayLike<number | null>,
  groupOf: (row: number) => Group,
): Map<Group, ReachTallies> {
  const groups = new Map<Group, ReachTallies>();
  result.status.forEach((status, row) => {
    const group = groupOf(row);
    let tallies = groups.get(group);
    if (!tallies) groups.set(group, (tallies = emptyTallies()));
    add(tallies[reachStatusNames[status]!], people[row] ?? null);
    add(tallies.total, people[row] ?? null);
  });
  return groups;
}
