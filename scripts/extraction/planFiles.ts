import type { PlanText } from '#domain/planText/planText';
import { type BaseVillage, kindOf, type VillageIds } from './baseVillage.ts';
import { writeCsvFile } from './csvFile.ts';
import type { VillageMatch } from './villageMatch.ts';

/** Keys of the plan's categories by the zone names it prints. */
export const categoryByZone: ReadonlyMap<string, string> = new Map([
  ['乡村振兴示范区', 'demonstration'],
  ['乡村振兴重点帮扶区', 'keyAssistance'],
  ['脱贫攻坚成果巩固拓展区Ⅰ型', 'consolidationOne'],
  ['脱贫攻坚成果巩固拓展区Ⅱ型', 'consolidationTwo'],
]);

/** The category of a zone. @throws Error for a zone that the plan is not known to have */
export function categoryOf(zone: string): string {
  const category = categoryByZone.get(zone);
  if (!category) throw new Error(`no category is known for the zone ${zone}`);
  return category;
}

/** Adds to the official base villages what the plan knows: its spellings, and its villages without a code. */
export function addPlanVillages(
  official: readonly BaseVillage[],
  matches: readonly VillageMatch[],
  ids: VillageIds,
): BaseVillage[] {
  const spellingByCode = new Map<string, string>();
  for (const match of matches) {
    if (match.official && match.official.name !== match.village.name) {
      spellingByCode.set(match.official.code, match.village.name);
    }
  }
  const known = official.map((village) => {
    const spelling = spellingByCode.get(village.code ?? '');
    return spelling ? { ...village, aliases: [...village.aliases, spelling] } : village;
  });
  const idByCode = new Map(official.map(({ code, id }) => [code, id]));
  const added = matches
    .filter((match) => !match.official)
    .map(({ village: { name }, township, county, proposal }) => ({
      id: ids.of({ code: null, townshipCode: township.code, name }),
      code: null,
      name,
      kind: kindOf(name),
      townshipCode: township.code,
      countyCode: county.code,
      possibleDuplicateOf: proposal ? (idByCode.get(proposal.official.code) ?? null) : null,
      aliases: [],
    }));
  return [...known, ...added];
}

/** Writes villages.csv: the plan's villages as printed, in the order printed. */
export function writePlanVillages(
  path: string | URL,
  matches: readonly VillageMatch[],
  ids: VillageIds,
): void {
  const columns = [
    'county',
    'township',
    'village',
    'category',
    'code',
    'location_quality',
    'village_id',
    'line',
    'column',
    'flags',
  ];
  const rows = matches.map((match) => ({
    county: match.county.name,
    township: match.printedTownship,
    village: match.village.name,
    category: categoryOf(match.zone),
    code: match.official?.code ?? '',
    // No village has a surveyed point: all are placed inside estimated cells.
    location_quality: 'estimated',
    village_id: idOf(match, ids),
    line: match.village.line,
    column: match.village.column,
    flags: match.village.flags.join('|'),
  }));
  writeCsvFile(path, columns, rows);
}

/** Writes match-report.csv: every village that is not literally in the official list, with the reason. */
export function writeMatchReport(
  path: string | URL,
  matches: readonly VillageMatch[],
  ids: VillageIds,
): void {
  const columns = [
    'county',
    'township',
    'village',
    'printed_line',
    'decision',
    'village_id',
    'code',
    'proposal',
    'reason',
  ];
  const rows = matches
    .filter(({ decision }) => decision !== 'literal')
    .map((match) => ({
      county: match.county.name,
      township: match.printedTownship,
      village: match.village.name,
      printed_line: match.village.line,
      decision: match.decision,
      village_id: idOf(match, ids),
      code: match.official?.code ?? '',
      proposal: match.proposal ? `${match.proposal.official.code} ${match.proposal.official.name}` : '',
      reason: match.reason,
    }));
  writeCsvFile(path, columns, rows);
}

/** Writes declared-counts.csv: the printed and the listed number of every zone × county. */
export function writeDeclaredCounts(path: string | URL, { zones }: PlanText): void {
  const rows = zones.flatMap((zone) =>
    zone.counties.map(({ name, declared, listed, line }) => ({
      category: categoryOf(zone.name),
      county: name,
      declared: declared ?? '',
      listed,
      line,
    })),
  );
  writeCsvFile(path, ['category', 'county', 'declared', 'listed', 'line'], rows);
}

function idOf({ official, township, village }: VillageMatch, ids: VillageIds): number {
  return ids.of(official ?? { code: null, townshipCode: township.code, name: village.name });
}
