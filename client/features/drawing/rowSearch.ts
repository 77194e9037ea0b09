import type { DrawnRow } from './drawnRow.ts';

/** Rows whose name, place or key has every word of a text, in the order given. */
export function searchRows(rows: readonly DrawnRow[], text: string): readonly DrawnRow[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ name, place, key }) => {
    const all = `${name} ${place} ${key}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
