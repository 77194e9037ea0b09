import { sql } from '../sql.ts';
import type { Database } from '../database.ts';
import type { Administration, Transaction } from '../transaction.ts';
import { DataFiles, shippedDataDirectory } from './dataFiles.ts';
import { demonstrationFiles, loadDemonstration, removedMark } from './demonstration.ts';
import { loadDemonstrationVersions } from './demonstrationVersions.ts';
import { loadDemonstrationPeople } from './demonstrationPeople.ts';
import { countPeoplesWork } from './peoplesWork.ts';
import { facilityKindFile, loadFacilityKinds } from './places.ts';
import { loadPlan, loadScheme, loadTourismRoutes, planFiles, readPlan, readScheme } from './planFacts.ts';
import { loadContradictions, loadIndicators, loadProjects } from './planRows.ts';
import { loadNeighbours, loadRegions, regionFiles, territoryFile } from './regions.ts';
import { loadSearchEntries } from './searchEntries.ts';
import { loadSources } from './sources.ts';
import { loadVersion } from './version.ts';
import { loadEdges, loadVillages, readVillages, villageFiles } from './villages.ts';

/** Raise it when the loader writes other rows from the same files: every database then loads again. */
const loaderVersion = '2';

export interface LoadOptions {
  /** Load demonstration data (示例) too, unless a person has removed it from this database. */
  withDemonstration: boolean;
  /** Called with one line a step. */
  log: (line: string) => void;
  /** Folder that holds regions/ and xiangxi/; the shipped one by default. */
  dataDirectory?: string;
}

export interface LoadResult {
  /** false: the database already held exactly this data. */
  isLoaded: boolean;
  milliseconds: number;
}

/** Key in meta.data_load of data that a script made in place of what ships; see scripts/makeScale.ts. */
export const scaleKey = 'scale';

type Checksums = Record<'base' | 'plan' | 'demonstration', string>;

function checksumsOf(files: DataFiles): Checksums {
  const base = files.checksum([...regionFiles, territoryFile, ...villageFiles], loaderVersion);
  return {
    base,
    plan: files.checksum([...planFiles, facilityKindFile], base),
    demonstration: files.checksum(demonstrationFiles, base),
  };
}

async function readLoaded(
  transaction: Transaction,
): Promise<Partial<Checksums & Record<typeof scaleKey, string>>> {
  const rows = await transaction.all<{ key: string; checksum: string }>(sql`
    select key, checksum from meta.data_load`);
  return Object.fromEntries(rows.map(({ key, checksum }) => [key, checksum]));
}

/** Names a state of the base data (which villages, which territories); versions of plans pin it. */
export const baseVersionOf = (baseChecksum: string): string => baseChecksum.slice(0, 12);

/**
 * What a database should hold. Demonstration data a person removed stays away; what is loaded stays when the
 * setting is turned off later, as only `demo:remove` deletes it.
 */
function wantedState(loaded: Partial<Checksums>, shipped: Checksums, withDemonstration: boolean) {
  const { demonstration } = loaded;
  const isWanted = withDemonstration || (demonstration !== undefined && demonstration !== removedMark);
  if (demonstration !== removedMark && isWanted) return shipped;
  return { ...shipped, demonstration: demonstration ?? null };
}

/** Everything shipped, and what was tried on demonstration versions: people's own work is never truncated. */
const shippedTables = `
  xiangtu.search_term, xiangtu.search_entry, xiangtu.project_place, xiangtu.route_stop,
    xiangtu.route_line, xiangtu.road, xiangtu.facility, xiangtu.facility_kind, xiangtu.site,
    xiangtu.contradiction, xiangtu.tourism_route, xiangtu.project, xiangtu.indicator,
    xiangtu.declared_count, xiangtu.version_presence, xiangtu.version_rule, xiangtu.version_rule_list,
    xiangtu.assignment_change, xiangtu.assignment_batch, xiangtu.assignment_evidence,
    xiangtu.version_comment, xiangtu.assignment, xiangtu.plan_version, xiangtu.plan, xiangtu.category,
    xiangtu.scheme, xiangtu.demonstration_attribute, xiangtu.village_edge, xiangtu.village,
    xiangtu.neighbour_region, xiangtu.region, xiangtu.source, xiangtu.deleted_place, xiangtu.drawing_state,
    xiangtu.territory_edit,
    meta.data_load`;

