import { assignmentCodes } from '#domain/classification/assignmentCodes';
import type { Catalogue } from '../../state/catalogue.svelte.ts';
import type { MappedRow } from '../workbench/assignmentEdits.ts';
import { VersionCatalogue } from '../workbench/versionCatalogue.svelte.ts';

/**
 * The catalogue of a map that is painted on: its bytes are replaced when the list is loaded, and in between
 * are changed in place, which only the painter is told. Patterns are made for every code that painting may bring.
 */
export class PaintingCatalogue extends VersionCatalogue {
  readonly #readCodes: () => Uint8Array;
  readonly #everyCode = $derived<ReadonlySet<number>>(
    new Set([...this.categories.map(({ order }) => order), ...Object.values(assignmentCodes)]),
  );

  /** @param read reads the list as it was loaded and the codes; reactive to both being replaced */
  constructor(base: Catalogue, read: { rows: () => readonly MappedRow[]; codes: () => Uint8Array }) {
    super(base, read.rows);
    this.#readCodes = read.codes;
  }

  override get assignments(): Uint8Array {
    return this.#readCodes();
  }
  override get codesInUse(): ReadonlySet<number> {
    return this.#everyCode;
  }
}
