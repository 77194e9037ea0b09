import type { Position, TerritoryArc } from '#domain/territories/territoryArc';

export const territoryArc = (id: number, left: number, right: number, points: Position[]): TerritoryArc => ({
  id,
  left,
  right,
  rank: 'village',
  points,
});

/** Four villages, each one degree square, round one vertex: 1 and 2 in the north, 3 and 4 in the south. */
export function squareTerritories(): TerritoryArc[] {
  return [
    territoryArc(1, 1, 2, [
      [110, 28],
      [110, 29],
    ]),
    territoryArc(2, 2, 4, [
      [110, 28],
      [111, 28],
    ]),
    territoryArc(3, 4, 3, [
      [110, 28],
      [110, 27],
    ]),
    territoryArc(4, 3, 1, [
      [110, 28],
      [109, 28],
    ]),
    territoryArc(5, 1, 0, [
      [110, 29],
      [109, 29],
      [109, 28],
    ]),
    territoryArc(6, 3, 0, [
      [109, 28],
      [109, 27],
      [110, 27],
    ]),
    territoryArc(7, 4, 0, [
      [110, 27],
      [111, 27],
      [111, 28],
    ]),
    territoryArc(8, 2, 0, [
      [111, 28],
      [111, 29],
      [110, 29],
    ]),
  ];
}

/** The same with village 5 as a square inside village 1. */
export function withEnclave(): TerritoryArc[] {
  const ring: Position[] = [
    [109.4, 28.4],
    [109.6, 28.4],
    [109.6, 28.6],
    [109.4, 28.6],
    [109.4, 28.4],
  ];
  return [...squareTerritories(), territoryArc(9, 5, 1, ring)];
}
