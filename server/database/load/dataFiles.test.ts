import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StartError } from '../../startError.ts';
import { DataFiles, field } from './dataFiles.ts';

let directory: string;
let files: DataFiles;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'xiangtu-data-'));
  files = new DataFiles(directory);
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(path.join(directory, file), text);
const failureOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    return (error as StartError).message;
  }
  return 'nothing was thrown';
};

describe('a table', () => {
  const schema = z.object({ id: field.integer, name: field.text, capacity: field.optionalInteger });

  it('gives typed rows, with nothing for an empty field', () => {
    write('a.csv', 'id,name,capacity\n1,"一,二",\n2,三,40\n');
    expect(files.table('a.csv', schema)).toEqual([
      { id: 1, name: '一,二', capacity: null },
      { id: 2, name: '三', capacity: 40 },
    ]);
  });

  it.each([
    ['id,name,capacity\n1,一,\n,二,\n', 'data/a.csv line 3: id is not an integer'],
    ['id,name,capacity\n1,一,1e3\n', 'data/a.csv line 2: capacity is not an integer'],
    ['id,capacity\n1,\n', 'data/a.csv line 2: name'],
  ])('names the line and the column that cannot be used', (text, message) => {
    write('a.csv', text);
    expect(failureOf(() => files.table('a.csv', schema))).toContain(message);
  });

  it('that is missing is named', () => {
    expect(failureOf(() => files.table('b.csv', schema))).toBe('data/b.csv file: is missing');
  });
});

describe('a topology', () => {
  const topology = (arc: number[][]) => ({
    type: 'Topology',
    arcs: [arc],
    objects: { cells: { type: 'GeometryCollection', geometries: [{ type: 'Polygon', id: 7, arcs: [[0]] }] } },
  });
  const read = () => files.topology('t.topojson', 'cells', z.object({}));

  it('gives features with their ids as text', () => {
    const ring = [
      [109, 28],
      [110, 28],
      [110, 29],
      [109, 28],
    ];
    write('t.topojson', JSON.stringify(topology(ring)));
    expect(read()).toEqual([{ id: '7', geometry: { type: 'Polygon', coordinates: [ring] }, properties: {} }]);
  });

  it('names the feature and position off the globe', () => {
    write(
      't.topojson',
      JSON.stringify(
        topology([
          [109, 28],
          [28, 109],
          [110, 29],
          [109, 28],
        ]),
      ),
    );
    expect(failureOf(read)).toBe('data/t.topojson cells 7 ring 0 position 1: latitude 109 is out of range');
  });

  it('names a missing object and text that is no JSON', () => {
    write('t.topojson', '{"objects":{}}');
    expect(failureOf(read)).toBe('data/t.topojson cells: is not an object of the topology');
    write('t.topojson', '{');
    expect(failureOf(read)).toMatch(/^data\/t\.topojson content: is not JSON/);
  });
});

it('a checksum changes with a byte, a name and the seed', () => {
  write('a', '1');
  write('b', '1');
  const sums = [
    files.checksum(['a'], 'x'),
    files.checksum(['b'], 'x'),
    files.checksum(['a'], 'y'),
    files.checksum(['missing'], 'x'),
  ];
  expect(new Set(sums).size).toBe(4);
  write('a', '2');
  expect(sums).not.toContain(files.checksum(['a'], 'x'));
});
