import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import type { DataFiles } from './dataFiles.ts';
import { loadProjectPlaces, loadRoads, loadRouteLines } from './network.ts';
import { loadFacilities, loadSites, loadVillageAttributes } from './places.ts';
import type { Plan } from './planFacts.ts';
import { removeDemonstrationPeople } from './removedPeople.ts';
import { removeDemonstrationVersions } from './removedVersions.ts';
import { sourceIds } from './sources.ts';
import type { VillageRow } from './villages.ts';

export const demonstrationFiles = [
  'xiangxi/demo/sites.csv',
  'xiangxi/demo/facilities.csv',
  'xiangxi/demo/roads.topojson',
  'xiangxi/demo/routes.topojson',
  'xiangxi/demo/routes-stops.csv',
  'xiangxi/demo/project-places.csv',
  'xiangxi/demo/village-attributes.csv',
] as const;

/** The checksum recorded once demonstration data was removed: it is then never loaded again by itself. */
export const removedMark = 'removed';

export async function loadDemonstration(
  transaction: Transaction,
  input: { files: DataFiles; plan: Plan; villages: VillageRow[] },
): Promise<void> {
  const { files } = input;
  await loadVillageAttributes(transaction, files);
  await loadSites(transaction, files);
  await loadFacilities(transaction, files);
  await loadRoads(transaction, input);
  await loadRouteLines(transaction, input);
  await loadProjectPlaces(transaction, input);
}

/**
 * Deletes every demonstration row, version and account and records that it was a person's wish, so that the next start does not
 * bring it back. Facts, borders, villages, estimated cells and the kinds of facility stay; so do the stops the
 * plan itself names. What is public is made anew afterwards (`Releases.prepare`).
 * @returns number of rows deleted, by table
 */
export async function removeDemonstration(transaction: Transaction): Promise<Record<string, number>> {
  const deleted = {
    // Before the people: it names who deleted it.
    deleted_place: await transaction.run(sql`delete from xiangtu.deleted_place where is_demonstration`),
    ...(await removeDemonstrationVersions(transaction)),
    person: await removeDemonstrationPeople(transaction),
    search_entry: await transaction.run(sql`delete from xiangtu.search_entry where is_demonstration`),
    demonstration_attribute: await transaction.run(sql`delete from xiangtu.demonstration_attribute`),
    project_place: await transaction.run(sql`delete from xiangtu.project_place where is_demonstration`),
    route_stop: await transaction.run(sql`delete from xiangtu.route_stop where is_demonstration`),
    route_line: await transaction.run(sql`delete from xiangtu.route_line where is_demonstration`),
    road: await transaction.run(sql`delete from xiangtu.road where is_demonstration`),
    facility: await transaction.run(sql`delete from xiangtu.facility where is_demonstration`),
    site: await transaction.run(sql`delete from xiangtu.site where is_demonstration`),
    source: await transaction.run(sql`delete from xiangtu.source where id = ${sourceIds.demonstration}`),
  };
  await transaction.run(sql`
    insert into meta.data_load (key, checksum)
    values ('demonstration', ${removedMark})
    on conflict (key) do update set checksum = excluded.checksum, loaded_at = now()`);
  return deleted;
}
