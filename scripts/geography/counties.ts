import type { Topology } from 'topojson-specification';
import type { Arc } from '#domain/territories/arcs';
import { partitionCounties } from './countyPartition.ts';
import {
  NEIGHBOUR_COUNTIES,
  OTHER_COUNTY_SETS,
  readRawCounty,
  XIANGXI_COUNTIES,
  type RawCounty,
} from './countySource.ts';
import { simplifyArcs } from './simplification.ts';
import { areaGeometry, encodeTopology } from './topologyFile.ts';

/** Below this triangle area a vertex of a published outline carries less than the 100 m the source has. */
const OUTLINE_TOLERANCE_SQUARE_KILOMETRES = 0.01;
/** Neighbours are hairlines on the edge of the map. */
const NEIGHBOUR_TOLERANCE_SQUARE_KILOMETRES = 0.06;

const byCode = (one: RawCounty, other: RawCounty) => one.code.localeCompare(other.code);

/** File name without extension → topology, for data/regions/counties. */
export function makeCountyTopologies(sourceDirectory: string): Map<string, Topology> {
  const read = (paths: readonly string[]) =>
    paths.map((path) => readRawCounty(sourceDirectory, path)).sort(byCode);
  const topologies = new Map<string, Topology>();
  for (const { name, paths } of OTHER_COUNTY_SETS) {
    const counties = read(paths);
    const arcs = partitionCounties(counties, () => false);
    topologies.set(
      name,
      countyTopology(
        'counties',
        counties,
        simplifyArcs(arcs, () => OUTLINE_TOLERANCE_SQUARE_KILOMETRES),
      ),
    );
  }
  const inside = read(XIANGXI_COUNTIES.paths);
  const around = read(NEIGHBOUR_COUNTIES.paths);
  const isInside = (code: number) => inside.some((county) => Number(county.code) === code);
  const touchesInside = ({ left, right }: Arc) => isInside(left) || isInside(right);
  // One partition of both, so that the neighbours' hairlines end exactly on the outline of 湘西.
  const arcs = simplifyArcs(partitionCounties([...inside, ...around], isInside), (arc) =>
    touchesInside(arc) ? OUTLINE_TOLERANCE_SQUARE_KILOMETRES : NEIGHBOUR_TOLERANCE_SQUARE_KILOMETRES,
  );
  topologies.set(XIANGXI_COUNTIES.name, countyTopology('counties', inside, arcs.filter(touchesInside)));
  const touchesAround = ({ left, right }: Arc) => [left, right].some((code) => code !== 0 && !isInside(code));
  topologies.set(NEIGHBOUR_COUNTIES.name, countyTopology('neighbours', around, arcs.filter(touchesAround)));
  return topologies;
}

function countyTopology(object: string, counties: readonly RawCounty[], arcs: readonly Arc[]): Topology {
  const geometries = counties.map(({ code, name }) =>
    areaGeometry(arcs, (owner) => owner === Number(code), { id: code, properties: { code, name } }),
  );
  return encodeTopology(arcs, { [object]: geometries });
}
