import type { IrregularityLog, Place } from './irregularityLog.ts';
import type { SeparatorPlace } from './planText.ts';

/** What stands between two things of a list. */
export interface Junction extends Place {
  readonly place: SeparatorPlace;
  /** The separating character, a line feed or a space when only that separates, or nothing. */
  readonly found: string;
}

/**
 * What may be the usual separator at each place; the first is taken where the list does not show a preference.
 * A character outside these is irregular however often it occurs: a list with 、 everywhere does not tell
 * where a township ends.
 */
const acceptable: Readonly<Record<SeparatorPlace, readonly string[]>> = {
  betweenVillages: ['、', '，', ',', '､', ' ', '\n', '|', '｜', '/', '／'],
  beforeTownship: ['；', ';', '。', '.', '．', '\n', '|', '｜'],
  afterTownship: ['', '：', ':'],
  blockEnd: ['。', '', '.', '．', '｡'],
};

/** Reports every separator that is not the one this text mostly uses at such a place. */
export function reportUnusualSeparators(junctions: readonly Junction[], log: IrregularityLog): void {
  const usual = {
    betweenVillages: usualAt('betweenVillages', junctions),
    beforeTownship: usualAt('beforeTownship', junctions),
    afterTownship: usualAt('afterTownship', junctions),
    blockEnd: usualAt('blockEnd', junctions),
  };
  for (const { place, found, line, column } of junctions) {
    if (found === usual[place]) continue;
    // A line end after a heading is layout.
    if (place === 'afterTownship' && /^\s$/u.test(found)) continue;
    // A space does not tell where a township ends.
    if (found === '' || (found === ' ' && place === 'beforeTownship')) {
      log.add('missingSeparator', { line, column }, { usual: usual[place], place });
    } else log.add('unusualSeparator', { line, column }, { found, usual: usual[place], place });
  }
}

function usualAt(place: SeparatorPlace, junctions: readonly Junction[]): string {
  const counts = new Map(acceptable[place].map((separator) => [separator, 0]));
  for (const junction of junctions) {
    const count = junction.place === place ? counts.get(junction.found) : undefined;
    if (count !== undefined) counts.set(junction.found, count + 1);
  }
  let usual = acceptable[place][0]!;
  for (const [separator, count] of counts) {
    if (count > counts.get(usual)!) usual = separator;
  }
  return usual;
}
