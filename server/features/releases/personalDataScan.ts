import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Disclosure, ReleasePreview } from '#contract/releases';
import { findPersonalDataIn } from '#domain/personalData/findPersonalDataIn';

type Finding = ReleasePreview['findings'][number];

/** Rows looked through before other requests get their turn. */
const batchRows = 200;

/** Counts and amounts are no personal numbers; codes and telephone numbers are texts. */
const textsOf = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([, value]) => typeof value === 'string' || (typeof value === 'object' && value !== null),
    ),
  );

/** What names a row to a person: its key columns. */
function placeOf(table: string, row: Record<string, unknown>, index: number): string {
  const key = row['id'] ?? row['village_id'] ?? row['number'] ?? row['code'] ?? row['key'] ?? index;
  return `${table}[${String(key)}]`;
}

/**
 * Each text by itself, then all of them together: what follows in the next column must not make a number look like
 * an amount, and a name in one column and an address in the next are found only together.
 */
function findAll(row: Record<string, unknown>, path: string, exempt: readonly string[] = []): Finding[] {
  const single = Object.entries(row).flatMap(([column, value]) =>
    findPersonalDataIn(value, `${path}.${column}`, exempt),
  );
  const known = new Map<string, Finding>();
  for (const { kind, path: place, excerpt } of [...single, ...findPersonalDataIn(row, path, exempt)]) {
    known.set(`${kind} ${place} ${excerpt}`, { kind, path: place, excerpt });
  }
  return [...known.values()];
}

/** Personal data in the rows of a table, with table, row and column. */
export async function scanRows(table: string, rows: readonly Record<string, unknown>[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % batchRows === batchRows - 1) await yieldToOthers();
    findings.push(...findAll(textsOf(row), placeOf(table, row, index)));
  }
  return findings;
}

/** Personal data in what the disclosure says; whom to ask may be named. */
export const scanDisclosure = ({ objection, mapApprovalNumber, contact }: Disclosure): Finding[] =>
  findAll({ objection, mapApprovalNumber }, 'disclosure', [contact]);
