import { describe, expect, it } from 'vitest';
import {
  areLines,
  contradictions,
  indicators,
  plan,
  planFigure,
  projects,
  routes,
  scheme,
  siteFacts,
  sum,
  type Row,
} from './support/planFacts.ts';

const subjectIds: Record<string, string[]> = {
  plan: [plan.id, ...plan.figures.map(({ key }) => key)],
  category: scheme.categories.map(({ key }) => key),
  site: siteFacts.figures.map(({ key }) => key),
  route: routes.map(({ id }) => id),
  indicator: indicators.map(({ number }) => number ?? ''),
  project: projects.map(({ number }) => number ?? ''),
};
const natures = new Set(['arithmetic', 'counting', 'figures', 'wording', 'unclear', 'slip']);

/** The contradictions a row of a CSV file should name, joined like its column. */
function expectedNames(type: string, row: Row): string {
  return contradictions
    .filter(({ subject }) => subject.type === type && subject.id === row.number)
    .filter(({ subject }) => subject.row === undefined || subject.row === Number(row.row))
    .map(({ id }) => id)
    .join('|');
}

function summaryOf(id: string): string {
  return contradictions.find((item) => item.id === id)?.summary ?? '';
}

/** A target averaged over the categories, weighted by their villages. */
function averageTarget(indicator: string): number {
  const products = scheme.categories.map(({ declaredVillages, targets }) => {
    const target = targets.find((item) => item.indicator === indicator);
    return declaredVillages * (target?.value ?? Number.NaN);
  });
  return sum(products) / planFigure('villagesInPlan');
}

describe('contradictions of the source', () => {
  it('have unique ids, existing subjects, a nature, both languages and lines of the document', () => {
    expect(new Set(contradictions.map(({ id }) => id)).size).toBe(contradictions.length);
    const incomplete = contradictions.filter(
      ({ subject, nature, summary, summaryEn, lines }) =>
        !subjectIds[subject.type]?.includes(subject.id) ||
        !natures.has(nature) ||
        !(summary && summaryEn && areLines(lines)),
    );
    expect(incomplete).toEqual([]);
  });

  it('point at rows of an indicator that exist', () => {
    const stray = contradictions.filter(
      ({ subject }) =>
        subject.row !== undefined &&
        !indicators.some(({ number, row }) => number === subject.id && Number(row) === subject.row),
    );
    expect(stray).toEqual([]);
  });

  it('are named in the rows they concern', () => {
    expect(indicators.map((row) => row.contradiction)).toEqual(
      indicators.map((row) => expectedNames('indicator', row)),
    );
    expect(projects.map((row) => row.contradiction)).toEqual(
      projects.map((row) => expectedNames('project', row)),
    );
  });

  it('quote what the figures of the plan compute to', () => {
    const growth = planFigure('ruralIncome2020') / planFigure('ruralIncomeBefore');
    const yearly = (years: number) => `${((growth ** (1 / years) - 1) * 100).toFixed(1)}%`;
    expect(summaryOf('income-growth-period')).toContain(`按七年算年均${yearly(7)}`);
    expect(summaryOf('income-growth-period')).toContain(`五年算${yearly(5)}`);

    const share = planFigure('safetyNetPeople') / (planFigure('registeredPoorPeople') * 10_000);
    expect(summaryOf('safety-net-share')).toContain(`${(share * 100).toFixed(2)}%`);

    const grown = planFigure('liftedVillageIncome2020') * 1.075 ** 5;
    expect(summaryOf('indicator-29-growth')).toContain(Math.round(grown).toLocaleString('en'));
    expect(summaryOf('indicator-29-zones')).toContain(
      Math.round(averageTarget('income')).toLocaleString('en'),
    );
    expect(summaryOf('indicator-25-zones')).toContain(`${averageTarget('collectiveIncome').toFixed(1)}万元`);
  });
});
