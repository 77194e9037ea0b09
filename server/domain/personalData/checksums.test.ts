import { describe, expect, it } from 'vitest';
import { hasCreditCodeChecksum, hasIdentityChecksum, hasLuhnChecksum } from './checksums.ts';

describe('check characters', () => {
  it('identity numbers: the examples of GB 11643-1999', () => {
    expect(hasIdentityChecksum('11010519491231002X')).toBe(true);
    expect(hasIdentityChecksum('440524188001010014')).toBe(true);
    expect(hasIdentityChecksum('110105194912310021')).toBe(false);
  });

  it('unified social credit codes', () => {
    expect(hasCreditCodeChecksum('91350100M000100Y43')).toBe(true);
    expect(hasCreditCodeChecksum('91350100M000100Y44')).toBe(false);
    expect(hasCreditCodeChecksum('9135010OM000100Y43')).toBe(false);
  });

  it('cards: one digit changed or two neighbours swapped is noticed', () => {
    expect(hasLuhnChecksum('4111111111111111')).toBe(true);
    expect(hasLuhnChecksum('4111111111111112')).toBe(false);
    expect(hasLuhnChecksum('79927398713')).toBe(true);
    expect(hasLuhnChecksum('79927398731')).toBe(false);
  });
});
