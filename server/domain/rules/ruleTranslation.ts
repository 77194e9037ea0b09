import { addFault } from './ruleFault.ts';
import { checkValue, fixedValue, presence, reading, type Operator, type Path } from './ruleValues.ts';
import {
  allOf,
  anyOf,
  truth,
  valued,
  type ExpressionJson,
  type ThreeValued,
  type Translation,
  type Truths,
} from './threeValued.ts';
import type { AttributeType } from './villageAttributes.ts';

const MAXIMUM_NODES = 400;
const MAXIMUM_DEPTH = 24;

/** Translates every argument, or null after noting the faults of all of them. */
function translateAll(args: readonly unknown[], path: Path, into: Translation): ThreeValued[] | null {
  const parts = args.map((arg, index) => translate(arg, [...path, index + 1], into));
  return parts.includes(null) ? null : (parts as ThreeValued[]);
}

function ofType(
  type: AttributeType,
  args: readonly unknown[],
  path: Path,
  into: Translation,
): ThreeValued[] | null {
  const parts = translateAll(args, path, into);
  if (!parts) return null;
  const strays = parts.flatMap((part, index) => (part.type === type ? [] : [{ part, index }]));
  for (const { part, index } of strays) {
    addFault(into.faults, 'wrongType', [...path, index + 1], part.type, type);
  }
  return strays.length > 0 ? null : parts;
}

/** All parts of the type of the first one. */
function ofOneType(args: readonly unknown[], path: Path, into: Translation): ThreeValued[] | null {
  const [first, ...rest] = translateAll(args, path, into) ?? [];
  if (!first) return null;
  const index = rest.findIndex(({ type }) => type !== first.type);
  if (index === -1) return [first, ...rest];
  return addFault(into.faults, 'wrongType', [...path, index + 2], rest[index]!.type, first.type);
}

const logical =
  (operator: 'all' | 'any'): Operator =>
  (args, path, into) => {
    const parts = ofType('boolean', args, path, into);
    if (!parts) return null;
    const [forHolds, forFails] = operator === 'all' ? [allOf, anyOf] : [anyOf, allOf];
    return truth({
      holds: forHolds(parts.map(({ holds }) => holds)),
      fails: forFails(parts.map(({ fails }) => fails)),
    });
  };

const opposite = ({ holds, fails }: Truths): ThreeValued => truth({ holds: fails, fails: holds });

/**
 * Equality of booleans of which one is constant, folded: a comparison of two constants (`["==", true, false]`)
 * would be read by MapLibre as a filter of its old syntax, on a property of that name.
 */
const sameTruth = (left: Truths, right: Truths): ThreeValued =>
  truth({
    holds: anyOf([allOf([left.holds, right.holds]), allOf([left.fails, right.fails])]),
    fails: anyOf([allOf([left.holds, right.fails]), allOf([left.fails, right.holds])]),
  });

const comparison =
  (operator: string): Operator =>
  (args, path, into) => {
    const parts = ofOneType(args, path, into);
    if (!parts) return null;
    const [left, right] = parts as [ThreeValued, ThreeValued];
    const isOrder = operator !== '==' && operator !== '!=';
    if (isOrder && left.type !== 'number') return addFault(into.faults, 'textHasNoOrder', path, operator);
    if (left.fixed !== null && right.fixed !== null) return addFault(into.faults, 'readsNothing', path);
    const areListed = [
      checkValue(left.attribute, right.fixed, [...path, 2], into),
      checkValue(right.attribute, left.fixed, [...path, 1], into),
    ];
    if (areListed.includes(false)) return null;
    if (typeof left.value === 'boolean' || typeof right.value === 'boolean') {
      return operator === '==' ? sameTruth(left, right) : opposite(sameTruth(left, right));
    }
    const known = allOf([left.known, right.known]);
    return valued({ type: 'boolean', known, value: [operator, left.value, right.value] });
  };

const arithmetic =
  (operator: string): Operator =>
  (args, path, into) => {
    const parts = ofType('number', args, path, into);
    if (!parts) return null;
    const known = parts.map((part) => part.known);
    const divisor = operator === '/' ? parts[1]! : null;
    if (divisor) known.push(divisor.fixed === null ? ['!=', divisor.value, 0] : divisor.fixed !== 0);
    return valued({
      type: 'number',
      known: allOf(known),
      value: [operator, ...parts.map(({ value }) => value)],
    });
  };

const negation: Operator = (args, path, into) => {
  const [part] = ofType('boolean', args, path, into) ?? [];
  return part ? opposite(part) : null;
};

