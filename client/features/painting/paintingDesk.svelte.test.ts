import { describe, expect, it, vi } from 'vitest';
import type { Category } from '#contract/plans';
import type { WantedValue } from '#domain/painting/assignmentValue';
import { FinderList, VillageOrder } from '#domain/painting/finder';
import { firstReviewDate, PaintingDesk, type DeskDraft } from './paintingDesk.svelte.ts';

const category = (key: string, order: number) => ({ key, order }) as Category;

/** A draft with two unassigned villages, 5 and 7, that notes what is asked of it. */
function draftOf(isEditable = true) {
  const order = new VillageOrder(
    [5, 6, 7].map((id) => ({ id, countyCode: '433124', townshipCode: '433124101' })),
  );
  const unassigned = new FinderList(order);
  unassigned.set(5, true);
  unassigned.set(7, true);
  const isolated = new FinderList(order);
  const swept: number[] = [];
  const draft = {
    isEditable,
    categories: [category('first', 1), category('second', 2)],
    wanted: { status: 'unassigned' } as WantedValue,
    byTownship: false,
    onlyUnassigned: false,
    current: null as number | null,
    finder: { lists: { unassigned, isolated } },
    begin: () => ({ sweep: (ids: readonly number[]) => swept.push(...ids), end: () => {}, cancel: () => {} }),
    accept: vi.fn<() => void>(),
    reject: vi.fn<() => void>(),
    undo: vi.fn<() => void>(),
    redo: vi.fn<() => void>(),
  };
  return { draft: draft as typeof draft & DeskDraft, swept };
}

function deskOf(isEditable = true, isNarrow = false) {
  const { draft, swept } = draftOf(isEditable);
  const shown: number[] = [];
  const desk = new PaintingDesk(draft, {
    today: '2026-11-23',
    onfind: (id) => shown.push(id),
    isNarrow: () => isNarrow,
  });
  return { desk, draft, swept, shown };
}

describe('the desk of the painting page', () => {
  it('takes categories by their digit, 9 for 暂不分类 and 0 for the eraser', () => {
    const { desk, draft } = deskOf();
    desk.run('value-2');
    expect(draft.wanted).toEqual({ status: 'assigned', categoryKey: 'second' });
    desk.run('value-9');
    expect(draft.wanted).toEqual({ status: 'deferred', reviewDate: '2027-11-23' });
    desk.run('value-5');
    expect(draft.wanted).toMatchObject({ status: 'deferred' });
    desk.run('value-0');
    expect(draft.wanted).toEqual({ status: 'unassigned' });
  });

  it('puts off to the day that is set, from then on', () => {
    const { desk, draft } = deskOf();
    desk.run('value-9');
    desk.reviewDate = '2027-03-01';
    expect(draft.wanted).toEqual({ status: 'deferred', reviewDate: '2027-03-01' });
    desk.reviewDate = '';
    expect(desk.reviewDate).toBe('2027-03-01');
    expect(firstReviewDate('2028-02-29')).toBe('2029-02-28');
  });

  it('walks along the list that is chosen, round and round, and shows each village', () => {
    const { desk, draft, shown } = deskOf();
    for (const command of ['nextFound', 'nextFound', 'nextFound', 'previousFound'] as const)
      desk.run(command);
    expect(shown).toEqual([5, 7, 5, 7]);
    expect(draft.current).toBe(7);
    desk.finderKind = 'isolated';
    desk.run('nextFound');
    expect(draft.current).toBe(7);
  });

  it('paints the village it is at, where the draft may be changed', () => {
    const { desk, swept } = deskOf();
    desk.run('paintCurrent');
    expect(swept).toEqual([]);
    desk.goTo(6);
    desk.run('paintCurrent');
    expect(swept).toEqual([6]);
    const reader = deskOf(false);
    reader.desk.goTo(6);
    reader.desk.run('paintCurrent');
    expect(reader.swept).toEqual([]);
  });

  it('holds a tool that only looks on a draft that cannot be changed', () => {
    const { desk } = deskOf(false);
    expect(desk.tool).toBe('pan');
    desk.run('tool-lasso');
    expect(desk.tool).toBe('pan');
    desk.run('tool-inspect');
    expect(desk.tool).toBe('inspect');
  });

  it('pans while Space is held and goes back to its tool', () => {
    const { desk } = deskOf();
    desk.run('tool-lasso');
    desk.run('holdPan');
    expect([desk.tool, desk.shownTool]).toEqual(['lasso', 'pan']);
    desk.isPanHeld = false;
    expect(desk.shownTool).toBe('lasso');
  });

  it('keeps the brush between its smallest and largest size', () => {
    const { desk } = deskOf();
    for (let press = 0; press < 9; press += 1) desk.run('largerBrush');
    expect(desk.brushSize).toBe(5);
    for (let press = 0; press < 9; press += 1) desk.run('smallerBrush');
    expect(desk.brushSize).toBe(1);
  });

  it('passes on what concerns the strokes and flips the limits', () => {
    const { desk, draft } = deskOf();
    for (const command of ['accept', 'reject', 'undo', 'redo'] as const) {
      desk.run(command);
      expect(draft[command]).toHaveBeenCalledOnce();
    }
    desk.run('unit');
    desk.run('onlyUnassigned');
    expect([draft.byTownship, draft.onlyUnassigned]).toEqual([true, true]);
    desk.run('sheet');
    expect(desk.dialog).toBe('keys');
  });

  it('has room for one panel on a narrow screen', () => {
    const { desk } = deskOf(true, true);
    expect([desk.isLeftOpen, desk.isRightOpen]).toEqual([true, false]);
    desk.show('reasons');
    expect([desk.isLeftOpen, desk.isRightOpen, desk.tab]).toEqual([false, true, 'reasons']);
    desk.toggleLeft();
    expect([desk.isLeftOpen, desk.isRightOpen]).toEqual([true, false]);
  });
});
