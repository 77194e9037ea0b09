import type { AttributeCatalogue, VillageAttribute } from './villageAttributes.ts';
import { wordQuantity, type Wording } from './wording.ts';

const signs: Readonly<Record<string, string>> = {
  '==': '=',
  '!=': '≠',
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
};
const arithmeticSigns: Readonly<Record<string, string>> = { '+': '+', '-': '−', '*': '×', '/': '÷' };
const yes: Wording = { zh: '是', en: 'yes' };
const no: Wording = { zh: '否', en: 'no' };

const bracketed = ({ zh, en }: Wording): Wording => ({ zh: `（${zh}）`, en: `(${en})` });
const joined = (parts: readonly Wording[], zh: string, en: string): Wording => ({
  zh: parts.map((part) => part.zh).join(zh),
  en: parts.map((part) => part.en).join(en),
});
/** The attribute a node simply reads, also as `coalesce`, `min` or `max` of one unit. */
function unitBearer(json: unknown, catalogue: AttributeCatalogue): VillageAttribute | null {
  if (!Array.isArray(json)) return null;
  const [name, ...args] = json as unknown[];
  if (name === 'get') return catalogue.byKey.get(String(args[0])) ?? null;
  if (name !== 'coalesce' && name !== 'min' && name !== 'max') return null;
  const bearers = args.map((arg) => unitBearer(arg, catalogue)).filter((found) => found !== null);
  return bearers.every(({ unit }) => unit?.zh === bearers[0]?.unit?.zh) ? (bearers[0] ?? null) : null;
}

/** A value in words, as a value of the attribute it belongs to: 「8,750 元」, 「吉首市」, 「是」. */
export function wordValue(
  value: number | boolean | string | null | undefined,
  attribute: VillageAttribute | null,
): Wording {
  if (value === null || value === undefined) return { zh: '未知', en: 'unknown' };
  if (typeof value === 'boolean') return value ? yes : no;
  if (typeof value === 'number') return wordQuantity(value, attribute?.unit ?? null);
  return attribute?.values?.find((listed) => listed.value === value)?.label ?? { zh: value, en: value };
}

function fixedOf(json: unknown): number | boolean | string | undefined {
  const value: unknown = Array.isArray(json) && json[0] === 'literal' ? json[1] : json;
  return Array.isArray(value) ? undefined : (value as number | boolean | string);
}

const isLogical = (json: unknown): json is [string, ...unknown[]] =>
  Array.isArray(json) && (json[0] === 'all' || json[0] === 'any');

/** A sub-rule inside a sentence: groups of several parts in brackets. */
function inner(json: unknown, catalogue: AttributeCatalogue): Wording {
  const words = word(json, catalogue);
  return isLogical(json) && json.length > 2 ? bracketed(words) : words;
}

/** An operand; conditions as operands are in brackets. */
function operand(json: unknown, beside: VillageAttribute | null, catalogue: AttributeCatalogue): Wording {
  const fixed = fixedOf(json);
  if (fixed !== undefined) return wordValue(fixed, beside);
  const words = word(json, catalogue);
  const name = String((json as unknown[])[0]);
  const isPlain = ['get', 'min', 'max', 'coalesce'].includes(name) || name in arithmeticSigns;
  return isPlain ? words : bracketed(words);
}

function wordComparison(name: string, args: readonly unknown[], catalogue: AttributeCatalogue): Wording {
  const [left, right] = args.map((arg) => unitBearer(arg, catalogue));
  const [a, b] = [operand(args[0], right ?? null, catalogue), operand(args[1], left ?? null, catalogue)];
  return joined([a, b], ` ${signs[name]} `, ` ${signs[name]} `);
}

function wordArithmetic(name: string, args: readonly unknown[], catalogue: AttributeCatalogue): Wording {
  const parts = args.map((arg) => {
    const isCompound = Array.isArray(arg) && String(arg[0]) in arithmeticSigns && arg.length > 2;
    const words = operand(arg, null, catalogue);
    return isCompound ? bracketed(words) : words;
  });
  if (name === '-' && parts.length === 1) return { zh: `−${parts[0]!.zh}`, en: `−${parts[0]!.en}` };
  return joined(parts, ` ${arithmeticSigns[name]} `, ` ${arithmeticSigns[name]} `);
}

