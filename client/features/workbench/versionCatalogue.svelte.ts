import { assignmentCodes } from '#domain/classification/assignmentCodes';
import type { VersionSummary } from '#contract/plans';
import type { Catalogue } from '../../state/catalogue.svelte.ts';
import type { MappedRow } from './assignmentEdits.ts';
import { OverlaidCatalogue } from './overlaidCatalogue.ts';

/**
 * The catalogue as a map needs it, with the list of another version in place of the current one's: names, regions
 * and colours are the same, bytes and counts are of the rows.
 */
export class VersionCatalogue extends OverlaidCatalogue {
  readonly #readRows: () => readonly MappedRow[];
  readonly #bytes = $derived.by(() => this.#encode());

  /** @param readRows reads the list; reactive when it reads a rune */
  constructor(base: Catalogue, readRows: () => readonly MappedRow[]) {
    super(base);
    this.#readRows = readRows;
  }

  override get assignments(): Uint8Array {
    return this.#bytes;
  }
  override get villageCount(): number {
    return this.base.villageCount;
  }
  /** Counts of the whole plan and of each county, from the rows; nothing is declared for a version under work. */
  override get summary(): VersionSummary | null {
    const base = this.base.summary;
    if (base === null) return null;
    const rows = this.#readRows();
    const counts = (of: readonly MappedRow[]) =>
      this.categories.map(({ key }) => ({
        categoryKey: key,
        listed: of.filter(({ categoryKey }) => categoryKey === key).length,
        declared: null,
      }));
    const inRegion = (code: string) =>
      rows.filter(({ countyCode, townshipCode }) => countyCode === code || townshipCode === code);
    return {
      ...base,
      rows: base.rows.map((row) => {
        const own = inRegion(row.regionCode);
        return { ...row, counts: counts(own), members: own.length };
      }),
      totals: counts(rows),
      members: rows.length,
    };
  }

  #encode(): Uint8Array {
    const bytes = new Uint8Array(this.base.villageCount);
    const orders = new Map(this.categories.map(({ key, order }) => [key, order]));
    for (const { villageId, status, categoryKey } of this.#readRows()) {
      if (villageId < 1 || villageId > bytes.length) continue;
      bytes[villageId - 1] =
        status === 'assigned'
          ? (orders.get(categoryKey ?? '') ?? assignmentCodes.outside)
          : assignmentCodes[status];
    }
    return bytes;
  }
}
