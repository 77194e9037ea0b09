import { describe, expect, it } from 'vitest';
import { findNameSuspicions, hasVillageSuffix, splitJoinedNames } from './villageName.ts';

describe('village names', () => {
  it.each([
    ['大坪村三联村', ['大坪村', '三联村']],
    ['大坪村三联社区小湾村', ['大坪村', '三联社区', '小湾村']],
    ['大坪村', ['大坪村']],
    ['兰村村', ['兰村村']],
    ['老村坪村', ['老村坪村']],
    ['东湖新村社区', ['东湖新村社区']],
    ['金家村第一社区', ['金家村第一社区']],
    ['大坪村（原三联村）', ['大坪村（原三联村）']],
    ['大坪村社区居委会', ['大坪村社区居委会']],
  ])('cuts %s into %j', (text, names) => {
    expect(splitJoinedNames(text)).toEqual(names);
  });

  it('knows the endings of villages and communities', () => {
    expect(['大坪村', '城北社区', '红旗嘎查', '默戎居委会', '大坪'].map(hasVillageSuffix)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['大坪村', []],
    ['大坪', ['noVillageSuffix']],
    ['大·坪村', ['containsPunctuation']],
    ['大坪\u200b村', ['containsUnusualCharacter']],
    ['大坪\uFFFD村', ['containsPunctuation', 'containsUnusualCharacter']],
    ['三联镇', ['noVillageSuffix', 'containsTownshipSuffix']],
    ['镇溪村', []],
    ['𠀀坪村', []],
  ])('finds in %s: %j', (name, suspicions) => {
    expect(findNameSuspicions(name)).toEqual(suspicions);
  });
});
