import { describe, expect, it } from 'vitest';
import {
  areLines,
  contradictions,
  countHan,
  countyNames,
  from1To,
  indicators,
  plan,
  planFigure,
  projects,
  readFact,
  routes,
  scheme,
  siteFacts,
  sum,
  type Row,
} from './support/planFacts.ts';

// The facts in data/xiangxi were read out of the plan by a person. These checks hold what can be held
// without the document: completeness, closed sets, the totals the plan prints, and cross references.
// Lists of offenders are compared with [], so that a failure names them.

const numbersOf = (rows: Row[]) => [...new Set(rows.map(({ number }) => Number(number)))];
const risingLines = (rows: Row[]) =>
  rows.every(({ line }, index) => index === 0 || Number(line) >= Number(rows[index - 1]?.line));

describe('scheme', () => {
  it('has the four categories of the plan in order, with their letters and palette slots', () => {
    expect(scheme.categories.map(({ key, order, slot, letter }) => [key, order, slot, letter])).toEqual([
      ['demonstration', 1, 1, '示'],
      ['keyAssistance', 2, 2, '帮'],
      ['consolidationOne', 3, 3, 'Ⅰ'],
      ['consolidationTwo', 4, 4, 'Ⅱ'],
    ]);
  });

  it('declares village counts that add up to the parent and to the whole list', () => {
    const counts = scheme.categories.map(({ declaredVillages }) => declaredVillages);
    expect(counts).toEqual([135, 369, 193, 413]);
    expect(sum(counts)).toBe(planFigure('villagesInPlan'));
    const parents = scheme.parents.map(({ key }) => [
      key,
      sum(scheme.categories.filter(({ parent }) => parent === key).map((child) => child.declaredVillages)),
    ]);
    expect(parents).toEqual([['consolidation', 606]]);
    expect(scheme.parents[0]?.declaredVillages).toBe(606);
  });

  it('has both targets of every category for the last year of the plan', () => {
    const targets = scheme.categories.map((category) =>
      category.targets.map(
        ({ indicator, operator, value, unit, year }) => `${indicator} ${operator} ${value} ${unit} ${year}`,
      ),
    );
    expect(targets).toEqual([
      ['income >= 25000 元 2025', 'collectiveIncome >= 30 万元 2025'],
      ['income >= 20000 元 2025', 'collectiveIncome >= 25 万元 2025'],
      ['income >= 15000 元 2025', 'collectiveIncome >= 20 万元 2025'],
      ['income >= 18000 元 2025', 'collectiveIncome >= 20 万元 2025'],
    ]);
    expect([plan.periodStart, plan.periodEnd]).toEqual([2021, 2025]);
  });
});

