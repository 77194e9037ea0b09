import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import gcoord from 'gcoord';
import type { MultiPolygon, Polygon } from 'geojson';
import { signedArea, toGrid, type GridPoint } from '#domain/territories/grid';
import type { LngLat } from './plane.ts';

/** A county outline as the raw package draws it, moved to CGCS2000 and put on the grid. */
export interface RawCounty {
  code: string;
  name: string;
  /** Every ring of every part, open (first vertex not repeated), outer rings counter-clockwise. */
  rings: GridPoint[][];
}

/** A set of counties published together: file name and the raw folder or files it is made of. */
export interface CountySet {
  name: string;
  paths: readonly string[];
}

const XIANGXI = '湖南/湘西土家族苗族自治州';
const counties = (folder: string, names: readonly string[]) => names.map((name) => `${folder}/${name}`);

export const XIANGXI_COUNTIES: CountySet = {
  name: 'xiangxi',
  paths: counties(XIANGXI, ['吉首市', '泸溪县', '凤凰县', '花垣县', '保靖县', '古丈县', '永顺县', '龙山县']),
};

/** Every county that shares a border with 湘西. */
export const NEIGHBOUR_COUNTIES: CountySet = {
  name: 'neighbours',
  paths: [
    ...counties('湖南/张家界市', ['永定区', '桑植县']),
    ...counties('湖南/怀化市', ['沅陵县', '辰溪县', '麻阳苗族自治县']),
    ...counties('湖北/恩施土家族苗族自治州', ['来凤县', '宣恩县']),
    ...counties('贵州/铜仁市', ['碧江区', '松桃苗族自治县']),
    ...counties('直辖市/重庆', ['秀山土家族苗族自治县', '酉阳土家族苗族自治县']),
  ],
};

/** The regions of the later plans. */
export const OTHER_COUNTY_SETS: readonly CountySet[] = [
  { name: 'chengkou', paths: ['直辖市/重庆/城口县'] },
  {
    name: 'yiyang',
    paths: counties('湖南/益阳市', ['资阳区', '赫山区', '南县', '桃江县', '安化县', '沅江市']),
  },
  { name: 'ruyuan', paths: ['广东/韶关市/乳源瑶族自治县'] },
  {
    name: 'changsha',
    paths: counties('湖南/长沙市', [
      '芙蓉区',
      '天心区',
      '岳麓区',
      '开福区',
      '雨花区',
      '望城区',
      '长沙县',
      '浏阳市',
      '宁乡县',
    ]),
  },
];

/** 宁乡 became a city in 2017; the raw package still has the county. */
const RENAMED = new Map([['430124', { code: '430182', name: '宁乡市' }]]);

/** Reads one county and converts it from GCJ-02, the datum of the raw package, to CGCS2000. */
export function readRawCounty(sourceDirectory: string, path: string): RawCounty {
  const { features } = JSON.parse(readFileSync(join(sourceDirectory, `${path}.geojson`), 'utf8')) as {
    features: { id: string | number; properties: { name: string }; geometry: Polygon | MultiPolygon }[];
  };
  const feature = features[0];
  if (!feature || features.length !== 1)
    throw new Error(`${path} has ${features.length} features, expected 1`);
  const { id, properties, geometry } = feature;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const rings = polygons.flatMap((polygon) =>
    polygon.map((ring, index) => orient(ring.slice(0, -1).map(convert), index === 0)),
  );
  const renamed = RENAMED.get(String(id));
  return { code: renamed?.code ?? String(id), name: renamed?.name ?? properties.name, rings };
}

function convert(position: number[]): GridPoint {
  return toGrid(gcoord.transform(position as LngLat, gcoord.GCJ02, gcoord.WGS84));
}

function orient(ring: GridPoint[], isOuter: boolean): GridPoint[] {
  return signedArea(ring) > 0 === isOuter ? ring : ring.reverse();
}
