import type { VersionSummary } from '#contract/plans';
import { assignmentCodes } from '#domain/classification/assignmentCodes';
import type { Catalogue } from '../../state/catalogue.svelte.ts';
import { OverlaidCatalogue } from './overlaidCatalogue.ts';

/** The catalogue as one of two compared maps needs it, with a whole version as one byte a village. */
export class ComparedCatalogue extends OverlaidCatalogue {
  readonly #readBytes: () => Uint8Array;

  /** @param readBytes index = id − 1; reactive when it reads a rune */
  constructor(base: Catalogue, readBytes: () => Uint8Array) {
    super(base);
    this.#readBytes = readBytes;
  }

  override get assignments(): Uint8Array {
    return this.#readBytes();
  }

  /** Counts of the whole plan; regions have none of their own here. */
  override get summary(): VersionSummary | null {
    const base = this.base.summary;
    if (base === null) return null;
    const counts = new Map<number, number>();
    for (const code of this.assignments) counts.set(code, (counts.get(code) ?? 0) + 1);
    const totals = this.categories.map(({ key, order }) => ({
      categoryKey: key,
      listed: counts.get(order) ?? 0,
      declared: null,
    }));
    const { outside, withheld } = assignmentCodes;
    const members = this.assignments.length - (counts.get(outside) ?? 0) - (counts.get(withheld) ?? 0);
    return { ...base, rows: [], totals, members };
  }
}
