import { describe, expect, it } from 'vitest';
import { countyOf, regionCovers, regionPrefix, regionsOverlap } from './regionCodes.ts';

describe('division codes', () => {
  it.each([
    ['430000', '43'],
    ['433100', '4331'],
    ['433124', '433124'],
    ['433124101', '433124101'],
    ['433124100', '433124100'],
    ['433124101200', '433124101200'],
  ])('%s covers what begins with %s', (code, prefix) => expect(regionPrefix(code)).toBe(prefix));

  it('a prefecture covers its counties, a county its townships, nothing its sibling', () => {
    expect(regionCovers('433100', '433124')).toBe(true);
    expect(regionCovers('433100', '433100')).toBe(true);
    expect(regionCovers('433124', '433124101')).toBe(true);
    expect(regionCovers('433124', '433100')).toBe(false);
    expect(regionCovers('433124', '433125')).toBe(false);
    expect(regionCovers('433100', '430100')).toBe(false);
  });

  it('overlaps upward and downward, not sideways', () => {
    expect(regionsOverlap('433124', '433100')).toBe(true);
    expect(regionsOverlap('433100', '433124')).toBe(true);
    expect(regionsOverlap('433124', '433125')).toBe(false);
  });

  it('knows the county of a code', () => {
    expect(countyOf('433124101')).toBe('433124');
    expect(countyOf('433124')).toBe('433124');
    expect(countyOf('433100')).toBeNull();
    expect(countyOf('430000')).toBeNull();
  });
});