function wordMembership(args: readonly unknown[], isTurned: boolean, catalogue: AttributeCatalogue): Wording {
  const [needle, list] = args as [unknown, [string, (number | boolean | string)[]]];
  const attribute = unitBearer(needle, catalogue);
  const values = list[1].map((value) => wordValue(value, attribute));
  const words = operand(needle, null, catalogue);
  const listed = values.length > 0 ? joined(values, '、', ', ') : { zh: '（空）', en: '(nothing)' };
  return isTurned
    ? { zh: `${words.zh} 不属于 ${listed.zh}`, en: `${words.en} is not one of ${listed.en}` }
    : { zh: `${words.zh} 属于 ${listed.zh}`, en: `${words.en} is one of ${listed.en}` };
}

function wordNegation(json: unknown, catalogue: AttributeCatalogue): Wording {
  const [name, ...args] = Array.isArray(json) ? (json as unknown[]) : [];
  if (name === 'in') return wordMembership(args, true, catalogue);
  if (name === 'has') {
    const words = word(['get', args[0]], catalogue);
    return { zh: `${words.zh} 未知`, en: `${words.en} is unknown` };
  }
  const words = word(json, catalogue);
  return { zh: `并非（${words.zh}）`, en: `not (${words.en})` };
}

function wordChoice(args: readonly unknown[], catalogue: AttributeCatalogue): Wording {
  const branches: Wording[] = [];
  for (let index = 0; index + 1 < args.length; index += 2) {
    const [test, result] = [inner(args[index], catalogue), inner(args[index + 1], catalogue)];
    branches.push({ zh: `若 ${test.zh} 则 ${result.zh}`, en: `if ${test.en} then ${result.en}` });
  }
  const otherwise = inner(args.at(-1), catalogue);
  branches.push({ zh: `否则 ${otherwise.zh}`, en: `else ${otherwise.en}` });
  return joined(branches, '，', ', ');
}

/** Words of any node of a rule that was compiled. */
function word(json: unknown, catalogue: AttributeCatalogue): Wording {
  const fixed = fixedOf(json);
  if (fixed !== undefined) return wordValue(fixed, null);
  const [name, ...args] = json as [string, ...unknown[]];
  const parts = () => args.map((arg) => inner(arg, catalogue));
  if (name in signs) return wordComparison(name, args, catalogue);
  if (name in arithmeticSigns) return wordArithmetic(name, args, catalogue);
  switch (name) {
    case 'get': {
      const key = String(args[0]);
      return catalogue.byKey.get(key)?.label ?? { zh: key, en: key };
    }
    case 'has': {
      const words = word(['get', args[0]], catalogue);
      return { zh: `${words.zh} 已知`, en: `${words.en} is known` };
    }
    case 'all':
      return args.length > 0 ? joined(parts(), ' 且 ', ' and ') : { zh: '总是', en: 'always' };
    case 'any':
      return args.length > 0 ? joined(parts(), ' 或 ', ' or ') : { zh: '从不', en: 'never' };
    case '!':
      return wordNegation(args[0], catalogue);
    case 'in':
      return wordMembership(args, false, catalogue);
    case 'case':
      return wordChoice(args, catalogue);
    case 'coalesce': {
      const bearer = unitBearer(json, catalogue);
      const [first, ...rest] = args.map((arg) => operand(arg, bearer, catalogue));
      if (rest.length === 0) return first!;
      const others = joined(rest, '、', ', ');
      return { zh: `${first!.zh}（未知时取 ${others.zh}）`, en: `${first!.en} (${others.en} where unknown)` };
    }
    case 'min':
    case 'max': {
      const list = joined(
        args.map((arg) => operand(arg, unitBearer(json, catalogue), catalogue)),
        '、',
        ', ',
      );
      return name === 'min'
        ? { zh: `最小者（${list.zh}）`, en: `the least of (${list.en})` }
        : { zh: `最大者（${list.zh}）`, en: `the greatest of (${list.en})` };
    }
    default:
      throw new RangeError(`no words for the operator ${name}: the rule was not compiled`);
  }
}

/**
 * A rule in words: 「人均可支配收入 < 10,000 元 且 到最近卫生室的距离 > 2,500 米」.
 * @param json a rule that compiles with the catalogue
 * @throws RangeError for an operator no rule may use
 */
export function wordRule(json: unknown, catalogue: AttributeCatalogue): Wording {
  if (json === true) return { zh: '总是', en: 'always' };
  if (json === false) return { zh: '从不', en: 'never' };
  const words = word(json, catalogue);
  // A bare boolean attribute reads as a condition.
  if (Array.isArray(json) && json[0] === 'get') return { zh: `${words.zh} = 是`, en: `${words.en} = yes` };
  return words;
}
