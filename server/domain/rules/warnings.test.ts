import { describe, expect, it } from 'vitest';
import { sampleCatalogue } from './arbitraryRules.ts';
import { catalogueOf } from './villageAttributes.ts';
import { listWarnings, type StrokeVillage, type WarnedCategory, type WarningInput } from './warnings.ts';

const categories: WarnedCategory[] = [
  {
    key: 'demonstration',
    name: { zh: '示范区', en: 'Demonstration' },
    isRelocation: false,
    targets: [
      { indicator: 'income', operator: '>=', value: 25000, unit: '元', year: 2025 },
      { indicator: 'collectiveIncome', operator: '>=', value: 30, unit: '万元', year: 2025 },
    ],
  },
  { key: 'relocation', name: { zh: '搬迁撤并', en: 'Relocation' }, isRelocation: true, targets: [] },
];
const village = (
  villageId: number,
  categoryKey: string | null,
  attributes: StrokeVillage['attributes'] = {},
): StrokeVillage => ({ villageId, categoryKey, attributes, reason: '村民会议决定', evidenceCount: 1 });
const warningsOf = (villages: StrokeVillage[], rest: Partial<WarningInput> = {}) =>
  listWarnings({ villages, categories, disagreements: [], catalogue: sampleCatalogue, ...rest });
const codes = (...input: Parameters<typeof warningsOf>) =>
  warningsOf(...input).map(({ code, villageIds }) => [code, ...villageIds]);
/** The sample catalogue as after a real import. */
const realCatalogue = catalogueOf(
  sampleCatalogue.attributes.map((attribute) => ({ ...attribute, isDemonstration: false })),
);

describe('warnings while painting', () => {
  it('are none for a stroke with reason and evidence', () => {
    expect(warningsOf([village(1, 'relocation'), village(2, null)])).toEqual([]);
    expect(warningsOf([])).toEqual([]);
  });

  it('name traditional villages that would be moved, and only those known to be on the list', () => {
    const stroke = [
      village(7, 'relocation', { is_traditional: true }),
      village(3, 'relocation', { is_traditional: true }),
      village(4, 'relocation', { is_traditional: false }),
      village(5, 'relocation', { is_traditional: null }),
      village(6, 'demonstration', { is_traditional: true }),
    ];
    expect(warningsOf(stroke)).toEqual([
      {
        code: 'relocatesTraditional',
        categoryKey: 'relocation',
        villageIds: [3, 7],
        sentence: {
          zh: '2 村是传统村落，却划入「搬迁撤并」，请写明理由',
          en: '2 villages on the list "Traditional village" put into "Relocation": give the reason',
        },
        severity: 'warning',
        isFromDemonstration: false,
      },
    ]);
    expect(codes(stroke, { traditionalKey: 'is_absent' })).toEqual([]);
  });

  it('compare with targets in their unit, and say what is demonstration data', () => {
    const stroke = [
      village(1, 'demonstration', { income_yuan: 25000, collective_income_yuan: 299_999 }),
      village(2, 'demonstration', { income_yuan: 24999, collective_income_yuan: 300_000 }),
      village(3, 'demonstration', { income_yuan: null }),
      village(4, 'relocation', { income_yuan: 1 }),
    ];
    expect(warningsOf(stroke)).toEqual([
      {
        code: 'belowTarget',
        categoryKey: 'demonstration',
        villageIds: [2],
        sentence: {
          zh: '1 村人均可支配收入低于「示范区」2025 年目标 25,000 元（依据示例数据，不是真实情况）',
          en: '1 village below the 2025 target of "Demonstration", 25,000 yuan: Disposable income per person (from demonstration data, not the real situation)',
        },
        severity: 'note',
        isFromDemonstration: true,
      },
      {
        code: 'belowTarget',
        categoryKey: 'demonstration',
        villageIds: [1],
        sentence: {
          zh: '1 村村集体经济收入低于「示范区」2025 年目标 30 万元（依据示例数据，不是真实情况）',
          en: '1 village below the 2025 target of "Demonstration", 300,000 yuan: Collective income (from demonstration data, not the real situation)',
        },
        severity: 'note',
        isFromDemonstration: true,
      },
    ]);
    const [real] = warningsOf(stroke, { catalogue: realCatalogue });
    expect(real).toMatchObject({
      isFromDemonstration: false,
      sentence: { zh: '1 村人均可支配收入低于「示范区」2025 年目标 25,000 元' },
    });
  });

  it('say when a target is in a unit that cannot be compared', () => {
    const [category] = categories;
    const odd = { ...category!, targets: [{ ...category!.targets[0]!, unit: '美元' }] };
    expect(codes([village(1, 'demonstration', { income_yuan: 1 })], { categories: [odd] })).toEqual([
      ['targetNotComparable', 1],
    ]);
  });

  it('tell where the rules suggest otherwise, apart for what rests on demonstration data', () => {
    const disagreement = (
      villageId: number,
      suggested: string | null,
      attributes: string[],
      assigned = 'relocation',
    ) => ({
      villageId,
      suggested,
      assigned,
      ruleId: suggested && 'r1',
      attributes,
    });
    const stroke = [1, 2, 3, 4].map((id) => village(id, 'relocation'));
    const found = warningsOf(stroke, {
      disagreements: [
        disagreement(2, 'demonstration', ['distance_clinic']),
        disagreement(1, 'demonstration', ['distance_clinic']),
        disagreement(3, 'demonstration', ['distance_clinic', 'income_yuan']),
        disagreement(4, null, ['distance_clinic']),
        // Of a village that the stroke gives another category, and one outside the stroke.
        disagreement(4, 'relocation', ['distance_clinic'], 'demonstration'),
        disagreement(9, 'demonstration', ['distance_clinic']),
      ],
    });
    expect(
      found.map(({ villageIds, severity, isFromDemonstration, sentence }) => [
        villageIds,
        severity,
        isFromDemonstration,
        sentence.zh,
      ]),
    ).toEqual([
      [[1, 2], 'warning', false, '2 村按规则建议为「示范区」，划入的是「搬迁撤并」'],
      [[3], 'note', true, '1 村按规则建议为「示范区」，划入的是「搬迁撤并」（依据示例数据，不是真实情况）'],
      [[4], 'warning', false, '1 村划入「搬迁撤并」，但不符合它的规则'],
    ]);
  });

  it('ask for a reason and evidence', () => {
    const stroke = [
      { ...village(1, 'relocation'), reason: '  ' },
      { ...village(2, 'relocation'), reason: null, evidenceCount: 0 },
      { ...village(3, null), reason: null, evidenceCount: 0 },
    ];
    expect(warningsOf(stroke).map(({ code, villageIds, severity }) => [code, villageIds, severity])).toEqual([
      ['withoutReason', [1, 2], 'warning'],
      ['withoutEvidence', [2], 'note'],
    ]);
  });

  it('never speak of a violation', () => {
    const stroke = [1, 2].map((id) => ({
      ...village(id, id === 1 ? 'relocation' : 'demonstration', {
        is_traditional: true,
        income_yuan: 1,
        collective_income_yuan: 1,
      }),
      reason: null,
      evidenceCount: 0,
    }));
    const disagreements = [
      {
        villageId: 1,
        suggested: 'demonstration',
        assigned: 'relocation',
        ruleId: 'r',
        attributes: ['income_yuan'],
      },
    ];
    const found = warningsOf(stroke, { disagreements });
    expect(new Set(found.map(({ code }) => code)).size).toBe(5);
    for (const { sentence } of found) {
      expect(sentence.zh).not.toMatch(/违/);
      expect(sentence.en).not.toMatch(/violat/i);
    }
  });
});