const membership: Operator = ([needle, list], path, into) => {
  const part = translate(needle, [...path, 1], into);
  const listPath = [...path, 2];
  const values: unknown = Array.isArray(list) && list[0] === 'literal' ? list[1] : null;
  if (!Array.isArray(values) || (list as unknown[]).length !== 2) {
    return addFault(into.faults, 'listExpected', listPath);
  }
  if (!part) return null;
  if (part.fixed !== null) return addFault(into.faults, 'readsNothing', path);
  const isFine = values.map((value: unknown, index) => {
    const valuePath = [...listPath, 1, index];
    const fixed = fixedValue(value, valuePath, into);
    if (!fixed) return false;
    if (fixed.type === part.type) return checkValue(part.attribute, value, valuePath, into);
    addFault(into.faults, 'wrongType', valuePath, fixed.type, part.type);
    return false;
  });
  if (isFine.includes(false)) return null;
  return valued({ type: 'boolean', known: part.known, value: ['in', part.value, ['literal', values]] });
};

/** From the last argument to the first: [test, result, test, result, …, otherwise]. */
const choice: Operator = (args, path, into) => {
  const parts = translateAll(args, path, into);
  if (!parts) return null;
  const { type } = parts[1]!;
  let isFine = true;
  parts.forEach((part, index) => {
    const isResult = index % 2 === 1 || index === parts.length - 1;
    const wanted = isResult ? type : 'boolean';
    if (part.type === wanted) return;
    isFine = false;
    addFault(into.faults, 'wrongType', [...path, index + 1], part.type, wanted);
  });
  if (!isFine) return null;
  let outcome = parts.at(-1)!;
  for (let index = parts.length - 3; index >= 0; index -= 2) {
    const [test, result, otherwise] = [parts[index]!, parts[index + 1]!, outcome];
    const either = (pick: (node: ThreeValued) => ExpressionJson): ExpressionJson =>
      anyOf([allOf([test.holds, pick(result)]), allOf([test.fails, pick(otherwise)])]);
    outcome =
      type === 'boolean'
        ? truth({ holds: either(({ holds }) => holds), fails: either(({ fails }) => fails) })
        : valued({
            type,
            known: either(({ known }) => known),
            value: ['case', test.holds, result.value, otherwise.value],
          });
  }
  return outcome;
};

const firstKnown: Operator = (args, path, into) => {
  const parts = ofOneType(args, path, into);
  if (!parts) return null;
  if (parts.length === 1) return parts[0]!;
  const branches = parts.slice(0, -1).flatMap(({ known, value }) => [known, value]);
  const last = parts.at(-1)!.value;
  return valued({
    type: parts[0]!.type,
    known: anyOf(parts.map(({ known }) => known)),
    value: ['case', ...branches, last],
  });
};

/** Operators a rule may use, with the least and greatest number of arguments. */
const operators: ReadonlyMap<string, { least: number; most: number; translate: Operator }> = new Map(
  Object.entries({
    all: { least: 0, most: Infinity, translate: logical('all') },
    any: { least: 0, most: Infinity, translate: logical('any') },
    '!': { least: 1, most: 1, translate: negation },
    ...Object.fromEntries(
      ['==', '!=', '<', '<=', '>', '>='].map((operator) => [
        operator,
        { least: 2, most: 2, translate: comparison(operator) },
      ]),
    ),
    in: { least: 2, most: 2, translate: membership },
    case: { least: 3, most: Infinity, translate: choice },
    coalesce: { least: 1, most: Infinity, translate: firstKnown },
    get: { least: 1, most: 1, translate: reading },
    has: { least: 1, most: 1, translate: presence },
    literal: {
      least: 1,
      most: 1,
      translate: ([value], path, into) => fixedValue(value, [...path, 1], into),
    },
    '+': { least: 1, most: Infinity, translate: arithmetic('+') },
    '*': { least: 1, most: Infinity, translate: arithmetic('*') },
    '-': { least: 1, most: 2, translate: arithmetic('-') },
    '/': { least: 2, most: 2, translate: arithmetic('/') },
    min: { least: 1, most: Infinity, translate: arithmetic('min') },
    max: { least: 1, most: Infinity, translate: arithmetic('max') },
  } satisfies Record<string, { least: number; most: number; translate: Operator }>),
);

export const allowedOperators: readonly string[] = [...operators.keys()];

/** Translates one node of a rule; null after noting its faults in `into`. */
export function translate(json: unknown, path: Path, into: Translation): ThreeValued | null {
  into.nodes += 1;
  if (path.length > MAXIMUM_DEPTH || into.nodes > MAXIMUM_NODES) {
    const isSaid = into.faults.some(({ code }) => code === 'tooLarge');
    return isSaid ? null : addFault(into.faults, 'tooLarge', path);
  }
  if (!Array.isArray(json)) return fixedValue(json, path, into);
  const [name, ...args] = json as unknown[];
  const operator = typeof name === 'string' ? operators.get(name) : undefined;
  if (!operator) {
    const written = typeof name === 'string' ? name : (JSON.stringify(name) ?? '[]');
    return addFault(into.faults, 'operatorNotAllowed', [...path, 0], written);
  }
  const isCounted = args.length >= operator.least && args.length <= operator.most;
  // test, result, …, otherwise
  if (!isCounted || (name === 'case' && args.length % 2 === 0)) {
    return addFault(into.faults, 'argumentCount', path, name as string);
  }
  return operator.translate(args, path, into);
}
