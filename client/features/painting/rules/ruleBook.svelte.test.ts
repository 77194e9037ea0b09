import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RuleList, VersionRule } from '#contract/rules';
import type { AssignmentValue } from '#domain/painting/assignmentValue';
import { setSide } from '../../../api/side.ts';
import { RuleBook, type BookDraft } from './ruleBook.svelte.ts';
import { factsOf, sampleNames } from './testing/rowOfVillages.ts';

const low: VersionRule = {
  id: 'low',
  categoryKey: 'red',
  expression: ['<', ['get', 'income_yuan'], 12_000],
  clause: '第二章四',
  note: null,
};
const below = (income: number): VersionRule['expression'] => ['<', ['get', 'income_yuan'], income];

let stored: RuleList;
let puts: { match: string; rules: VersionRule[] }[];
let refusal: { status: number; body: object } | null;
let frames: (() => void)[];
let stop: () => void;
let violations: number[][];

class FakeDraft implements BookDraft {
  readonly id = 'v3';
  readonly status = 'ready';
  readonly catalogue = sampleNames as unknown as BookDraft['catalogue'];
  readonly ground: BookDraft['ground'];
  rows = $state.raw<BookDraft['rows']>([]);
  listEpoch = $state(0);
  readonly values = new Map<number, AssignmentValue>();

  constructor(isDemonstration: boolean) {
    const facts = factsOf([10_000, 11_000, 15_000], { isDemonstration });
    this.ground = { facts } as unknown as BookDraft['ground'];
    for (const id of facts.ids) this.put(id, 'red');
  }
  put(id: number, categoryKey: string): void {
    this.values.set(id, { status: 'assigned', categoryKey, reviewDate: null, reason: null });
    this.listEpoch += 1;
  }
  valueOf = (id: number) => this.values.get(id);
  setViolations = (ids: ReadonlySet<number>) => {
    violations.push([...ids]);
  };
}

const respond = (status: number, body: object) => new Response(JSON.stringify(body), { status });

