import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { flushSync } from 'svelte';
import { noTotals, type KeyTotals } from '#domain/painting/villageTotals';
import { stage, stageCategories } from '../testing/stage.ts';
import PendingStrip from './PendingStrip.svelte';

const gain: KeyTotals = {
  ...noTotals,
  villages: 6,
  people: 4812,
  households: 1200,
  areaSquareMetres: 21_400_000,
};
const loss: KeyTotals = {
  ...noTotals,
  villages: -6,
  people: -4812,
  households: -1200,
  areaSquareMetres: -21_400_000,
};

const lowScreen = window.innerHeight;
beforeEach(() => {
  window.innerHeight = 1000;
});
afterEach(() => {
  window.innerHeight = lowScreen;
});
let end = async () => {};
afterEach(() => end());

function strip(first: { villageIds: number[]; strokes: number; delta: Map<string, KeyTotals> } | null) {
  let pending = $state.raw(first);
  const draft = {
    categories: stageCategories,
    accept: vi.fn<() => void>(),
    reject: vi.fn<() => void>(),
    get pending() {
      return pending;
    },
  };
  const onreason = vi.fn<() => void>();
  const shown = stage(PendingStrip as never, { draft, onreason, isDemonstration: true } as never);
  end = shown.end;
  return {
    draft,
    onreason,
    shown,
    set(next: typeof first) {
      pending = next;
      flushSync();
    },
  };
}

describe('the strip of what is pending', () => {
  const pending = {
    villageIds: [1, 2, 3, 4, 5, 6],
    strokes: 1,
    delta: new Map([
      ['unassigned', loss],
      ['category3', gain],
    ]),
  };

  it('is not there while nothing is pending', () => {
    const { shown, set } = strip(null);
    expect(shown.target.querySelector('section')).toBeNull();
    set(pending);
    expect(shown.target.querySelector('section')).not.toBeNull();
    set(null);
    expect(shown.target.querySelector('section')).toBeNull();
  });

  it('leads with the category that gains and says every change in four measures, signed', () => {
    const { shown } = strip(pending);
    expect(shown.target.querySelector('[role=status]')?.textContent).toMatch(/\+6 村·\+4,812 人\s*→ 3类/);
    const rows = [...shown.target.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => cell.textContent),
    );
    expect(rows).toEqual([
      ['+6 村', '+4,812 人', '+1,200 户', '+21.4 平方公里'],
      ['−6 村', '−4,812 人', '−1,200 户', '−21.4 平方公里'],
    ]);
    expect(shown.text()).toContain('示例数据');
  });

  it('says how many villages where only reasons change', () => {
    const { shown } = strip({ villageIds: [4, 5], strokes: 1, delta: new Map() });
    expect(shown.target.querySelector('[role=status]')?.textContent.trim()).toBe('2 村');
  });

  it('accepts, drops and asks for the reason', () => {
    const { draft, onreason, shown } = strip(pending);
    shown.click('确认');
    shown.click('撤销');
    shown.click('写理由');
    expect(draft.accept).toHaveBeenCalledOnce();
    expect(draft.reject).toHaveBeenCalledOnce();
    expect(onreason).toHaveBeenCalledOnce();
  });

  it('begins with a line on a low screen', () => {
    window.innerHeight = 768;
    const { shown } = strip(pending);
    expect((shown.target.querySelector('.table') as HTMLElement).hidden).toBe(true);
    expect(shown.target.querySelector('.line')?.textContent).toContain('−6 村');
  });

  it('folds its table to a line', () => {
    const { shown } = strip(pending);
    const table = shown.target.querySelector('.table') as HTMLElement;
    expect(table.hidden).toBe(false);
    shown.click('各类变化');
    expect(table.hidden).toBe(true);
    expect(shown.button('各类变化').getAttribute('aria-expanded')).toBe('false');
  });
});
