import { findCountMismatches, findSameNames, flagSameNames, listSuspiciousNames } from './comparison.ts';
import { IrregularityLog } from './irregularityLog.ts';
import { type CountyOutline, type Outline, readOutline, type ZoneOutline } from './outline.ts';
import type { PlanCounty, PlanText, PlanTownship, PlanZone, PlanZoneGroup } from './planText.ts';
import { readSections } from './section.ts';
import { splitLines } from './segment.ts';
import { reportUnusualSeparators } from './separatorStyle.ts';
import { tokenize } from './token.ts';
import { type ListFindings, type TownshipDraft, TownshipListReader } from './townshipList.ts';
import { findNameSuspicions } from './villageName.ts';

/**
 * Reads the village lists of a plan document: zone → county → （township）villages.
 *
 * Never throws and never changes a name. Where the list is dirty it takes the likely reading and reports the place;
 * counts are compared, not corrected. The time it takes grows linearly with the text.
 *
 * @param text the whole document; a byte-order mark and any line ends are accepted
 * @returns no zones when the text holds no village list
 */
export function parsePlanText(text: string): PlanText {
  const lines = splitLines(text);
  const findings: ListFindings = { log: new IrregularityLog(), junctions: [], brackets: [] };
  const { log } = findings;
  const outline = readOutline(readSections(lines), log);
  const unflagged = outline.zones.map((zone) => readZone(zone, findings));
  const sameNames = findSameNames(unflagged);
  const zones = flagSameNames(unflagged, sameNames);
  const groups = readGroups(outline.groups, zones);

  reportUnusualSeparators(findings.junctions, log);
  reportUnusualBrackets(findings);
  reportSums(zones, log);
  if (zones.length > 0) reportHeadingsWithoutList(outline, log);

  const counted = zones.flatMap(({ counties }) => counties).filter(({ declared }) => declared !== null);
  return {
    zones,
    groups,
    villageCount: sumOf(zones, ({ listed }) => listed),
    irregularities: log.finish(lines),
    sameNames,
    suspiciousNames: listSuspiciousNames(zones),
    countMismatches: findCountMismatches(zones, groups),
    countyCounts: {
      compared: counted.length,
      agreeing: counted.filter(({ declared, listed }) => declared === listed).length,
    },
  };
}

function readZone({ name, declared, group, place, counties }: ZoneOutline, findings: ListFindings): PlanZone {
  const read = counties.map((county) => readCounty(county, findings));
  const listed = sumOf(read, (county) => county.listed);
  return { name, declared, listed, group, line: place.line, counties: read };
}

function readCounty(
  { name, declaredCounts, place, blocks }: CountyOutline,
  findings: ListFindings,
): PlanCounty {
  const drafts = blocks.flatMap((segments) => new TownshipListReader(tokenize(segments), findings).read());
  const townships = mergeRepeated(drafts, findings.log);
  const listed = sumOf(townships, (township) => township.listed);
  return { name, declared: combineCounts(declaredCounts, listed), listed, line: place.line, townships };
}

/** A repeated heading either counts the villages below it alone, or says the same number again. */
function combineCounts(counts: readonly number[], listed: number): number | null {
  const [first] = counts;
  if (first === undefined) return null;
  const sum = sumOf(counts, (count) => count);
  return sum !== listed && counts.every((count) => count === first) ? first : sum;
}

/** Puts the villages of a repeated township heading under its first occurrence. */
function mergeRepeated(drafts: readonly TownshipDraft[], log: IrregularityLog): PlanTownship[] {
  const merged = new Map<string, TownshipDraft>();
  for (const draft of drafts) {
    const first = merged.get(draft.name);
    if (!first) {
      merged.set(draft.name, { ...draft, villages: [...draft.villages] });
      continue;
    }
    log.add('repeatedTownship', draft, {
      township: draft.name,
      firstLine: first.line,
      firstColumn: first.column,
    });
    for (const village of draft.villages) first.villages.push(village);
    if (draft.declared !== null) first.declared = (first.declared ?? 0) + draft.declared;
  }
  return [...merged.values()].map(({ name, line, column, declared, villages }) => ({
    name,
    line,
    column,
    declared,
    listed: villages.length,
    villages: villages.map((village) => ({ ...village, flags: findNameSuspicions(village.name) })),
  }));
}

function readGroups(groups: Outline['groups'], zones: readonly PlanZone[]): PlanZoneGroup[] {
  const listedByGroup = new Map<string | null, number>();
  for (const { group, listed } of zones) listedByGroup.set(group, (listedByGroup.get(group) ?? 0) + listed);
  return groups.map(({ name, declared, line }) => ({
    name,
    declared,
    line,
    listed: listedByGroup.get(name) ?? 0,
  }));
}

function reportUnusualBrackets({ brackets, log }: ListFindings): void {
  const counts = new Map<string, number>();
  for (const { pair } of brackets) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  const usual = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), ['', 0])[0];
  for (const { pair, line, column } of brackets) {
    if (pair !== usual) log.add('unusualBracket', { line, column }, { found: pair, usual });
  }
}

/** A zone's own number should be the sum of its counties' numbers, when all are printed. */
function reportSums(zones: readonly PlanZone[], log: IrregularityLog): void {
  for (const { name, declared, line, counties } of zones) {
    const numbers = counties.map((county) => county.declared);
    if (declared === null || numbers.length === 0 || numbers.includes(null)) continue;
    const sum = sumOf(numbers, (number) => number ?? 0);
    if (sum !== declared) log.add('countySumDiffers', { line, column: 1 }, { zone: name, declared, sum });
  }
}

function reportHeadingsWithoutList({ zones, headingsWithoutList }: Outline, log: IrregularityLog): void {
  const zoneByName = new Map(zones.map((zone) => [zone.name, zone]));
  for (const { name, declared, line, column } of headingsWithoutList) {
    const zone = zoneByName.get(name);
    if (!zone || zone.declared === null) log.add('headingWithoutList', { line, column }, { name, declared });
    else if (zone.declared !== declared) {
      log.add('restatedCountDiffers', { line, column }, { name, declared, earlier: zone.declared });
    }
  }
}

function sumOf<Item>(items: readonly Item[], numberOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + numberOf(item), 0);
}
