import { expect, test } from 'vitest';
import { I18n } from '../../i18n/i18n.svelte.ts';
import { hectaresChange, hectaresText, territoryArea } from './territoryArea.ts';

const i18n = new I18n(() => 'zh-CN');

test('territories are told in km², what is smaller in hectares', () => {
  expect(territoryArea(12_345_678, i18n)).toBe('12.346 平方公里');
  expect(territoryArea(345_678, i18n)).toBe('34.57 公顷');
  expect(territoryArea(null, i18n)).toBe('无数据');
});

test('a change in hectares has its sign, and rounding is none', () => {
  expect(hectaresChange(2_000_000, 1_950_000, i18n)).toBe('−5.00');
  expect(hectaresChange(2_000_000, 4_000_400, i18n)).toBe('+200.04');
  expect(hectaresChange(2_000_000, 1_999_999.9, i18n)).toBe('0');
  expect(hectaresChange(2_000_000, null, i18n)).toBe('−200.00');
  expect([hectaresText(12_345, i18n), hectaresText(null, i18n)]).toEqual(['1.23', '无']);
});