beforeEach(() => {
  setSide({ audience: 'working', csrfToken: 'token' });
  stored = { revision: 4, items: [low] };
  puts = [];
  refusal = null;
  frames = [];
  violations = [];
  vi.stubGlobal('fetch', async (_: string, { method, body, headers }: RequestInit) => {
    if (method === 'GET') return respond(200, stored);
    const match = (headers as Record<string, string>)['if-match']!;
    const { rules } = JSON.parse(String(body)) as { rules: VersionRule[] };
    puts.push({ match, rules });
    if (refusal) return respond(refusal.status, refusal.body);
    if (match !== `"${stored.revision}"`) {
      return respond(409, { code: 'stale-revision', status: 409, revision: stored.revision });
    }
    stored = { revision: stored.revision + 1, items: rules };
    return respond(200, stored);
  });
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

/** Answers arrive and frames pass until nothing is left to do. */
async function settle() {
  for (let round = 0; round < 12; round += 1) {
    flushSync();
    for (const frame of frames.splice(0)) frame();
    await new Promise((resolve) => setTimeout(resolve));
  }
}

async function openBook(draft = new FakeDraft(false)): Promise<{ book: RuleBook; draft: FakeDraft }> {
  let book: RuleBook | null = null;
  stop = $effect.root(() => {
    book = new RuleBook(draft, (step) => frames.push(step));
  });
  await settle();
  return { book: book!, draft };
}

describe('a book of rules', () => {
  test('tells what each rule says, and follows a threshold without saving it', async () => {
    const { book } = await openBook();
    expect(book.counts.get('low')).toMatchObject({ matched: { villages: 2 }, decides: 2 });
    book.openId = 'low';
    expect(book.preview).toEqual({ matched: [1, 2], unknown: [] });
    book.list.change('low', { expression: below(10_500) });
    await settle();
    expect(book.preview).toEqual({ matched: [1], unknown: [] });
    expect(book.list.isChanged).toBe(true);
    expect(stored.items).toEqual([low]);
  });

  test('asks once a frame however often a threshold moves', async () => {
    const { book } = await openBook();
    for (const income of [1000, 2000, 3000, 11_500]) {
      book.list.change('low', { expression: below(income) });
      flushSync();
    }
    expect(frames).toHaveLength(1);
    await settle();
    expect(book.counts.get('low')).toMatchObject({ matched: { villages: 2 } });
  });

  test('keeps the last answers while a rule has a fault, and says where it is', async () => {
    const { book } = await openBook();
    book.list.change('low', { expression: ['<', ['get', 'nothing'], 1] });
    await settle();
    expect(book.faults.get('low')).toMatchObject([{ code: 'unknownAttribute', path: [1, 1] }]);
    expect(book.isCurrent).toBe(false);
    expect(book.counts.get('low')).toMatchObject({ matched: { villages: 2 } });
  });

  test('calls a violation what a rule over real figures denies, as the list changes', async () => {
    const { book, draft } = await openBook();
    expect(violations.at(-1)).toEqual([3]);
    draft.put(3, 'blue');
    await settle();
    expect(violations.at(-1)).toEqual([]);
    draft.put(1, 'blue');
    await settle();
    expect(violations.at(-1)).toEqual([1]);
    expect(book.differingIds).toEqual([]);
  });

  test('never calls anything a violation that rests on invented figures', async () => {
    const { book } = await openBook(new FakeDraft(true));
    expect(book.differingIds).toEqual([3]);
    expect(book.violatingIds).toEqual([]);
    expect(violations).toEqual([]);
  });

  test('goes by the saved rules for violations while others are tried', async () => {
    const { book } = await openBook();
    const told = violations.length;
    book.list.change('low', { expression: below(1) });
    await settle();
    expect(violations).toHaveLength(told);
  });
});

describe('saving rules', () => {
  test('sends the revision that was seen and is done', async () => {
    const { book } = await openBook();
    const added = book.list.add({
      categoryKey: 'blue',
      expression: ['has', 'income_yuan'],
      clause: null,
      note: null,
    });
    book.list.move(added, -1);
    await book.list.save();
    expect(puts).toMatchObject([{ match: '"4"', rules: [{ id: added }, { id: 'low' }] }]);
    expect(book.list.isChanged).toBe(false);
    expect(book.list.saved).toEqual(stored.items);
  });

  test('shows what somebody else saved, and either list can be kept', async () => {
    const { book, draft } = await openBook();
    book.list.change('low', { note: '我的' });
    stored = { revision: 5, items: [{ ...low, note: '同事的' }] };
    draft.rows = [];
    await settle();
    expect(book.list.theirs).toMatchObject([{ note: '同事的' }]);
    expect(book.list.rules).toMatchObject([{ note: '我的' }]);
    await book.list.keepMine();
    expect(puts.at(-1)).toMatchObject({ match: '"5"', rules: [{ note: '我的' }] });
    expect(book.list.theirs).toBeNull();
  });

  test('is somebody else’s list once nothing of one’s own is left', async () => {
    const { book, draft } = await openBook();
    book.list.change('low', { note: '我的' });
    stored = { revision: 5, items: [{ ...low, note: '同事的' }] };
    draft.rows = [];
    await settle();
    book.list.change('low', { note: null });
    expect(book.list.theirs).toBeNull();
    expect(book.list.rules).toMatchObject([{ note: '同事的' }]);
  });

  test('asks which list to keep when another was saved in between', async () => {
    const { book } = await openBook();
    book.list.change('low', { note: '我的' });
    stored = { revision: 9, items: [{ ...low, note: '同事的' }] };
    await book.list.save();
    expect(book.list.failure).toBeNull();
    expect(book.list.theirs).toMatchObject([{ note: '同事的' }]);
    book.list.takeTheirs();
    expect(book.list.rules).toMatchObject([{ note: '同事的' }]);
    expect(book.list.isChanged).toBe(false);
  });

  test('keeps what the server refused with its faults at their place', async () => {
    const { book } = await openBook();
    const errors = [{ path: 'rules.0.categoryKey', message: '方案中没有这个类别' }];
    refusal = { status: 400, body: { code: 'invalid-request', status: 400, errors } };
    book.list.change('low', { categoryKey: 'gone' });
    await book.list.save();
    expect(book.list.errors).toEqual(errors);
    expect(book.list.rules).toMatchObject([{ categoryKey: 'gone' }]);
    expect(book.list.isChanged).toBe(true);
  });

  test('is nothing once a change is taken back by hand', async () => {
    const { book } = await openBook();
    book.list.change('low', { note: '一会儿' });
    book.list.change('low', { note: null });
    expect(book.list.isChanged).toBe(false);
  });
});
