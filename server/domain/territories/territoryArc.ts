/** Degrees, EPSG:4490, longitude first. */
export type Position = readonly [lng: number, lat: number];

/** What a border separates at most. */
export type ArcRank = 'village' | 'township' | 'county' | 'prefecture';

/**
 * A border between two villages, stored once and shared by both: moving it moves both territories. Left and right
 * are as seen walking along `points`; 0 is outside every territory. Arcs end where three or more territories meet,
 * or close on themselves around an enclave.
 */
export interface TerritoryArc {
  id: number;
  left: number;
  right: number;
  rank: ArcRank;
  points: readonly Position[];
}
