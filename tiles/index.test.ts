import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tileLayers, tilesets } from './index.ts';

it('every file of a tile layer is registered, once', () => {
  const files = ['base', 'places', 'network'].flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, import.meta.url))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );
  const registry = readFileSync(new URL('index.ts', import.meta.url), 'utf8');
  const missing = files.filter((file) => file !== 'base/regionLabel.ts' && !registry.includes(`'./${file}'`));
  expect(missing).toEqual([]);
  expect(tileLayers).toHaveLength(files.length - 1);
  expect(new Set(tileLayers.map((layer) => layer.id)).size).toBe(tileLayers.length);
});

it('every layer is in the tileset it names', () => {
  const placed = [...tilesets.values()].flatMap(({ id, layers }) =>
    layers.map((layer) => `${id}/${layer.id}`),
  );
  expect(placed.sort()).toEqual(tileLayers.map((layer) => `${layer.tileset}/${layer.id}`).sort());
});

it('no layer carries a category: colour is state, not content', () => {
  for (const layer of tileLayers) {
    const columns = Object.values(layer.attributes).map(({ column }) => column.text);
    expect(columns.join('\n')).not.toMatch(/category/);
  }
});
