import { describe, expect, it } from 'vitest';
import { codeOfKey, comparedLists, keyOfCode } from './comparedLists.ts';

const categories = [
  { key: 'first', order: 1 },
  { key: 'second', order: 2 },
];

describe('the two lists of a comparison', () => {
  it('tells the older list from the newer one and the changes', () => {
    const after = Uint8Array.of(1, 2, 0, 255, 253);
    const lists = comparedLists(
      after,
      [
        { villageId: 2, from: 'first', to: 'second' },
        { villageId: 3, from: 'unassigned', to: 'outside' },
        { villageId: 4, from: 'outside', to: 'deferred' },
      ],
      categories,
    );
    expect([...lists.before]).toEqual([1, 1, 254, 0, 253]);
    expect([...lists.after]).toEqual([1, 2, 0, 255, 253]);
    expect([...after]).toEqual([1, 2, 0, 255, 253]);
  });

  it('draws what the diff says where the list was read at another moment', () => {
    const lists = comparedLists(
      Uint8Array.of(1),
      [{ villageId: 1, from: 'first', to: 'second' }],
      categories,
    );
    expect([...lists.before, ...lists.after]).toEqual([1, 2]);
  });

  it('leaves out villages the list does not reach', () => {
    const lists = comparedLists(
      Uint8Array.of(1),
      [{ villageId: 9, from: 'first', to: 'second' }],
      categories,
    );
    expect([...lists.before]).toEqual([1]);
  });

  it('turns keys into bytes and back', () => {
    for (const key of ['first', 'second', 'unassigned', 'deferred', 'outside'])
      expect(keyOfCode(codeOfKey(key, categories), categories)).toBe(key);
    expect(codeOfKey('of another scheme', categories)).toBe(0);
    expect(keyOfCode(253, categories)).toBeNull();
  });
});
