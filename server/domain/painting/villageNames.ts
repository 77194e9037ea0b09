import { regionCovers } from '../regions/regionCodes.ts';
import { normalize } from '../search/normalize.ts';

export interface NamedVillage {
  id: number;
  /** 12 digits as text; null where the village has no official code. */
  code: string | null;
  name: string;
  townshipCode: string;
}

/** What a name may end with or lack: 石栏, 石栏村 and 石栏村委会 are said of the same village. */
const offices = /(村民委员会|居民委员会|村委会|居委会)$/;
const endings = ['村', '社区'];

/** The forms under which a name is looked up, the most exact first. */
function formsOf(text: string): readonly string[] {
  const stem = text.replace(offices, '');
  const forms = [text];
  if (stem !== text) forms.push(stem.endsWith('村') ? stem : `${stem}村`, `${stem}社区`, stem);
  else if (!endings.some((ending) => text.endsWith(ending))) forms.push(...endings.map((end) => text + end));
  return forms;
}

/** Villages by name, narrowed by the regions that stand before the name or beside it. */
export class VillageNames {
  readonly #byName = new Map<string, NamedVillage[]>();
  readonly #regions = new Map<string, string[]>();
  /** Lengths of region names, longest first: 「石栏镇」 is tried before 「石栏」. */
  readonly #lengths: readonly number[];

  constructor(
    villages: Iterable<NamedVillage>,
    regions: readonly { code: string; names: readonly string[] }[],
  ) {
    for (const village of villages) {
      const name = normalize(village.name);
      const same = this.#byName.get(name);
      if (same) same.push(village);
      else this.#byName.set(name, [village]);
    }
    for (const { code, names } of regions) {
      for (const name of names) {
        const text = normalize(name);
        if (text !== '') this.#regions.set(text, [...(this.#regions.get(text) ?? []), code]);
      }
    }
    const lengths = [...this.#regions.keys()].map((name) => name.length);
    this.#lengths = [...new Set(lengths)].sort((one, other) => other - one);
  }

  /** Whether a cell names a county or township and no village. */
  isRegion(cell: string): boolean {
    const text = normalize(cell);
    return this.#regions.has(text) && !this.#byName.has(text);
  }

  /**
   * Villages a text names, ascending. What is said of the region must be true: none is found where the name is known in
   * another township only.
   * @param context cells beside it; those that name a region narrow the search, others are passed over
   */
  find(text: string, context: readonly string[]): number[] {
    const beside = context
      .map((cell) => this.#regions.get(normalize(cell)))
      .filter((codes) => codes !== undefined);
    const found = this.#search(normalize(text), beside);
    return found.map(({ id }) => id).sort((one, other) => one - other);
  }

  /** A name as it stands, else the name behind the region it begins with. */
  #search(text: string, regions: readonly (readonly string[])[]): NamedVillage[] {
    for (const form of formsOf(text)) {
      const villages = (this.#byName.get(form) ?? []).filter(({ townshipCode }) =>
        regions.every((codes) => codes.some((code) => regionCovers(code, townshipCode))),
      );
      if (villages.length > 0) return villages;
    }
    for (const length of this.#lengths) {
      if (length >= text.length) continue;
      const codes = this.#regions.get(text.slice(0, length));
      const villages = codes ? this.#search(text.slice(length), [...regions, codes]) : [];
      if (villages.length > 0) return villages;
    }
    return [];
  }
}
