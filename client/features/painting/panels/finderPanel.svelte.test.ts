import { afterEach, describe, expect, it } from 'vitest';
import { flushSync } from 'svelte';
import type { AssignmentValue } from '#domain/painting/assignmentValue';
import { Finder } from '#domain/painting/finder';
import { neighboursOf } from '#domain/painting/neighbours';
import { noTotals } from '#domain/painting/villageTotals';
import { PaintingDesk } from '../paintingDesk.svelte.ts';
import { stage, stageCategories } from '../testing/stage.ts';
import FinderPanel from './FinderPanel.svelte';

const placed = (categoryKey: string | null): AssignmentValue => ({
  status: categoryKey === null ? 'unassigned' : 'assigned',
  categoryKey,
  reviewDate: null,
  reason: null,
});
const ids = [1, 2, 3, 4];

let end = async () => {};
afterEach(() => end());

/** Four villages in a row: 1 and 3 unassigned, 2 and 4 in two categories. */
function panel() {
  const values = new Map(ids.map((id) => [id, placed(id % 2 === 0 ? `category${id}` : null)]));
  const finder = new Finder(
    ids.map((id) => ({ id, countyCode: '433124', townshipCode: '433124101' })),
    {
      valueOf: (id) => values.get(id),
      previousValueOf: null,
      neighbours: neighboursOf(
        [1, 2, 3].map((id) => ({ left: id, right: id + 1 })),
        4,
      ),
      violatingIds: new Set([2]),
      commentedIds: new Set(),
    },
  );
  let epoch = $state(0);
  let current = $state<number | null>(null);
  const draft = {
    isEditable: true,
    categories: stageCategories,
    finder,
    totals: new Map([['unassigned', { ...noTotals, villages: 4 }]]),
    villages: new Map(ids.map((id) => [id, { id, name: `村${id}`, townshipCode: '433124101' }])),
    valueOf: (id: number) => values.get(id),
    get epoch() {
      return epoch;
    },
    get current() {
      return current;
    },
    set current(id) {
      current = id;
    },
  };
  const desk = new PaintingDesk(draft as never, {
    today: '2026-11-23',
    onfind: () => {},
    isNarrow: () => false,
  });
  const shown = stage(FinderPanel as never, { draft, desk } as never);
  end = shown.end;
  return {
    draft,
    desk,
    shown,
    change(id: number, value: AssignmentValue) {
      values.set(id, value);
      finder.update([id]);
      epoch += 1;
      flushSync();
    },
  };
}
const counter = (target: HTMLElement) =>
  target.querySelector('[role=status]')?.textContent.replaceAll(/\s+/g, ' ').trim();

describe('the finder', () => {
  it('counts n of m and follows what is painted', () => {
    const { shown, change } = panel();
    expect(counter(shown.target)).toBe('2 / 4 村');
    change(3, placed('category2'));
    expect(counter(shown.target)).toBe('1 / 4 村');
    change(1, placed('category2'));
    expect(counter(shown.target)).toBe('0 / 4 村');
    expect(shown.text()).toContain('全部归类');
    expect(shown.button('下一个').disabled).toBe(true);
  });

  it('goes to the next and the previous one', () => {
    const { draft, shown } = panel();
    shown.click('下一个');
    expect(draft.current).toBe(1);
    shown.click('下一个');
    expect(draft.current).toBe(3);
    expect(shown.text()).toContain('第 2 个，共 2 个');
    shown.click('上一个');
    expect(draft.current).toBe(1);
  });

  it('lists the villages of the kind that is chosen', () => {
    const { desk, draft, shown } = panel();
    const select = shown.target.querySelector('select')!;
    expect([...select.options].map(({ text }) => text)).toEqual([
      '未分类',
      '违反规则',
      '孤立',
      '与上版不同',
      '有意见的',
    ]);
    select.value = 'isolated';
    select.dispatchEvent(new Event('change', { bubbles: true }));
    flushSync();
    expect(desk.finderKind).toBe('isolated');
    shown.click('列出来');
    expect([...shown.target.querySelectorAll('li .name')].map((name) => name.textContent)).toEqual([
      '村2',
      '村4',
    ]);
    [...shown.target.querySelectorAll<HTMLButtonElement>('li button')].at(-1)?.click();
    flushSync();
    expect(draft.current).toBe(4);
    expect(shown.target.querySelector('[aria-current=true]')?.textContent).toContain('村4');
  });

  it('marks a village that stays in the list as it is painted', () => {
    const { change, desk, shown } = panel();
    desk.finderKind = 'violating';
    flushSync();
    shown.click('列出来');
    const row = shown.target.querySelector('li')!;
    const before = row.innerHTML;
    change(2, placed('category3'));
    expect(shown.target.querySelector('li')).toBe(row);
    expect(row.innerHTML).not.toBe(before);
  });
});
