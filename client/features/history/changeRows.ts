/** One part of a thing that was changed; null: it was not there. */
export interface ChangeRow {
  name: string;
  before: string | null;
  after: string | null;
}

const longestText = 400;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as one line; long lists are cut, the log keeps them whole. */
function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

/** What differs between the two states of a thing that an audit event holds, part by part in their order. */
export function changeRows(before: unknown, after: unknown): ChangeRow[] {
  if (!isRecord(before) && !isRecord(after)) {
    const row = { name: '', before: textOf(before), after: textOf(after) };
    return row.before === row.after ? [] : [row];
  }
  const [old, next] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
  return [...new Set([...Object.keys(old), ...Object.keys(next)])]
    .filter((name) => JSON.stringify(old[name] ?? null) !== JSON.stringify(next[name] ?? null))
    .map((name) => ({ name, before: textOf(old[name]), after: textOf(next[name]) }));
}
