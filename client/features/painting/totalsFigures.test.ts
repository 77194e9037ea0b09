import { describe, expect, it } from 'vitest';
import { noTotals } from '#domain/painting/villageTotals';
import { I18n } from '../../i18n/i18n.svelte.ts';
import { mapScale, positionText } from './mapScale.ts';
import { signed } from './totalsFigures.ts';

const zh = new I18n(() => 'zh-CN');
const en = new I18n(() => 'en');

describe('a change in figures', () => {
  const delta = { ...noTotals, villages: 6, people: -4812, households: 1, areaSquareMetres: 12_340_000 };

  it('has its sign, a true minus and its unit', () => {
    expect(signed(delta, 'villages', zh)).toBe('+6 村');
    expect(signed(delta, 'people', zh)).toBe('−4,812 人');
    expect(signed(delta, 'areaSquareMetres', zh)).toBe('+12.3 平方公里');
    expect(signed(delta, 'households', en)).toBe('+1 household');
    expect(signed(delta, 'people', en)).toBe('−4,812 people');
  });

  it('has no sign where it is printed as zero', () => {
    expect(signed({ ...noTotals, areaSquareMetres: -40_000 }, 'areaSquareMetres', zh)).toBe('0 平方公里');
    expect(signed(noTotals, 'villages', zh)).toBe('0 村');
  });
});

describe('the foot of the map', () => {
  it('tells the scale to two digits', () => {
    expect(mapScale(47.7)).toBe(180_000);
    expect(mapScale(0.5)).toBe(1900);
  });

  it('tells a place to about ten metres', () => {
    expect(positionText({ lng: 109.46123, lat: 28.40371 })).toBe('109.4612°E 28.4037°N');
  });
});
