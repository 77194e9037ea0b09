import { createHash } from 'node:crypto';
import type { Arc } from '#domain/territories/arcs';
import type { Database } from '../../server/database/database.ts';
import { DataFiles, shippedDataDirectory } from '../../server/database/load/dataFiles.ts';
import { loadDemonstrationPeople } from '../../server/database/load/demonstrationPeople.ts';
import { baseVersionOf, scaleKey } from '../../server/database/load/index.ts';
import { insertVillageAttributes, loadFacilityKinds } from '../../server/database/load/places.ts';
import { insertRegions, type StoredRegion } from '../../server/database/load/regions.ts';
import { loadSearchEntries } from '../../server/database/load/searchEntries.ts';
import { demonstrationSource, insertSources, type StoredSource } from '../../server/database/load/sources.ts';
import { countListedVillages } from '../../server/database/load/version.ts';
import { insertEdges, insertVillages } from '../../server/database/load/villages.ts';
import { sql } from '../../server/database/sql.ts';
import type { Administration } from '../../server/database/transaction.ts';
import { StartError } from '../../server/startError.ts';
import { areaWithin, ScaleBorders } from './borders.ts';
import { countyRows, scaleSourceId, spelledRow, type Country } from './countyRows.ts';
import { ScaleLayout } from './layout.ts';
import { numberedName, wholeName, type SpelledName } from './names.ts';
import { decideDocument, insertAssignments, insertDraft, insertPlan } from './planRows.ts';

/** Raise it when the same seed makes other rows. */
const makerVersion = 1;

export interface ScaleOptions {
  villages: number;
  seed: number;
  /** The document's version is made public by the next start of the server, as a shipped one is. */
  isReleased: boolean;
  log: (line: string) => void;
}

/** Without an outline, which is drawn when everything inside is there: children need their parents first. */
function outlinelessRegion(code: string, parent_code: string | null, name: SpelledName): StoredRegion {
  return {
    ...spelledRow(name),
    code,
    level: 'prefecture',
    parent_code,
    lng: null,
    lat: null,
    seat_quality: 'unknown',
    geom: null,
    territory_quality: 'unknown',
    source_id: scaleSourceId,
    source_place: null,
  };
}

/** The country, where it is more than one prefecture, and its prefectures. */
function upperRegions(layout: ScaleLayout): StoredRegion[] {
  const whole = layout.prefectures === 1 ? null : layout.wholeCode;
  const prefectures = Array.from({ length: layout.prefectures }, (_, prefecture) =>
    outlinelessRegion(layout.prefectureCode(prefecture), whole, numberedName(prefecture + 1, 'prefecture')),
  );
  return whole === null ? prefectures : [outlinelessRegion(whole, null, wholeName), ...prefectures];
}

/** @param arcs hold all borders between what belongs and what does not */
async function drawOutline(
  transaction: Administration,
  code: string,
  { arcs, belongs }: { arcs: readonly Arc[]; belongs: (village: number) => boolean },
): Promise<void> {
  const geometry = JSON.stringify(areaWithin(arcs, belongs));
  await transaction.run(sql`
    update xiangtu.region
    set geom = ST_SetSRID(ST_GeomFromGeoJSON(${geometry}), 4490), territory_quality = 'estimated'
    where code = ${code}`);
}

/** Writes the counties of a prefecture one by one and then its outline. @returns the borders of the country it has */
async function writePrefecture(
  transaction: Administration,
  country: Country,
  { prefecture, firstEdge }: { prefecture: number; firstEdge: number },
): Promise<{ edges: number; outerBorders: Arc[] }> {
  const { layout, borders } = country;
  let edges = 0;
  for (const county of layout.countiesOf(prefecture)) {
    const rows = countyRows(country, county, firstEdge + edges);
    await insertRegions(transaction, [rows.county]);
    await insertRegions(transaction, rows.townships);
    await insertVillages(transaction, rows.villages);
    await insertEdges(transaction, rows.edges);
    await insertVillageAttributes(transaction, rows.attributes);
    await insertAssignments(transaction, rows.assignments);
    edges += rows.edges.length;
  }
  const ids = layout.countiesOf(prefecture).flatMap((county) => layout.villagesOf(county));
  const around = [...new Set(ids.flatMap((village) => borders.around(village)))].filter(
    (arc) => borders.rank(arc) === 'prefecture',
  );
  await drawOutline(transaction, layout.prefectureCode(prefecture), {
    arcs: around,
    belongs: (village) => layout.prefectureOf(village) === prefecture,
  });
  borders.forget();
  return { edges, outerBorders: around.filter(({ right }) => right === 0) };
}

