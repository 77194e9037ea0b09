import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SearchResult } from '#contract/search';
import { SearchBox, type FindPlaces } from './searchBox.svelte.ts';

function village(id: string, name: string): SearchResult {
  return {
    type: 'village',
    id,
    name,
    nameEn: '',
    context: '花垣县双龙镇',
    categoryKey: null,
    position: null,
    bbox: null,
    locationQuality: 'estimated',
    isDemonstration: false,
    match: 'initials',
  };
}

const answers: Record<string, readonly SearchResult[]> = {
  sbd: [village('745', '十八洞村'), village('944', '首八峒村')],
};
const find: FindPlaces = (query) => Promise.resolve(answers[query] ?? []);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function typed(text: string, using: FindPlaces = find): Promise<SearchBox> {
  const box = new SearchBox(using, { delayMilliseconds: 100 });
  box.type(text);
  await vi.advanceTimersByTimeAsync(100);
  return box;
}

describe('a place search by keyboard', () => {
  it('chooses the first answer with Enter', async () => {
    const box = await typed('sbd');
    expect(box.isOpen).toBe(true);
    expect(box.press('Enter')).toEqual({ type: 'choose', result: answers['sbd']![0] });
  });

  it('moves the active row with the arrows and wraps around', async () => {
    const box = await typed('sbd');
    expect(box.active).toBe(0);
    box.press('ArrowDown');
    expect(box.active).toBe(1);
    box.press('ArrowDown');
    expect(box.active).toBe(0);
    box.press('ArrowUp');
    expect(box.active).toBe(1);
  });

  it('closes with Escape, then clears, then leaves', async () => {
    const box = await typed('sbd');
    expect(box.press('Escape').type).toBe('handled');
    expect(box.isOpen).toBe(false);
    expect(box.query).toBe('sbd');
    expect(box.press('Escape').type).toBe('handled');
    expect(box.query).toBe('');
    expect(box.press('Escape').type).toBe('leave');
  });

  it('answers Enter before the typing pause with the best result', async () => {
    const box = new SearchBox(find, { delayMilliseconds: 100 });
    box.type('sbd');
    expect(box.press('Enter').type).toBe('none');
    expect(await box.chooseBest()).toEqual(answers['sbd']![0]);
  });

  it('says that there is nothing only once the server has said so', async () => {
    const box = new SearchBox(find, { delayMilliseconds: 100 });
    box.type('石堤');
    expect(box.isEmpty).toBe(false);
    await vi.advanceTimersByTimeAsync(100);
    expect(box.isEmpty).toBe(true);
  });

  it('drops the answer to an older query', async () => {
    const slow = new Map<string, (results: readonly SearchResult[]) => void>();
    const box = new SearchBox((query) => new Promise((resolve) => slow.set(query, resolve)), {
      delayMilliseconds: 0,
    });
    box.type('sb');
    await vi.advanceTimersByTimeAsync(1);
    box.type('sbd');
    await vi.advanceTimersByTimeAsync(1);
    slow.get('sbd')?.(answers['sbd']!);
    await vi.advanceTimersByTimeAsync(0);
    slow.get('sb')?.([village('1', '双坝村')]);
    await vi.advanceTimersByTimeAsync(0);
    expect(box.results.map((result) => result.id)).toEqual(['745', '944']);
  });

  it('says so when the server cannot be reached', async () => {
    const box = await typed('sbd', () => Promise.reject(new Error('offline')));
    expect(box.status).toBe('failed');
    expect(box.isOpen).toBe(true);
  });
});
