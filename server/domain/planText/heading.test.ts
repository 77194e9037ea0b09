import { describe, expect, it } from 'vitest';
import { isCountyLike, readCountedHeading, readNumeral, readPlainHeading } from './heading.ts';

describe('headings', () => {
  it.each([
    ['青禾县：9个村', { name: '青禾县', declared: 9 }],
    ['青禾县:９个行政村', { name: '青禾县', declared: 9 }],
    ['青禾县（共12个村）', { name: '青禾县', declared: 12 }],
    ['青禾县〔12〕：', { name: '青禾县', declared: 12 }],
    ['一、先行区：共135个村', { name: '先行区', declared: 135 }],
    ['（二）先 行 区  计 7 个脱贫村', { name: '先行区', declared: 7 }],
    ['\t共135个村', { name: '', declared: 135 }],
    ['青禾县：一百零五个村（社区）', { name: '青禾县', declared: 105 }],
    ['巩固区Ⅱ型：413个村', { name: '巩固区Ⅱ型', declared: 413 }],
  ])('reads %j', (line, heading) => {
    expect(readCountedHeading(line)).toEqual(heading);
  });

  it.each(['青禾县', '到2025年，共135个村', '（Ⅰ型，共193个）脱贫村', '青禾县：2021年', '（一）', ''])(
    'sees no number of villages in %j',
    (line) => {
      expect(readCountedHeading(line)).toBeNull();
    },
  );

  it.each([
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['一百零五', 105],
    ['两千三百', 2300],
    ['共１３５个', 135],
    ['许多', null],
  ])('reads the numeral %s', (text, number) => {
    expect(readNumeral(text)).toBe(number);
  });

  it('takes short lines without sentence punctuation for possible headings', () => {
    expect(readPlainHeading('二、后进村')).toEqual({ name: '后进村', isZoneLike: true, isCountyLike: false });
    expect(readPlainHeading('青禾县：')).toEqual({ name: '青禾县', isZoneLike: false, isCountyLike: true });
    expect(readPlainHeading('到2025年，收入提高。')).toBeNull();
    expect(readPlainHeading('— 12 —')).toBeNull();
  });

  it('tells districts from classes of villages by their length', () => {
    expect(['青禾县', '白石市', '河东区', '乡村振兴示范区'].map(isCountyLike)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