const sourceOf = ({ villages, seed }: ScaleOptions): StoredSource => ({
  id: scaleSourceId,
  kind: 'computation',
  title: `示例：合成的 ${villages} 个村（种子 ${seed}）`,
  title_en: `Demonstration: ${villages} synthetic villages (seed ${seed})`,
  publisher: '乡图',
  licence: 'CC0-1.0',
  note: '不是任何真实的地方；只用来试规模',
  is_demonstration: true,
});

async function refuseFilled(transaction: Administration): Promise<void> {
  const { isFilled } = await transaction.one<{ isFilled: boolean }>(sql`
    select exists (select from xiangtu.region) or exists (select from meta.data_load) as "isFilled"`);
  if (isFilled) {
    throw new StartError('configuration', 'this database holds data already: give an empty one');
  }
}

async function writeCountry(
  transaction: Administration,
  country: Country,
  log: ScaleOptions['log'],
): Promise<void> {
  const { layout } = country;
  const outerBorders: Arc[] = [];
  let firstEdge = 1;
  for (let prefecture = 0; prefecture < layout.prefectures; prefecture += 1) {
    const written = await writePrefecture(transaction, country, { prefecture, firstEdge });
    firstEdge += written.edges;
    outerBorders.push(...written.outerBorders);
    log(`scale: ${prefecture + 1} of ${layout.prefectures} prefectures`);
  }
  if (layout.prefectures === 1) return;
  await drawOutline(transaction, layout.wholeCode, { arcs: outerBorders, belongs: () => true });
}

/**
 * Fills an empty, migrated database with a synthetic country, in one transaction: regions, villages with territories
 * and borders, invented attributes, a plan with a decided version and a draft, demonstration accounts, search index.
 * The same villages and seed give the same rows on every machine.
 * @throws StartError when the database holds data; RangeError when there are too many villages
 */
export async function fillWithScale(database: Database, options: ScaleOptions): Promise<void> {
  const { villages, seed, isReleased, log } = options;
  const layout = new ScaleLayout(villages);
  const country: Country = { layout, borders: new ScaleBorders(layout, seed) };
  const description = `${villages} villages, seed ${seed}, maker ${makerVersion}`;
  const checksum = createHash('sha256').update(description).digest('hex');
  await database.administer(async (transaction) => {
    await transaction.run(sql`select pg_advisory_xact_lock(7410, 1)`);
    await refuseFilled(transaction);
    await insertSources(transaction, [sourceOf(options), demonstrationSource]);
    await loadFacilityKinds(transaction, new DataFiles(shippedDataDirectory()));
    await insertRegions(transaction, upperRegions(layout));
    await insertPlan(transaction, {
      regionCode: layout.wholeCode,
      baseVersion: baseVersionOf(checksum),
    });
    await writeCountry(transaction, country, log);
    await countListedVillages(transaction);
    await loadDemonstrationPeople(transaction, layout.wholeCode);
    await decideDocument(transaction, { isReleased });
    await insertDraft(transaction);
    log('scale: search index');
    await loadSearchEntries(transaction);
    await transaction.run(sql`
      insert into meta.data_load (key, checksum)
      values
        (${scaleKey}, ${description}), ('base', ${checksum}), ('plan', ${checksum}), ('demonstration', ${checksum})`);
    await transaction.script('analyze');
  });
}
