/** A place in the lattice of villages: columns go east, rows go south; odd rows lie half a column further east. */
export interface LatticePlace {
  column: number;
  row: number;
}

/** Villages of a township, 7 × 2, and of a county, 14 × 10: ten townships. */
const township = { columns: 7, rows: 2 };
const county = { columns: 14, rows: 10 };
const villagesATownship = township.columns * township.rows;
const villagesACounty = county.columns * county.rows;
const townshipsAcross = county.columns / township.columns;

/** Division codes have two digits for each; 90 is no province. */
const province = '90';
const mostPrefectures = 99;

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/**
 * Where a synthetic country has its villages and what they belong to. Ids are dense from 1 in the order of prefectures,
 * counties and townships, each a block of the lattice; the last of each may be half filled.
 */
export class ScaleLayout {
  readonly villages: number;
  readonly prefectures: number;
  readonly counties: number;
  /** Counties of a prefecture, across and down. */
  readonly #across: number;
  readonly #down: number;
  readonly #prefecturesAcross: number;

  /** @throws RangeError when there are more villages than codes for them */
  constructor(villages: number) {
    let [across, down] = [6, 6];
    const perPrefecture = () => across * down * villagesACounty;
    while (villages > mostPrefectures * perPrefecture()) {
      if (across > down) down += 1;
      else across += 1;
    }
    if (!Number.isInteger(villages) || villages < 1 || across * down > 99) {
      throw new RangeError(`${villages} villages: expected 1 to ${mostPrefectures * 90 * villagesACounty}`);
    }
    this.villages = villages;
    this.prefectures = Math.ceil(villages / perPrefecture());
    this.counties = Math.ceil(villages / villagesACounty);
    this.#across = across;
    this.#down = down;
    this.#prefecturesAcross = Math.ceil(Math.sqrt(this.prefectures));
  }

  /** The region that holds everything: the only prefecture, or the country around several. */
  get wholeCode(): string {
    return this.prefectures === 1 ? this.prefectureCode(0) : `${province}0000`;
  }

  /** The middle of the lattice. */
  get middle(): LatticePlace {
    const down = Math.ceil(this.prefectures / this.#prefecturesAcross);
    return {
      column: (this.#prefecturesAcross * this.#across * county.columns) / 2,
      row: (down * this.#down * county.rows) / 2,
    };
  }

  /** @param prefecture from 0, as everywhere here but in ids and codes */
  prefectureCode(prefecture: number): string {
    return `${province}${twoDigits(prefecture + 1)}00`;
  }

  countiesOf(prefecture: number): number[] {
    const size = this.#across * this.#down;
    const first = prefecture * size;
    return range(first, Math.min(first + size, this.counties));
  }

  countyCode(county_: number): string {
    const size = this.#across * this.#down;
    const prefecture = Math.floor(county_ / size);
    return `${province}${twoDigits(prefecture + 1)}${twoDigits((county_ % size) + 1)}`;
  }

  /** Ids of a county's villages. */
  villagesOf(county_: number): number[] {
    const first = county_ * villagesACounty + 1;
    return range(first, Math.min(first + villagesACounty, this.villages + 1));
  }

  countyOf(village: number): number {
    return Math.floor((village - 1) / villagesACounty);
  }

  prefectureOf(village: number): number {
    return Math.floor(this.countyOf(village) / (this.#across * this.#down));
  }

  townshipCode(village: number): string {
    const place = (village - 1) % villagesACounty;
    return `${this.countyCode(this.countyOf(village))}${100 + Math.floor(place / villagesATownship)}`;
  }

  placeOf(village: number): LatticePlace {
    const size = this.#across * this.#down;
    const place = (village - 1) % villagesACounty;
    const [inCounty, inTownship] = [Math.floor(place / villagesATownship), place % villagesATownship];
    const [prefecture, inPrefecture] = [this.prefectureOf(village), this.countyOf(village) % size];
    const blockColumn = (prefecture % this.#prefecturesAcross) * this.#across + (inPrefecture % this.#across);
    const blockRow =
      Math.floor(prefecture / this.#prefecturesAcross) * this.#down + Math.floor(inPrefecture / this.#across);
    return {
      column:
        blockColumn * county.columns +
        (inCounty % townshipsAcross) * township.columns +
        (inTownship % township.columns),
      row:
        blockRow * county.rows +
        Math.floor(inCounty / townshipsAcross) * township.rows +
        Math.floor(inTownship / township.columns),
    };
  }

  /** The village at a place; 0 where there is none. */
  villageAt({ column, row }: LatticePlace): number {
    const blockColumn = Math.floor(column / county.columns);
    const blockRow = Math.floor(row / county.rows);
    const prefectureColumn = Math.floor(blockColumn / this.#across);
    if (column < 0 || row < 0 || prefectureColumn >= this.#prefecturesAcross) return 0;
    const prefecture = Math.floor(blockRow / this.#down) * this.#prefecturesAcross + prefectureColumn;
    const inPrefecture = (blockRow % this.#down) * this.#across + (blockColumn % this.#across);
    const [inColumn, inRow] = [column % county.columns, row % county.rows];
    const inCounty =
      Math.floor(inRow / township.rows) * townshipsAcross + Math.floor(inColumn / township.columns);
    const inTownship = (inRow % township.rows) * township.columns + (inColumn % township.columns);
    const county_ = prefecture * this.#across * this.#down + inPrefecture;
    const village = county_ * villagesACounty + inCounty * villagesATownship + inTownship + 1;
    return village <= this.villages ? village : 0;
  }
}

const range = (from: number, before: number): number[] =>
  Array.from({ length: Math.max(0, before - from) }, (_, index) => from + index);
