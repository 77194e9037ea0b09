// Remakes the village files of data/ from a plan document and the official list:
//   npx tsx scripts/extract-villages.ts PLAN.txt
// Writes data/regions/regions.csv and, in data/xiangxi/, base-villages, villages, match-report and declared-counts.
import { readFileSync } from 'node:fs';
import { parsePlanText } from '#domain/planText/parsePlanText';
import { readAliases } from './extraction/alias.ts';
import { fromOfficialVillages, VillageIds, writeBaseVillages } from './extraction/baseVillage.ts';
import { readOfficialDivision } from './extraction/officialDivision.ts';
import {
  addPlanVillages,
  writeDeclaredCounts,
  writeMatchReport,
  writePlanVillages,
} from './extraction/planFiles.ts';
import { writeRegions } from './extraction/regionFile.ts';
import { type MatchDecision, VillageMatcher } from './extraction/villageMatch.ts';

const prefectureCode = '433100';
const dataFile = (path: string) => new URL(`../data/${path}`, import.meta.url);

function extractVillages(planPath: string): void {
  const plan = parsePlanText(readFileSync(planPath, 'utf8'));
  if (plan.zones.length === 0) throw new Error(`${planPath}: no village list found`);

  const division = readOfficialDivision(prefectureCode);
  const aliases = readAliases(dataFile('xiangxi/aliases.csv'), division);
  const printed = plan.zones.flatMap((zone) =>
    zone.counties.flatMap((county) =>
      county.townships.flatMap((township) =>
        township.villages.map((village) => ({ zone: zone.name, county, township, village })),
      ),
    ),
  );
  const matches = new VillageMatcher(division, aliases)
    .matchAll(printed)
    .toSorted(
      (one, other) => one.village.line - other.village.line || one.village.column - other.village.column,
    );

  const ids = new VillageIds(dataFile('xiangxi/base-villages.csv'));
  const official = fromOfficialVillages(division.villages, ids);
  writeBaseVillages(dataFile('xiangxi/base-villages.csv'), addPlanVillages(official, matches, ids));
  writePlanVillages(dataFile('xiangxi/villages.csv'), matches, ids);
  writeMatchReport(dataFile('xiangxi/match-report.csv'), matches, ids);
  writeDeclaredCounts(dataFile('xiangxi/declared-counts.csv'), plan);
  const spellings = aliases.filter(({ level }) => level === 'township');
  writeRegions(
    dataFile('regions/regions.csv'),
    division.regions,
    new Map(spellings.map(({ code, printed: spelling }) => [code, [spelling]])),
  );

  const countOf = (decision: MatchDecision) => matches.filter((match) => match.decision === decision).length;
  const doubtful = matches.filter(({ proposal }) => proposal !== null).length;
  console.log(`official: ${division.regions.length} regions, ${division.villages.length} villages`);
  console.log(`plan: ${matches.length} villages`);
  console.log(`  literal ${countOf('literal')}, township alias ${countOf('townshipAlias')}`);
  console.log(
    `  village alias ${countOf('villageAlias')}, without code ${countOf('withoutCode')} (${doubtful} with a proposal)`,
  );
}

const [planPath] = process.argv.slice(2);
try {
  if (!planPath) throw new Error('usage: npx tsx scripts/extract-villages.ts PLAN.txt');
  extractVillages(planPath);
} catch (error) {
  console.error(`extract-villages: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
