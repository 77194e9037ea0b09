import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalize } from './normalize.ts';
import { isWithinOneMistake } from './oneMistake.ts';
import { spell } from './spell.ts';
import { coreName, termsOf } from './terms.ts';

const textOf = (name: string, kind: string, aliases: string[] = []) =>
  termsOf({ name, aliases, code: '433124107201' }, spell)
    .filter((term) => term.kind === kind && !term.isInner)
    .map(({ term }) => term);

describe('the terms of a village', () => {
  it('are its name, pinyin, initials and code, with and without the ending', () => {
    expect(textOf('十八洞村', 'name')).toEqual(['十八洞村', '十八洞']);
    expect(textOf('十八洞村', 'pinyin')).toEqual(['shibadongcun', 'shibadong']);
    expect(textOf('十八洞村', 'initials')).toEqual(['sbdc', 'sbd']);
    expect(textOf('十八洞村', 'code')).toEqual(['433124107201']);
  });

  it('hold every part of the name of two characters and more as a beginning', () => {
    const inner = termsOf({ name: '十八洞村', aliases: [], code: null }, spell).filter(
      (term) => term.isInner,
    );
    expect(inner.map(({ term }) => term)).toEqual(['八洞村', '洞村', 'badongcun', 'dongcun']);
  });

  it('include aliases and their spelling', () => {
    expect(textOf('筸子坪镇', 'alias', ['竿子坪镇'])).toEqual(['竿子坪镇', '竿子坪']);
    expect(textOf('筸子坪镇', 'initials', ['吉信镇'])).toContain('jxz');
  });

  it('do not repeat', () => {
    const terms = termsOf({ name: '木林', aliases: ['木林'], code: null }, spell);
    expect(new Set(terms.map(({ kind, term }) => kind + term)).size).toBe(terms.length);
  });

  it('never reduce a name to one character', () => {
    expect(coreName('沙村')).toBe('沙村');
    expect(coreName('吉首市')).toBe('吉首');
  });
});

describe('normalize', () => {
  it.each([
    ['Shi Ba  Dong', 'shibadong'],
    ['Ｓｂｄ', 'sbd'],
    ['lǜ dòng shān', 'lvdongshan'],
    ['LÜ', 'lv'],
    ['十八洞 村（社区）', '十八洞村社区'],
    ['示例卫生室 01', '示例卫生室01'],
  ])('%s → %s', (text, expected) => expect(normalize(text)).toBe(expected));

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(normalize(normalize(text))).toBe(normalize(text));
      }),
      { seed: 20260103, numRuns: 500 },
    );
  });
});

describe('one mistake', () => {
  it.each([
    ['十八动', '十八洞', true],
    ['shibadogn', 'shibadong', true],
    ['shibdong', 'shibadong', true],
    ['shibadoong', 'shibadong', true],
    ['十九动', '十八洞', false],
    ['shbadon', 'shibadong', false],
    ['abc', 'cba', false],
  ])('%s for %s: %s', (typed, meant, expected) => expect(isWithinOneMistake(typed, meant)).toBe(expected));

  it('is symmetric', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        expect(isWithinOneMistake(a, b)).toBe(isWithinOneMistake(b, a));
      }),
      { seed: 20260104, numRuns: 500 },
    );
  });
});
