import { expect, test } from 'vitest';
import { I18n } from '../../i18n/i18n.svelte.ts';
import { territoryArea, territoryChange } from './territoryArea.ts';

const i18n = new I18n(() => 'zh-CN');

test('territories are told in km², what is smaller in hectares', () => {
  expect(territoryArea(12_345_678, i18n)).toBe('12.346 平方公里');
  expect(territoryArea(345_678, i18n)).toBe('34.57 公顷');
  expect(territoryArea(null, i18n)).toBe('无数据');
});

test('a change has its sign, and rounding is none', () => {
  expect(territoryChange(2_000_000, 1_950_000, i18n)).toBe('−5 公顷');
  expect(territoryChange(2_000_000, 4_000_000, i18n)).toBe('+2 平方公里');
  expect(territoryChange(2_000_000, 2_000_000.01, i18n)).toBe('不变');
  expect(territoryChange(2_000_000, null, i18n)).toBe('−2 平方公里');
});
