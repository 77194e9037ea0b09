import { readCsvFile, writeCsvFile } from './csvFile.ts';
import type { OfficialVillage } from './officialDivision.ts';
import { romanize } from './romanization.ts';

/** A village of the working area, official or only named by a plan; a row of base-villages.csv. */
export interface BaseVillage {
  /** Dense from 1, never given to another village once written. */
  readonly id: number;
  /** 12 official digits, or null for a village that only the plan names. */
  readonly code: string | null;
  readonly name: string;
  readonly kind: 'village' | 'community';
  readonly townshipCode: string;
  readonly countyCode: string;
  /** Id of the official village that this one may be under another name. */
  readonly possibleDuplicateOf: number | null;
  /** Other names in use: the official list's long form, the plan's spelling. */
  readonly aliases: readonly string[];
}

const columns = [
  'id',
  'code',
  'name',
  'kind',
  'township_code',
  'county_code',
  'possible_duplicate_of',
  'pinyin',
  'initials',
  'aliases',
];

/**
 * Hands out village ids: a village already in the file keeps its id, a new one gets the next after the highest.
 * A village without a code is known by its township and name.
 */
export class VillageIds {
  readonly #idByKey = new Map<string, number>();
  #highest = 0;

  constructor(path: string | URL) {
    for (const row of readCsvFile(path)) {
      const id = Number(row.id);
      this.#idByKey.set(row.code || `${row.township_code} ${row.name}`, id);
      this.#highest = Math.max(this.#highest, id);
    }
  }

  of(village: { code: string | null; townshipCode: string; name: string }): number {
    const key = village.code ?? `${village.townshipCode} ${village.name}`;
    const known = this.#idByKey.get(key);
    if (known !== undefined) return known;
    this.#highest += 1;
    this.#idByKey.set(key, this.#highest);
    return this.#highest;
  }
}

/** Makes base villages of the official list, in its order. */
export function fromOfficialVillages(villages: readonly OfficialVillage[], ids: VillageIds): BaseVillage[] {
  return villages.map((village) => ({
    id: ids.of(village),
    code: village.code,
    name: village.name,
    kind: kindOf(village.name),
    townshipCode: village.townshipCode,
    countyCode: village.countyCode,
    possibleDuplicateOf: null,
    aliases: village.listedName === null ? [] : [village.listedName],
  }));
}

/** A place named 社区 or 居委会 is a community; every other one is a village. */
export function kindOf(name: string): BaseVillage['kind'] {
  return /(?:社区|居委会)$/u.test(name) ? 'community' : 'village';
}

/** Writes base-villages.csv in id order. */
export function writeBaseVillages(path: string | URL, villages: readonly BaseVillage[]): void {
  const rows = villages
    .toSorted((one, other) => one.id - other.id)
    .map((village) => ({
      ...village,
      code: village.code ?? '',
      township_code: village.townshipCode,
      county_code: village.countyCode,
      possible_duplicate_of: village.possibleDuplicateOf ?? '',
      ...romanize(village.name),
      aliases: village.aliases.join('|'),
    }));
  writeCsvFile(path, columns, rows);
}
