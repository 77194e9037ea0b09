import { describe, expect, it } from 'vitest';
import { takingBack, type PastEdit } from './editHistory.ts';

const edit = (id: number, villages: number[], undoes: number | null = null): PastEdit => ({
  id,
  villages,
  undoes,
});
const stateOf = (edits: PastEdit[], id: number) => {
  const answer = takingBack(
    edits,
    edits.find((one) => one.id === id)!,
  );
  return answer.state === 'covered' ? answer.by.map((one) => one.id) : answer.state;
};

describe('taking an edit back', () => {
  it('is free for the last one of its villages', () => {
    const edits = [edit(2, [1, 2]), edit(3, [8, 9])];
    expect([stateOf(edits, 2), stateOf(edits, 3)]).toEqual(['free', 'free']);
  });

  it('waits for what was built on it', () => {
    const edits = [edit(2, [1, 2]), edit(3, [2, 3]), edit(4, [3, 5])];
    expect(stateOf(edits, 2)).toEqual([3]);
    expect(stateOf(edits, 3)).toEqual([4]);
  });

  it('is done once, and can itself be taken back', () => {
    const edits = [edit(2, [1, 2]), edit(3, [1, 2], 2)];
    expect([stateOf(edits, 2), stateOf(edits, 3)]).toEqual(['done', 'free']);
    const again = [...edits, edit(4, [1, 2], 3)];
    expect([2, 3, 4].map((id) => stateOf(again, id))).toEqual(['free', 'done', 'free']);
    const thrice = [...again, edit(5, [1, 2], 4)];
    expect([2, 3, 4, 5].map((id) => stateOf(thrice, id))).toEqual(['done', 'free', 'done', 'free']);
  });

  it('sees through pairs that cancel each other', () => {
    const edits = [edit(2, [1, 2]), edit(3, [2, 3]), edit(4, [2, 3], 3)];
    expect(stateOf(edits, 2)).toBe('free');
    expect(stateOf(edits, 4)).toBe('free');
    // What edit 3 stood on is gone: it cannot be done again.
    const without = [...edits, edit(5, [1, 2], 2)];
    expect([stateOf(without, 4), stateOf(without, 5)]).toEqual([[5], 'free']);
  });
});
