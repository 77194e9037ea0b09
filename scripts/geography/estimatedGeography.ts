import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { readCsvFile } from '../extraction/csvFile.ts';
import { partitionCells } from './cells.ts';
import { readCountyOutlines, type CountyOutline } from './outline.ts';
import { readSeats, readTownships } from './seatFile.ts';
import type { Seat, Township } from './seats.ts';
import { territoryTopology } from './territories.ts';
import { topologyText } from './topologyFile.ts';
import { placeVillages, type Village } from './villagePoints.ts';

/** Everything the estimated geography is made from; all of it is committed under data/. */
export interface GeographyInputs {
  counties: CountyOutline[];
  townships: Township[];
  seats: Seat[];
  villages: Village[];
  prefecture: { code: string; name: string };
}

export function readGeographyInputs(dataDirectory: string): GeographyInputs {
  const regionFile = join(dataDirectory, 'regions', 'regions.csv');
  const counties = readCountyOutlines(join(dataDirectory, 'regions', 'counties', 'xiangxi.topojson'));
  const prefecture = readCsvFile(regionFile).find(({ level }) => level === 'prefecture')!;
  return {
    counties,
    townships: counties.flatMap(({ code }) => readTownships(regionFile, code)),
    seats: readSeats(join(dataDirectory, 'xiangxi', 'geography', 'seats.csv')),
    villages: readVillages(join(dataDirectory, 'xiangxi', 'base-villages.csv')),
    prefecture: { code: prefecture.code!, name: prefecture.name! },
  };
}

export function readVillages(path: string | URL): Village[] {
  return readCsvFile(path).map((row) => ({
    id: Number(row.id),
    name: row.name!,
    kind: row.kind === 'community' ? 'community' : 'village',
    townshipCode: row.township_code!,
    countyCode: row.county_code!,
  }));
}

/** The texts of points.csv and territories.topojson; the same inputs give the same bytes. */
export function makeTerritories(inputs: GeographyInputs): { points: string; territories: string } {
  const { counties, townships, seats, villages, prefecture } = inputs;
  const placed = counties.map((county) => ({
    county,
    points: placeVillages(
      county,
      townships.filter(({ countyCode }) => countyCode === county.code),
      seats,
      villages.filter(({ countyCode }) => countyCode === county.code),
    ),
  }));
  const points = placed.flatMap((county) => county.points).sort((one, other) => one.id - other.id);
  const rows = points.map(({ id, position: [lng, lat] }) => ({
    id,
    lng: lng.toFixed(6),
    lat: lat.toFixed(6),
    location_quality: 'estimated',
  }));
  return {
    points: stringify(rows, { header: true }),
    territories: topologyText(territoryTopology(partitionCells(placed), villages, prefecture)),
  };
}
