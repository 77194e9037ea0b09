import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { topologyText } from '../geography/topologyFile.ts';
import { facilityColumns, makeFacilities } from './facilities.ts';
import { publishedKinds } from './facilityKinds.ts';
import { readDemonstrationInputs } from './inputs.ts';
import { makeProjectPlaces, projectPlaceColumns } from './projectPlaces.ts';
import { makeRoads, roadTopology } from './roads.ts';
import { makeRoutes, readPlannedRoutes, routeTopology, stopColumns, stopRows } from './routes.ts';
import { makeSites, siteColumns } from './sites.ts';
import { Spots } from './spots.ts';
import { makeVillageAttributes, villageAttributeColumns } from './villageAttributes.ts';

/** File name → text of everything in data/xiangxi/demo; the same inputs give the same bytes. */
export function makeDemonstration(dataDirectory: string): Map<string, string> {
  const inputs = readDemonstrationInputs(dataDirectory);
  const planDirectory = join(dataDirectory, 'xiangxi');
  const spots = new Spots();
  const sites = makeSites(inputs, spots);
  const facilities = makeFacilities(inputs, spots);
  const projectPlaces = makeProjectPlaces(join(planDirectory, 'projects.csv'), inputs, spots);
  const roads = makeRoads(inputs);
  const routes = makeRoutes(readPlannedRoutes(join(planDirectory, 'routes.json')), inputs, roads);
  return new Map([
    ['sites.csv', table(siteColumns, sites)],
    ['facilities.csv', table(facilityColumns, facilities)],
    ['facility-kinds.json', `${JSON.stringify(publishedKinds(), null, 2)}\n`],
    ['roads.topojson', topologyText(roadTopology(roads))],
    ['routes.topojson', topologyText(routeTopology(routes))],
    ['routes-stops.csv', table(stopColumns, stopRows(routes))],
    ['project-places.csv', table(projectPlaceColumns, projectPlaces)],
    ['village-attributes.csv', table(villageAttributeColumns, makeVillageAttributes(inputs))],
  ]);
}

function table(columns: readonly string[], rows: readonly object[]): string {
  return stringify([...rows], { header: true, columns: [...columns], cast: { boolean: String } });
}
