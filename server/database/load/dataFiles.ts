import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Feature, Geometry } from 'geojson';
import { feature } from 'topojson-client';
import type { Topology } from 'topojson-specification';
import { z } from 'zod';
import { geometryFaults } from '#domain/geojson/geojsonFaults';
import { StartError } from '../../startError.ts';

/** A row of a data file cannot be used: names the file, the place in it and the reason. */
function fault(file: string, place: string, reason: string): StartError {
  return new StartError('configuration', `data/${file} ${place}: ${reason}`);
}

const issuesOf = (error: z.ZodError) =>
  error.issues.map((issue) => `${issue.path.join('.') || 'row'} ${issue.message}`).join('; ');

/**
 * The folder `data` of the project: above this file in the sources, above the built server in dist.
 * @throws StartError when there is none
 */
export function shippedDataDirectory(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'data', 'regions', 'regions.csv'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new StartError('configuration', 'the folder data/ is missing');
    folder = parent;
  }
  return path.join(folder, 'data');
}

type Coordinates = number | Coordinates[];

/** Seven decimals are a centimetre; more is noise of the quantization of TopoJSON. */
const roundCoordinates = (value: Coordinates): Coordinates =>
  typeof value === 'number' ? Math.round(value * 1e7) / 1e7 : value.map(roundCoordinates);

function rounded(geometry: Geometry): Geometry {
  if (geometry.type === 'GeometryCollection')
    return { ...geometry, geometries: geometry.geometries.map(rounded) };
  return { ...geometry, coordinates: roundCoordinates(geometry.coordinates as Coordinates) } as Geometry;
}

/** Reads the files under one data folder and remembers nothing: each is read once, by its own loader. */
export class DataFiles {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  has(file: string): boolean {
    return existsSync(path.join(this.#directory, file));
  }

  /** SHA-256 over the names and bytes of files, in the order given; a missing file counts as empty. */
  checksum(files: readonly string[], seed: string): string {
    const hash = createHash('sha256').update(seed);
    for (const file of files) {
      hash.update(`\n${file}\n`).update(this.has(file) ? readFileSync(path.join(this.#directory, file)) : '');
    }
    return hash.digest('hex');
  }

  /**
   * Rows of a CSV file with a header; empty fields are empty text.
   * @throws StartError naming the line of a row that breaks the schema
   */
  table<Row>(file: string, schema: z.ZodType<Row>): Row[] {
    const records = parse(this.#read(file), { columns: true, info: true, skip_empty_lines: true }) as {
      record: Record<string, string>;
      info: { lines: number };
    }[];
    return records.map(({ record, info }) => {
      const parsed = schema.safeParse(record);
      if (!parsed.success) throw fault(file, `line ${info.lines}`, issuesOf(parsed.error));
      return parsed.data;
    });
  }

  /** @throws StartError when the file does not fit the schema */
  json<Value>(file: string, schema: z.ZodType<Value>): Value {
    const parsed = schema.safeParse(this.#parse(file));
    if (!parsed.success) throw fault(file, 'content', issuesOf(parsed.error));
    return parsed.data;
  }

  /**
   * Features of one object of a TopoJSON file, in degrees (EPSG:4490). Ids are text; every geometry has been
   * checked for form, range and closure.
   * @throws StartError naming the feature and the position that is wrong
   */
  topology<Properties>(file: string, object: string, schema: z.ZodType<Properties>) {
    const topology = this.#parse(file) as Topology;
    const member = topology.objects?.[object];
    if (!member) throw fault(file, object, 'is not an object of the topology');
    const converted = feature(topology, member);
    const features: Feature[] = converted.type === 'FeatureCollection' ? converted.features : [converted];
    return features.map((item, index) => {
      const id = String(item.id ?? index);
      const [wrong] = geometryFaults(item.geometry, `${object} ${id}`);
      if (wrong) throw fault(file, wrong.place, wrong.reason);
      const properties = schema.safeParse(item.properties ?? {});
      if (!properties.success) throw fault(file, `${object} ${id}`, issuesOf(properties.error));
      return { id, geometry: rounded(item.geometry), properties: properties.data };
    });
  }

  #read(file: string): string {
    if (!this.has(file)) throw fault(file, 'file', 'is missing');
    return readFileSync(path.join(this.#directory, file), 'utf8');
  }

  #parse(file: string): unknown {
    try {
      return JSON.parse(this.#read(file));
    } catch (error) {
      if (error instanceof StartError) throw error;
      throw fault(file, 'content', `is not JSON: ${String(error)}`);
    }
  }
}

/** Fields of CSV rows: empty = absent. */
export const field = {
  text: z.string().min(1),
  optional: z.string().transform((text) => (text === '' ? null : text)),
  /** Parts separated by |. */
  list: z.string().transform((text) => (text === '' ? [] : text.split('|'))),
  integer: z
    .string()
    .regex(/^-?\d+$/, 'is not an integer')
    .transform(Number),
  optionalInteger: z
    .string()
    .regex(/^(-?\d+)?$/, 'is not an integer')
    .transform((text) => (text === '' ? null : Number(text))),
  optionalNumber: z
    .string()
    .regex(/^(-?\d+(\.\d+)?)?$/, 'is not a number')
    .transform((text) => (text === '' ? null : Number(text))),
  degrees: z
    .string()
    .regex(/^-?\d+(\.\d+)?$/, 'is not a number')
    .transform(Number),
  quality: z.enum(['surveyed', 'gazetteer', 'estimated', 'unknown']),
  truth: z.enum(['true', 'false']).transform((text) => text === 'true'),
};
