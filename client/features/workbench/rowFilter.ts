import { placeKeyOf } from '#domain/painting/assignmentValue';
import type { ShownRow } from './assignmentEdits.ts';

export interface RowFilter {
  /** A category key, unassigned or deferred; null = all. */
  placeKey: string | null;
  countyCode: string | null;
  /** Only villages that differ from the version this one was made from, or are not saved yet. */
  isChangedOnly: boolean;
  /** Part of a village's name. */
  text: string;
}

export const noFilter: RowFilter = { placeKey: null, countyCode: null, isChangedOnly: false, text: '' };

/** @param changedIds villages that differ from the version this one is based on */
export function filterRows(
  rows: readonly ShownRow[],
  filter: RowFilter,
  changedIds: ReadonlySet<number>,
): ShownRow[] {
  const text = filter.text.trim().toLowerCase();
  return rows.filter(
    (row) =>
      (filter.placeKey === null || placeKeyOf(row) === filter.placeKey) &&
      (filter.countyCode === null || row.countyCode === filter.countyCode) &&
      (!filter.isChangedOnly || row.isPending || changedIds.has(row.villageId)) &&
      (text === '' || row.name.includes(text) || row.nameEn.toLowerCase().includes(text)),
  );
}

/** Villages by county and place: the table over the list. */
export function countByCounty(rows: readonly ShownRow[]): Map<string, Map<string, number>> {
  const counts = new Map<string, Map<string, number>>();
  for (const row of rows) {
    const county = counts.get(row.countyCode) ?? new Map<string, number>();
    counts.set(row.countyCode, county);
    const key = placeKeyOf(row);
    county.set(key, (county.get(key) ?? 0) + 1);
  }
  return counts;
}