async function loadAll(
  transaction: Administration,
  {
    files,
    checksums,
    log,
  }: { files: DataFiles; checksums: Record<string, string | null>; log: LoadOptions['log'] },
): Promise<void> {
  const withDemonstration = ![null, removedMark].includes(checksums['demonstration'] ?? null);
  const [plan, scheme, villages] = [readPlan(files), readScheme(files), readVillages(files)];
  const baseVersion = baseVersionOf(checksums['base']!);
  await transaction.script(`truncate ${shippedTables}`);
  await loadSources(transaction, { files, withDemonstration });
  log(`data: ${villages.length} villages with their territories`);
  await loadRegions(transaction, files);
  await loadNeighbours(transaction, files);
  await loadVillages(transaction, { files, villages });
  await loadEdges(transaction, { files, villages });
  log(`data: plan ${plan.id}`);
  await loadFacilityKinds(transaction, files);
  await loadScheme(transaction, scheme);
  await loadPlan(transaction, { files, plan });
  await loadVersion(transaction, { files, plan, scheme, villages, baseVersion });
  await loadIndicators(transaction, { files, plan });
  await loadProjects(transaction, { files, plan });
  await loadTourismRoutes(transaction, { files, plan });
  await loadContradictions(transaction, { files, plan });
  if (withDemonstration) {
    log('data: demonstration places (示例)');
    await loadDemonstration(transaction, { files, plan, villages });
    log('data: demonstration accounts and versions (示例)');
    await loadDemonstrationPeople(transaction, plan.regionCode);
    await loadDemonstrationVersions(transaction, plan.id);
  }
  log('data: search index');
  await loadSearchEntries(transaction);
  for (const [key, checksum] of Object.entries(checksums)) {
    if (checksum === null) continue;
    await transaction.run(sql`insert into meta.data_load (key, checksum) values (${key}, ${checksum})`);
  }
  await transaction.script(`analyze ${shippedTables}`);
}

/**
 * Brings the database to the data that ships with the program, in one transaction: all of it or none. Does
 * nothing when the checksums in meta.data_load say that it is there already, and loads nothing over what people
 * or scripts/makeScale.ts have made; two processes may call it at once. The files are checked row by row and every
 * fault names its place.
 * @throws StartError when a data file is missing or cannot be used
 */
export async function loadShippedData(
  database: Database,
  { withDemonstration, log, dataDirectory = shippedDataDirectory() }: LoadOptions,
): Promise<LoadResult> {
  const started = performance.now();
  const files = new DataFiles(dataDirectory);
  const shipped = checksumsOf(files);
  const isLoaded = await database.administer(async (transaction) => {
    // Held to the end of the transaction; the other process then finds the data loaded.
    await transaction.run(sql`select pg_advisory_xact_lock(7410, 1)`);
    const loaded = await readLoaded(transaction);
    if (loaded.scale !== undefined) {
      log(`data: synthetic villages (示例, ${loaded.scale}) stay; what ships is not loaded over them`);
      return false;
    }
    const wanted = wantedState(loaded, shipped, withDemonstration);
    const keys = Object.keys(shipped) as (keyof Checksums)[];
    if (keys.every((key) => (loaded[key] ?? null) === wanted[key])) return false;
    const work = await countPeoplesWork(transaction);
    if (work !== null) {
      log(
        `data: the data shipped with this version was NOT loaded, as people have worked here (${work}); all of it ` +
          'stays as it is. To use the new data, start with an empty database or XIANGTU_DATA_DIR',
      );
      return false;
    }
    await loadAll(transaction, { files, checksums: wanted, log });
    return true;
  });
  return { isLoaded, milliseconds: Math.round(performance.now() - started) };
}
