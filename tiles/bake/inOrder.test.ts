import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { inOrder } from './inOrder.ts';

it('gives results in order however long each takes, never more at once than asked', async () => {
  let running = 0;
  let most = 0;
  const results: number[] = [];
  const work = async (milliseconds: number) => {
    running += 1;
    most = Math.max(most, running);
    await pause(milliseconds);
    running -= 1;
    return milliseconds;
  };
  for await (const result of inOrder([30, 1, 20, 5, 1], 3, work)) results.push(result);
  expect(results).toEqual([30, 1, 20, 5, 1]);
  expect(most).toBe(3);
});

it('begins nothing after a failure and leaves nothing running', async () => {
  const begun: number[] = [];
  let ended = 0;
  const work = async (item: number) => {
    begun.push(item);
    await pause(item === 2 ? 1 : 20);
    ended += 1;
    if (item === 2) throw new Error('item 2');
    return item;
  };
  const read = async () => {
    for await (const result of inOrder([1, 2, 3, 4, 5, 6], 2, work)) void result;
  };
  await expect(read()).rejects.toThrow('item 2');
  expect(begun).toEqual([1, 2, 3]);
  expect(ended).toBe(3);
});
