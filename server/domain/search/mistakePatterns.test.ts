import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mistakePatterns } from './mistakePatterns.ts';
import { isWithinOneMistake } from './oneMistake.ts';

const matches = (word: string, pattern: string) =>
  new RegExp(`^${pattern.replaceAll('_', '[^]')}$`, 'u').test(word);

describe('the shapes one mistake away', () => {
  it('are wrong, missing, added and swapped characters', () => {
    expect(mistakePatterns('洞村').map(({ pattern }) => pattern)).toEqual([
      '_村',
      '_洞村',
      '村',
      '村洞',
      '洞_',
      '洞_村',
      '洞',
      '洞村_',
    ]);
  });

  it('match a word exactly when it is within one mistake', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '洞'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(word, word, (typed, meant) => {
        const isMatched = mistakePatterns(typed).some(({ pattern }) => matches(meant, pattern));
        expect(isMatched).toBe(isWithinOneMistake(typed, meant));
      }),
      { seed: 20260108, numRuns: 3000 },
    );
  });

  it('say truly how words that match begin, end and how long they are', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', '洞'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(word, (typed) => {
        for (const { pattern, head, tail, length } of mistakePatterns(typed)) {
          expect(pattern.startsWith(head)).toBe(true);
          expect(pattern.endsWith(tail)).toBe(true);
          expect([...pattern]).toHaveLength(length);
        }
      }),
      { seed: 20260109, numRuns: 300 },
    );
  });
});
