import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LngLat } from './plane.ts';

/** A populated place of GeoNames (CC BY 4.0), WGS 84. */
export interface GazetteerPlace {
  id: string;
  name: string;
  /** Names in Chinese characters, simplified as GeoNames has them. */
  chineseNames: string[];
  position: LngLat;
  /** Feature code PPLA3: seat of a third-order division, here a county. */
  isCountySeat: boolean;
}

const CHINESE = /^\p{Script=Han}+$/u;

/** Reads the places of China inside a box [west, south, east, north] in degrees. */
export function readGazetteer(
  packageDirectory: string,
  box: readonly [number, number, number, number],
): GazetteerPlace[] {
  const [west, south, east, north] = box;
  const places: GazetteerPlace[] = [];
  for (const line of readFileSync(join(packageDirectory, 'dist', 'cities500.txt'), 'utf8').split('\n')) {
    // GeoNames' own columns: id, name, ASCII name, alternate names, latitude, longitude, class, code, country.
    const [id, name, , alternates, latitude, longitude, , featureCode, country] = line.split('\t');
    const position: LngLat = [Number(longitude), Number(latitude)];
    if (country !== 'CN' || position[0] < west || position[0] > east) continue;
    if (position[1] < south || position[1] > north) continue;
    const chineseNames = (alternates ?? '').split(',').filter((alternate) => CHINESE.test(alternate));
    places.push({ id: id!, name: name!, chineseNames, position, isCountySeat: featureCode === 'PPLA3' });
  }
  return places;
}
