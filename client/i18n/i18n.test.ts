import { describe, expect, it } from 'vitest';
import { I18n } from './i18n.svelte.ts';

const zh = new I18n(() => 'zh-CN');
const en = new I18n(() => 'en');

describe('numbers and measures in the language of the reader', () => {
  it('prints thousands with a comma and a true minus', () => {
    expect(zh.number(1110)).toBe('1,110');
    expect(zh.number(-13887)).toBe('−13,887');
  });

  it('prints unknown as words, never as zero', () => {
    expect(zh.number(null)).toBe('无数据');
    expect(en.distance(null)).toBe('No data');
    expect(zh.hundredMillionYuan(null)).toBe('无数据');
  });

  it('changes from metres to kilometres at one kilometre', () => {
    expect(zh.distance(999.4)).toBe('999 米');
    expect(zh.distance(999.6)).toBe('1 公里');
    expect(en.distance(6123)).toBe('6.1 km');
  });

  it('prints dates as far as they are known', () => {
    expect(zh.date('2021-12-23')).toBe('2021 年 12 月 23 日');
    expect(zh.date('2021-12')).toBe('2021 年 12 月');
    expect(en.date('2021-12-23T00:00:00Z')).toBe('23 December 2021');
    expect(en.date('2021')).toBe('2021');
  });

  it('prints 元 as 亿元 without losing the printed digits', () => {
    expect(zh.hundredMillionYuan(1_080_000_000)).toBe('10.8');
    expect(zh.hundredMillionYuan(66_950_000_000)).toBe('669.5');
  });

  it('keeps Chinese names in English and adds the romanised form', () => {
    const village = { name: '十八洞村', nameEn: 'Shibadong' };
    expect(zh.placeName(village)).toBe('十八洞村');
    expect(en.placeName(village)).toBe('十八洞村 Shibadong');
  });
});
