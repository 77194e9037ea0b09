import { readCsvFile } from './csvFile.ts';
import type { OfficialDivision } from './officialDivision.ts';

/** A person's decision that a printed name means an official place; a row of aliases.csv. */
export interface Alias {
  readonly level: 'township' | 'village';
  readonly county: string;
  /** Township as printed; empty for a township alias. */
  readonly township: string;
  readonly printed: string;
  /** Official code, 9 digits for a township, 12 for a village. */
  readonly code: string;
  readonly reason: string;
}

/**
 * Reads the hand-kept decisions.
 *
 * @throws Error when a row names a code that the official list does not have under that name
 */
export function readAliases(path: string | URL, division: OfficialDivision): Alias[] {
  const officialNames = new Map<string, string>();
  for (const { code, name } of [...division.regions, ...division.villages]) officialNames.set(code, name);
  return readCsvFile(path).map((row) => {
    const { level, county, township, printed, official, code, decided_by: decidedBy, reason } = row;
    if (level !== 'township' && level !== 'village')
      throw new Error(`aliases: ${printed}: unknown level ${level}`);
    if (officialNames.get(code!) !== official) {
      throw new Error(`aliases: ${printed}: the official list has no ${official} with code ${code}`);
    }
    if (!decidedBy || !reason) throw new Error(`aliases: ${printed}: no person or no reason`);
    return { level, county: county!, township: township!, printed: printed!, code: code!, reason };
  });
}
