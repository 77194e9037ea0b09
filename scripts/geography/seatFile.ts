import { readCsvFile } from '../extraction/csvFile.ts';
import type { Seat, Township } from './seats.ts';

export const seatColumns = ['township_code', 'lng', 'lat', 'location_quality', 'source_name', 'reason'];

export function seatRow({
  townshipCode,
  position,
  quality,
  sourceName,
  reason,
}: Seat): Record<string, string> {
  return {
    township_code: townshipCode,
    lng: String(position[0]),
    lat: String(position[1]),
    location_quality: quality,
    source_name: sourceName,
    reason,
  };
}

export function readSeats(path: string | URL): Seat[] {
  return readCsvFile(path).map((row) => ({
    townshipCode: row.township_code!,
    position: [Number(row.lng), Number(row.lat)],
    quality: row.location_quality === 'gazetteer' ? 'gazetteer' : 'estimated',
    sourceName: row.source_name!,
    reason: row.reason!,
  }));
}

/** The townships of one county in the order of regions.csv. */
export function readTownships(path: string | URL, countyCode: string): Township[] {
  return readCsvFile(path)
    .filter((row) => row.level === 'township' && row.parent_code === countyCode)
    .map((row) => ({ code: row.code!, name: row.name!, countyCode }));
}
