import { describe, expect, it } from 'vitest';
import type { PickedFeature } from '../../layers/layer.ts';
import { Picked } from './picked.svelte.ts';

function feature(layer: string, id: string): PickedFeature {
  return {
    layer,
    id,
    title: { zh: id, en: id },
    isDemonstration: false,
    isEstimated: true,
    position: [109.6, 28.3],
  };
}
const pile = [feature('facilities', '9'), feature('sites', '3'), feature('villages', '745')];

describe('things under one click', () => {
  it('shows the topmost first and walks around the pile', () => {
    const picked = new Picked();
    expect(picked.take(pile)?.layer).toBe('facilities');
    expect(picked.show(1)?.layer).toBe('sites');
    expect(picked.show(3)?.layer).toBe('facilities');
    expect(picked.show(-1)?.layer).toBe('villages');
  });

  it('gives nothing for bare ground', () => {
    const picked = new Picked();
    expect(picked.take([])).toBeNull();
    expect(picked.show(1)).toBeNull();
  });

  it('is forgotten when something else is selected, kept when it is part of the pile', () => {
    const picked = new Picked();
    picked.take(pile);
    picked.forgetUnless({ layer: 'villages', id: '745' });
    expect(picked.index).toBe(2);
    picked.forgetUnless({ layer: 'villages', id: '1' });
    expect(picked.features).toEqual([]);
  });
});