describe('plan and site figures', () => {
  it('adds the listed and the other villages up to the 1,742', () => {
    expect(planFigure('villagesInPlan') + planFigure('otherVillages')).toBe(1742);
    expect(planFigure('villagesWithLiftedHouseholds')).toBe(1742);
    expect(planFigure('traditionalVillages')).toBe(172);
  });

  it('counts what the other files hold', () => {
    expect(planFigure('indicators')).toBe(numbersOf(indicators).length);
    expect(planFigure('projects')).toBe(projects.length);
    expect(planFigure('tourismRoutes')).toBe(routes.length);
    expect(planFigure('counties')).toBe(countyNames.length);
  });

  it('gives 36 sites of 100 households or more and the five connections', () => {
    expect(siteFacts.figures.find(({ key }) => key === 'sitesOver100Households')?.value).toBe(36);
    expect(siteFacts.fiveConnections.items).toHaveLength(5);
  });

  it('gives every figure a unique key, both names, a unit, a basis and lines of the document', () => {
    const figures = [...plan.figures, ...siteFacts.figures];
    expect(new Set(figures.map(({ key }) => key)).size).toBe(figures.length);
    const incomplete = figures.filter(
      ({ name, nameEn, unit, basis, lines, value }) =>
        !(name && nameEn && unit && Number.isFinite(value) && areLines(lines)) ||
        !['stated', 'target', 'counted'].includes(basis),
    );
    expect(incomplete).toEqual([]);
    expect(plan.document.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('indicators', () => {
  it('has all 31 numbers in order, rows counted from 1', () => {
    expect(numbersOf(indicators)).toEqual(from1To(31));
    const miscounted = numbersOf(indicators).filter((number) => {
      const rows = indicators.filter((row) => Number(row.number) === number);
      return rows.some((row, index) => Number(row.row) !== index + 1);
    });
    expect(miscounted).toEqual([]);
    expect(indicators).toHaveLength(40);
  });

  it('marks exactly the numbers under a binding cell as binding', () => {
    expect(new Set(indicators.map(({ kind }) => kind))).toEqual(new Set(['约束性', '预期性']));
    const binding = indicators.filter(({ kind }) => kind === '约束性');
    expect(numbersOf(binding)).toEqual([1, 2, 3, 4, 5, 12, 17]);
  });

  it('has a numeric target and a unit wherever the operator is not text', () => {
    expect(new Set(indicators.map((row) => row.target_operator))).toEqual(new Set(['>=', '=', 'text']));
    const unclear = indicators.filter(({ target, target_operator: operator, unit }) => {
      const isNumeric = operator !== 'text';
      return Number.isFinite(Number(target)) !== isNumeric || (unit !== '') !== isNumeric || target === '';
    });
    expect(unclear).toEqual([]);
  });

  it('runs down the table: groups together, lines never going back, one printed growth rate', () => {
    const groups = indicators.map(({ group }) => group);
    const runs = groups.filter((group, index) => group !== groups[index - 1]);
    expect(runs.join(' ')).toBe('兜底保障 产业发展 生态优美 文明风尚 公共服务 乡村治理 民生福祉');
    expect(risingLines(indicators)).toBe(true);
    const growing = indicators.filter((row) => row.annual_growth_percent !== '');
    expect(growing.map((row) => [row.number, row.row, row.annual_growth_percent])).toEqual([
      ['29', '1', '7.5'],
    ]);
  });
});

describe('projects', () => {
  it('has all 43 numbers in order, lines rising, the years of the plan', () => {
    expect(projects.map(({ number }) => Number(number))).toEqual(from1To(43));
    expect(risingLines(projects)).toBe(true);
    expect(new Set(projects.map(({ years }) => years))).toEqual(
      new Set([`${plan.periodStart}-${plan.periodEnd}`]),
    );
  });

  it('places every project in known counties or the whole prefecture, except the one without a place', () => {
    const unplaced = projects.filter(({ places }) => {
      const names = places?.split('|') ?? [];
      return places !== '全州' && !names.every((name) => countyNames.includes(name));
    });
    expect(unplaced.map(({ number, places }) => [number, places])).toEqual([['12', '']]);
  });

  it('prints a shared amount once, on the first row of its group, and every other amount on its row', () => {
    const groups = new Set(projects.map((row) => row.investment_group));
    expect(groups).toEqual(new Set(['', '36-39', '40-41', '42-43']));
    const misplaced = projects.filter((row) => {
      const first = projects.find((other) => other.investment_group === row.investment_group);
      const isAmountExpected = row.investment_group === '' || first === row;
      return (row.investment_yi_yuan !== '') !== isAmountExpected;
    });
    expect(misplaced).toEqual([]);
  });

  it('adds up to the printed total of every category, but not to the printed grand total', () => {
    // In 百万元 (0.01 亿元), to stay exact.
    const totals: Record<string, number> = {};
    for (const { category, investment_yi_yuan: amount } of projects) {
      totals[category ?? ''] = (totals[category ?? ''] ?? 0) + Math.round(Number(amount) * 100);
    }
    expect(totals).toEqual({
      特色产业提质工程: 15_550,
      基础设施完善工程: 37_270,
      教育优质均衡工程: 3130,
      卫生健康服务工程: 500,
      文化保护传承工程: 4770,
      社会保障普惠工程: 2130,
      美丽乡村升级工程: 3250,
      三农人才培育工程: 350,
    });
    // The document prints 669: recorded as a contradiction, not repaired.
    expect(sum(Object.values(totals))).toBe(66_950);
    expect(planFigure('totalInvestment')).toBe(669);
    expect(contradictions.map(({ id }) => id)).toContain('total-investment');
  });
});

describe('routes', () => {
  it('has the four routes with their counties in the order of mention', () => {
    expect(routes.map(({ id, counties }) => [id, counties.join(' ')])).toEqual([
      ['red-tourism', '吉首市 花垣县 永顺县 龙山县 凤凰县'],
      ['canyon-tourism', '吉首市 凤凰县 古丈县 花垣县 保靖县 永顺县'],
      ['landscape-tourism', '吉首市 凤凰县 泸溪县 古丈县 保靖县 龙山县'],
      ['town-tourism', '凤凰县 泸溪县 永顺县 龙山县'],
    ]);
  });

  it('anchors each route in its own counties, by kinds and roles of a closed set', () => {
    const stray = routes.flatMap((route) =>
      route.anchors.filter(
        ({ kind, role, county }) =>
          !['village', 'town', 'mountain', 'river'].includes(kind) ||
          !['lead', 'support'].includes(role) ||
          (county !== undefined && !route.counties.includes(county)),
      ),
    );
    expect(stray).toEqual([]);
    expect(routes.map(({ anchors }) => anchors.length)).toEqual([5, 1, 5, 4]);
  });

  it('records a contradiction where the counties named are not the number announced', () => {
    const miscounted = routes
      .filter(({ declaredCountyCount: count, counties }) => count !== null && count !== counties.length)
      .map(({ id }) => id);
    const recorded = contradictions
      .filter(({ subject, nature }) => subject.type === 'route' && nature === 'counting')
      .map(({ subject }) => subject.id);
    expect(miscounted).toEqual(['red-tourism']);
    expect(recorded).toEqual(miscounted);
  });
});

describe('wording', () => {
  it('holds no sentence of the document: no field is longer than 60 汉字, no project content than 30', () => {
    const texts: string[] = [...indicators, ...projects].flatMap((row) => Object.values(row));
    JSON.stringify([scheme, plan, siteFacts, routes, contradictions], (_, value: unknown) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
    expect(texts.length).toBeGreaterThan(1000);
    expect(texts.filter((text) => countHan(text) > 60)).toEqual([]);
    expect(projects.filter(({ content }) => !content || countHan(content) > 30)).toEqual([]);
  });
});

describe('README', () => {
  it('describes every contradiction in the same words', () => {
    const readme = readFact('README.md');
    expect(contradictions.filter(({ summary }) => !readme.includes(summary))).toEqual([]);
  });
});
