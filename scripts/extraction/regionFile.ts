import { writeCsvFile } from './csvFile.ts';
import type { OfficialRegion } from './officialDivision.ts';
import { romanize } from './romanization.ts';

const columns = ['code', 'level', 'name', 'parent_code', 'pinyin', 'aliases'];

/**
 * Writes regions.csv: the official regions, parents before their parts.
 *
 * @param aliasesByCode other names in use for a region, such as a plan's spelling
 */
export function writeRegions(
  path: string | URL,
  regions: readonly OfficialRegion[],
  aliasesByCode: ReadonlyMap<string, readonly string[]>,
): void {
  const rows = regions.map((region) => ({
    code: region.code,
    level: region.level,
    name: region.name,
    parent_code: region.parentCode,
    pinyin: romanize(region.name).pinyin,
    aliases: (aliasesByCode.get(region.code) ?? []).join('|'),
  }));
  writeCsvFile(path, columns, rows);
}
