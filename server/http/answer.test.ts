import { describe, expect, it } from 'vitest';
import { isKnown } from './answer.ts';

describe('isKnown', () => {
  it.each([
    [undefined, false],
    ['"abc"', true],
    ['"abc-br"', true],
    ['"abc-gzip"', true],
    ['W/"abc"', true],
    ['"x", "abc"', true],
    ['*', true],
    ['"abcd"', false],
    ['abc', false],
    ['"br-abc"', false],
    ['', false],
  ])('If-None-Match %s: %s', (header, expected) => expect(isKnown(header, 'abc')).toBe(expected));
});
