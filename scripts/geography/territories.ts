import type { Topology } from 'topojson-specification';
import type { Arc } from '#domain/territories/arcs';
import { areaGeometry, encodeTopology, type TopologyGeometry } from './topologyFile.ts';
import type { Village } from './villagePoints.ts';

/** How far up the border between two villages separates; 0 on one side is the border of the prefecture. */
export type EdgeRank = 'village' | 'township' | 'county' | 'prefecture';

/**
 * The topology of estimated territories: objects villages, townships, counties, prefecture and edges.
 * Each edge is one arc, one maximal border between two villages, with the villages on its left and right.
 */
export function territoryTopology(
  arcs: readonly Arc[],
  villages: readonly Village[],
  prefecture: { code: string; name: string },
): Topology {
  const byId = new Map(villages.map((village) => [village.id, village]));
  const areas = (codeOf: (village: Village) => string): TopologyGeometry[] =>
    [...new Set(villages.map(codeOf))]
      .sort()
      .map((code) =>
        areaGeometry(arcs, (owner) => owner !== 0 && codeOf(byId.get(owner)!) === code, { id: code }),
      );
  return encodeTopology(arcs, {
    villages: villages.map(({ id, townshipCode }) =>
      areaGeometry(arcs, (owner) => owner === id, { id, properties: { t: townshipCode } }),
    ),
    townships: areas(({ townshipCode }) => townshipCode),
    counties: areas(({ countyCode }) => countyCode),
    prefecture: [areaGeometry(arcs, (owner) => owner !== 0, { id: prefecture.code })],
    edges: arcs.map(({ left, right }, index) => ({
      type: 'LineString',
      id: index + 1,
      properties: { left, right, rank: edgeRank(byId.get(left), byId.get(right)) },
      arcs: [index],
    })),
  });
}

export function edgeRank(left: Village | undefined, right: Village | undefined): EdgeRank {
  if (!left || !right) return 'prefecture';
  if (left.countyCode !== right.countyCode) return 'county';
  return left.townshipCode === right.townshipCode ? 'village' : 'township';
}
