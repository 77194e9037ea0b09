import { describe, expect, it } from 'vitest';
import { findPersonalData } from '../server/domain/personalData/findPersonalData.ts';
import { findPersonalDataIn } from '../server/domain/personalData/findPersonalDataIn.ts';
import { makeLabelledSet, type Example } from './support/personalData/labelledSet.ts';
import { measure, type Measure } from './support/personalData/measure.ts';

// QUALITY.md §2.5, publishing gate: at least 500 positive and 5,000 negative texts, templates split into those
// the detector may be tuned on and held-out ones. Every miss and every false alarm is printed.

const seed = 20_260_501;
const set = makeLabelledSet(seed);
const parts: Record<string, readonly Example[]> = {
  development: [...set.development.positives, ...set.development.negatives],
  'held-out': [...set.heldOut.positives, ...set.heldOut.negatives],
  shipped: set.shipped,
};
const measures = new Map(Object.entries(parts).map(([part, examples]) => [part, measure(examples)]));

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;

function totals(chosen: readonly Measure[]) {
  const kinds = chosen.flatMap((one) => Object.values(one.kinds));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    expected: sum(kinds.map((kind) => kind.expected)),
    found: sum(kinds.map((kind) => kind.found)),
    right: sum(chosen.map((one) => one.rightFindings)),
    findings: sum(chosen.map((one) => one.findings)),
  };
}

function report(part: string, examples: readonly Example[], measured: Measure): string {
  const { expected, found, right, findings } = totals([measured]);
  const kinds = Object.entries(measured.kinds).map(
    ([kind, counts]) => `  ${kind} ${counts.found}/${counts.expected}`,
  );
  return [
    `personal data, ${part}: ${examples.length - measured.negatives} positive, ${measured.negatives} negative texts`,
    `  recall ${found}/${expected} = ${percent(found, expected)}, precision ${right}/${findings} = ${percent(right, findings)}, negatives with an alarm ${measured.alarmedNegatives}`,
    ...kinds,
    ...measured.misses.map((miss) => `  missed ${miss}`),
    ...measured.falseAlarms.map((alarm) => `  false alarm ${alarm}`),
  ].join('\n');
}

describe('the detector on the labelled set', () => {
  it('has at least 500 positive and 5,000 negative texts, the same ones for the same seed', () => {
    const positives = [...set.development.positives, ...set.heldOut.positives];
    const negatives = [...set.development.negatives, ...set.heldOut.negatives, ...set.shipped];
    expect(positives.length).toBeGreaterThanOrEqual(500);
    expect(negatives.length).toBeGreaterThanOrEqual(5000);
    expect(positives.every(({ expected }) => expected.length > 0)).toBe(true);
    expect(negatives.every(({ expected }) => expected.length === 0)).toBe(true);
    expect(makeLabelledSet(seed)).toEqual(set);
    expect(makeLabelledSet(seed + 1).heldOut).not.toEqual(set.heldOut);
  });

  for (const [part, measured] of measures) {
    it(`${part}: finds every number, and raises few false alarms`, () => {
      console.log(report(part, parts[part]!, measured));
      for (const kind of ['identity-number', 'bank-card', 'mobile-number'] as const) {
        expect(measured.kinds[kind].found, kind).toBe(measured.kinds[kind].expected);
      }
      const { right, findings } = totals([measured]);
      expect(right).toBeGreaterThanOrEqual(0.95 * findings);
    });
  }

  it('finds most names in sentences it was never tuned on', () => {
    // A floor below the 89.6 % measured: names need a dictionary of sentences, numbers only arithmetic.
    const { expected, found } = measures.get('held-out')!.kinds['name-and-address'];
    expect(found).toBeGreaterThanOrEqual(0.85 * expected);
  });

  it('recall over everything is at least 99 %, precision at least 95 %', () => {
    const { expected, found, right, findings } = totals([...measures.values()]);
    console.log(
      `personal data, all parts: recall ${percent(found, expected)}, precision ${percent(right, findings)}`,
    );
    expect(found).toBeGreaterThanOrEqual(0.99 * expected);
    expect(right).toBeGreaterThanOrEqual(0.95 * findings);
  });

  it('no excerpt repeats a number or a name', () => {
    const repeated = Object.values(parts)
      .flat()
      .flatMap(({ text, expected }) =>
        findPersonalData(text).filter(({ excerpt }) =>
          expected.some(({ start, end }) => excerpt.includes(text.slice(start, end))),
        ),
      );
    expect(repeated).toEqual([]);
  });
});

describe('speed', () => {
  it('a megabyte of plan text', () => {
    const sentences = [...set.development.negatives, ...set.heldOut.negatives].map(({ text }) => text);
    let text = '';
    for (let index = 0; text.length < 1_000_000; index += 1)
      text += `${sentences[index % sentences.length]}\n`;
    text = text.slice(0, 1_000_000);
    findPersonalData(text.slice(0, 100_000));
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      findPersonalData(text);
      return performance.now() - start;
    });
    console.log(
      `personal data: 1,000,000 characters in ${times.map((time) => time.toFixed(0)).join(', ')} ms`,
    );
    // Wide on purpose: it catches a pattern that backtracks, not a slow machine.
    expect(Math.min(...times)).toBeLessThan(5000);
  });

  it('text made to make patterns backtrack', () => {
    const hostile = [
      '1 '.repeat(50_000),
      '村3组'.repeat(30_000),
      '户主 '.repeat(30_000),
      '住'.repeat(100_000),
    ];
    const start = performance.now();
    for (const text of hostile) findPersonalData(text);
    const spent = performance.now() - start;
    console.log(`personal data: hostile texts in ${spent.toFixed(0)} ms`);
    expect(spent).toBeLessThan(10_000);
  });

  it('a table of ten thousand villages', () => {
    const rows = set.shipped
      .slice(0, 10_000)
      .map(({ text }) => ({ content: text, position: [109.7361, 28.3133] }));
    const start = performance.now();
    expect(findPersonalDataIn({ rows }, '')).toEqual([]);
    console.log(`personal data: ${rows.length} rows in ${(performance.now() - start).toFixed(0)} ms`);
  });
});
