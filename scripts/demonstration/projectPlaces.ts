import { readCsvFile } from '../extraction/csvFile.ts';
import { seededRandom } from '../geography/random.ts';
import type { DemonstrationInputs, PlacedVillage } from './inputs.ts';
import type { Spots } from './spots.ts';

export const projectPlaceColumns = [
  'project_number',
  'place',
  'county_code',
  'township_code',
  'village_id',
  'lng',
  'lat',
  'location_quality',
];

/**
 * A point for each place a project names. The plan names counties, seldom more, so the point is put at a
 * seat of that county: another one for each project, not all at the county town. Projects for the whole
 * prefecture have no place and get no point.
 */
export function makeProjectPlaces(projectFile: string, inputs: DemonstrationInputs, spots: Spots): object[] {
  return readCsvFile(projectFile).flatMap(({ number, places }) =>
    places!.split('|').flatMap((place) => {
      const candidates = seatsIn(place, inputs);
      if (candidates.length === 0) return [];
      const draw = seededRandom(`project ${number} in ${place}`)();
      const village = candidates[Math.floor(draw * candidates.length)]!;
      const [lng, lat] = spots.take(village);
      return [
        {
          project_number: number,
          place,
          county_code: village.countyCode,
          township_code: village.townshipCode,
          village_id: village.id,
          lng: lng.toFixed(6),
          lat: lat.toFixed(6),
          location_quality: 'estimated',
        },
      ];
    }),
  );
}

function seatsIn(place: string, { counties, townships, seatVillages }: DemonstrationInputs): PlacedVillage[] {
  const county = counties.find(({ name }) => name === place);
  const wanted = townships.filter(({ name, countyCode }) =>
    county ? countyCode === county.code : name === place,
  );
  // A township name that two counties share says nothing without its county.
  if (!county && wanted.length !== 1) return [];
  return wanted.map(({ code }) => seatVillages.get(code)!);
}
