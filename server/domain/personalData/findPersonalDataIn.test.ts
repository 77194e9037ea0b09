import { describe, expect, it } from 'vitest';
import { findPersonalDataIn } from './findPersonalDataIn.ts';

const placesIn = (value: unknown, path = '') =>
  findPersonalDataIn(value, path).map((finding) => `${finding.path} ${finding.kind}`);

describe('personal data in structured values', () => {
  it('gives the path and the offsets within its text', () => {
    const value = [{ content: '路灯' }, { content: '请打13874361234咨询' }];
    expect(findPersonalDataIn(value, 'projects')).toMatchObject([
      { path: 'projects[1].content', kind: 'mobile-number', start: 2, end: 13 },
    ]);
  });

  it('searches keys and whole numbers', () => {
    expect(placesIn({ '13874361234': 1 })).toEqual(['["13874361234"] (key) mobile-number']);
    expect(placesIn({ phone: 13874361234 })).toEqual(['phone mobile-number']);
    expect(placesIn({ at: [109.7361, 28.3133], area: 13874, none: null })).toEqual([]);
  });

  it('reads a row together: a name in one cell, an address in another', () => {
    expect(placesIn({ name: '施成富', members: 4, address: '十八洞村3组12号' })).toEqual([
      'name name-and-address',
    ]);
    const table = [
      ['序号', '甲', '乙'],
      ['1', '施成富', '十八洞村3组12号'],
    ];
    expect(placesIn(table, 'rows')).toEqual(['rows[1][1] name-and-address']);
  });

  it('reads a cell with the name of its column', () => {
    const table = [
      ['身份证号', '金额'],
      ['433122850312123', '1200'],
    ];
    expect(placesIn(table)).toEqual(['[1][0] identity-number']);
    expect(placesIn([['编号', '金额'], table[1]])).toEqual([]);
    expect(placesIn({ 户主: '施成富' })).toEqual(['户主 name-and-address']);
  });

  it('does not join numbers of neighbouring cells', () => {
    expect(placesIn(['138', '7436', '1234'])).toEqual([]);
    expect(placesIn(['433122', '19850312', '1238'])).toEqual([]);
  });

  it('does not take exempt texts', () => {
    const value = { contact: '13874361234', other: '13874361235' };
    expect(findPersonalDataIn(value, '', ['13874361234']).map(({ path }) => path)).toEqual(['other']);
  });
});
