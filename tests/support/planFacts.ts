import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

export interface Contradiction {
  id: string;
  subject: { type: string; id: string; row?: number };
  nature: string;
  summary: string;
  summaryEn: string;
  lines: number[];
}

export interface Figure {
  key: string;
  name: string;
  nameEn: string;
  value: number;
  unit: string;
  basis: string;
  lines: number[];
}

export interface Category {
  key: string;
  order: number;
  slot: number;
  letter: string;
  declaredVillages: number;
  parent?: string;
  targets: { indicator: string; operator: string; value: number; unit: string; year: number }[];
}

export interface Route {
  id: string;
  counties: string[];
  declaredCountyCount: number | null;
  anchors: { name: string; kind: string; role: string; county?: string }[];
}

export type Row = Record<string, string>;

const folder = new URL('../../data/xiangxi/', import.meta.url);

/** Text of a file in data/xiangxi. */
export function readFact(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

function readJson<T>(name: string): T {
  return JSON.parse(readFact(name)) as T;
}

function readRows(name: string): Row[] {
  return parse(readFact(name), { columns: true }) as Row[];
}

export const scheme = readJson<{
  parents: { key: string; declaredVillages: number }[];
  categories: Category[];
}>('scheme.json');

export const plan = readJson<{
  id: string;
  periodStart: number;
  periodEnd: number;
  document: { sha256: string; lines: number };
  figures: Figure[];
}>('plan.json');

export const siteFacts = readJson<{ figures: Figure[]; fiveConnections: { items: unknown[] } }>(
  'site-facts.json',
);
export const routes = readJson<Route[]>('routes.json');
export const contradictions = readJson<Contradiction[]>('contradictions.json');
export const indicators = readRows('indicators.csv');
export const projects = readRows('projects.csv');

export const countyNames = ['吉首市', '凤凰县', '花垣县', '保靖县', '古丈县', '泸溪县', '永顺县', '龙山县'];

/** A figure of the plan by its key; NaN where there is none, so that a comparison with it fails. */
export function planFigure(key: string): number {
  return plan.figures.find((item) => item.key === key)?.value ?? Number.NaN;
}

export function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** 1, 2, … last. */
export function from1To(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

/** Whether these are lines of the plan's text, and at least one. */
export function areLines(lines: number[]): boolean {
  return (
    lines.length > 0 &&
    lines.every((line) => Number.isInteger(line) && line >= 1 && line <= plan.document.lines)
  );
}

/** How many 汉字 a text holds. */
export function countHan(text: string): number {
  return text.match(/\p{Script=Han}/gu)?.length ?? 0;
}
