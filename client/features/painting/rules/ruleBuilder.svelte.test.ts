import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { VersionRule } from '#contract/rules';
import type { RuleFault } from '#domain/rules/ruleFault';
import { compileRule } from '#domain/rules/expression';
import { stage, stageCategories } from '../testing/stage.ts';
import { EditedRules } from './editedRules.svelte.ts';
import RuleBuilder from './RuleBuilder.svelte';
import { rangeOf, ruleGround } from './ruleGround.ts';
import { factsOf, sampleNames } from './testing/rowOfVillages.ts';

const ground = ruleGround(factsOf([8000, 12_000, 20_000]), sampleNames);
const stored: VersionRule[] = [
  {
    id: 'low',
    categoryKey: 'category1',
    expression: ['all', ['<', ['get', 'income_yuan'], 12_000], ['==', ['+', ['get', 'households'], 1], 3]],
    clause: null,
    note: null,
  },
  { id: 'rest', categoryKey: 'category2', expression: ['has', 'income_yuan'], clause: null, note: null },
];

/** The book without a server and without answers: what the builder edits. */
class Desk {
  readonly list = new EditedRules('v1');
  openId = $state<string | null>(null);
  readonly counts = new Map();
  readonly answered = null;
  readonly isCurrent = true;
  readonly failure = null;
  readonly attributes = ground.catalogue;
  readonly isFromDemonstration = () => false;
  readonly rangeOf = (key: string) => rangeOf(ground.villages, key);

  get faults(): Map<string, RuleFault[]> {
    return new Map(
      this.list.rules.flatMap(({ id, expression }) => {
        const compilation = compileRule(expression, ground.catalogue);
        return compilation.ok ? [] : [[id, compilation.faults]];
      }),
    );
  }
}

let desk: Desk;
let shown: ReturnType<typeof stage>;

async function open(mayEdit = true): Promise<void> {
  desk = new Desk();
  await desk.list.load();
  const draft = { categories: stageCategories };
  shown = stage(RuleBuilder as never, { draft, book: desk, mayEdit } as never);
}

function type(control: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  control.value = value;
  control.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

function choose(select: HTMLSelectElement, value: string): void {
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  flushSync();
}

const find = <Found extends HTMLElement>(selector: string): Found =>
  shown.target.querySelector<Found>(selector)!;
const openRule = () => shown.target.querySelector<HTMLButtonElement>('h3 button')!.click();

beforeEach(() => {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify({ revision: 1, items: stored })));
});
afterEach(async () => {
  await shown.end();
  vi.unstubAllGlobals();
});

describe('the rule builder', () => {
  test('says each rule in words and opens one at a time', async () => {
    await open();
    expect(shown.text()).toContain('人均可支配收入 < 12,000 元');
    openRule();
    flushSync();
    expect(desk.openId).toBe('low');
    openRule();
    flushSync();
    expect(desk.openId).toBeNull();
  });

  test('changes a threshold by slider and by number, and nothing else of the rule', async () => {
    await open();
    desk.openId = 'low';
    flushSync();
    const slider = find<HTMLInputElement>('input[type=range]');
    expect([slider.min, slider.max]).toEqual(['8000', '20000']);
    type(slider, '9500');
    const changed = ['<', ['get', 'income_yuan'], 9500];
    expect(desk.list.rules[0]!.expression).toEqual(['all', changed, stored[0]!.expression[2]]);
    type(find('input[type=number]'), '');
    expect(desk.list.rules[0]!.expression[1]).toEqual(changed);
    type(find('input[type=number]'), '10000');
    expect(desk.list.rules[0]!.expression[1]).toEqual(['<', ['get', 'income_yuan'], 10_000]);
    expect(shown.text()).toContain('改动还没保存');
  });

  test('keeps what it has no form for as an expression, in its place', async () => {
    await open();
    desk.openId = 'low';
    flushSync();
    expect(find('pre').textContent).toBe('["==",["+",["get","households"],1],3]');
    choose(find('fieldset .head select'), 'any');
    expect(desk.list.rules[0]!.expression).toEqual(['any', ...stored[0]!.expression.slice(1)]);
  });

  test('takes a pasted expression only without faults, and says where they are', async () => {
    await open();
    desk.openId = 'low';
    flushSync();
    const box = find<HTMLTextAreaElement>('details textarea');
    type(box, '["<", ["get", "nothing"], 1]');
    shown.click('用粘贴的表达式');
    expect(find('details [role=alert]').textContent).toContain('[1][1]');
    expect(desk.list.isChanged).toBe(false);
    type(box, '["has", "population"]');
    shown.click('用粘贴的表达式');
    expect(desk.list.rules[0]!.expression).toEqual(['has', 'population']);
  });

  test('shows a fault beside its condition and does not save it', async () => {
    await open();
    desk.openId = 'rest';
    desk.list.change('rest', { expression: ['has', 'nothing'] });
    flushSync();
    expect(find('fieldset .faults').textContent).toContain('没有名为「nothing」的村情数据');
    expect(shown.button('保存规则').disabled).toBe(true);
    shown.click('放弃改动');
    expect(desk.list.rules).toEqual(stored);
  });

  test('reorders by buttons, adds a rule that compiles, and deletes', async () => {
    await open();
    desk.openId = 'low';
    flushSync();
    shown.click('推后一位');
    expect(desk.list.rules.map(({ id }) => id)).toEqual(['rest', 'low']);
    shown.click('加一条规则');
    expect(desk.list.rules).toHaveLength(3);
    expect(desk.list.rules[2]!.categoryKey).toBe('category3');
    expect(desk.faults.size).toBe(0);
    shown.click('删除这条');
    expect(desk.list.rules.map(({ id }) => id)).toEqual(['rest', 'low']);
  });

  test('only shows where the person may not change rules', async () => {
    await open(false);
    desk.openId = 'low';
    flushSync();
    expect(find<HTMLFieldSetElement>('fieldset').disabled).toBe(true);
    expect(() => shown.button('加一条规则')).toThrow('no button');
  });
});
