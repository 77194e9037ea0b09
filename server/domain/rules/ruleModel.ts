/**
 * What the rule builder edits: a tree of groups and conditions, read from and written to MapLibre expressions.
 * `readRule` takes any JSON: what the builder has no form for is kept as it is in an `advanced` part, in its
 * place in the tree, so that the rest stays editable and `writeRule(readRule(json))` is `json` again.
 */

const orders = ['<', '<=', '==', '!=', '>=', '>'] as const;

export const conditionOperators = [...orders, 'in', 'notIn', 'known', 'unknown'] as const;
export type ConditionOperator = (typeof conditionOperators)[number];

export type FixedValue = number | string | boolean;

interface Comparison {
  kind: 'condition';
  attribute: string;
  operator: (typeof orders)[number];
  /** A fixed value, or another attribute to compare with (income < mean of the county). */
  value: FixedValue | { attribute: string };
}
interface ListCondition {
  kind: 'condition';
  attribute: string;
  operator: 'in' | 'notIn';
  value: FixedValue[];
}
interface KnownCondition {
  kind: 'condition';
  attribute: string;
  operator: 'known' | 'unknown';
}
export type RuleCondition = Comparison | ListCondition | KnownCondition;

export interface RuleGroup {
  kind: 'group';
  join: 'all' | 'any';
  parts: RulePart[];
}

/** An expression the builder shows as JSON. */
export interface AdvancedPart {
  kind: 'advanced';
  expression: unknown;
}

export type RulePart = RuleGroup | RuleCondition | AdvancedPart;

const isFixed = (value: unknown): value is FixedValue =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));

/** The key of `[name, key]`, or null. */
function keyOf(json: unknown, name: 'get' | 'has'): string | null {
  if (!Array.isArray(json) || json.length !== 2 || json[0] !== name) return null;
  return typeof json[1] === 'string' ? json[1] : null;
}

function readList(json: unknown): FixedValue[] | null {
  if (!Array.isArray(json) || json.length !== 2 || json[0] !== 'literal') return null;
  const values: unknown = json[1];
  return Array.isArray(values) && values.every(isFixed) ? [...values] : null;
}

function readComparison(operator: (typeof orders)[number], args: readonly unknown[]): Comparison | null {
  const attribute = keyOf(args[0], 'get');
  if (attribute === null || args.length !== 2) return null;
  const other = keyOf(args[1], 'get');
  if (other !== null) return { kind: 'condition', attribute, operator, value: { attribute: other } };
  return isFixed(args[1]) ? { kind: 'condition', attribute, operator, value: args[1] } : null;
}

/** `["in", …]` and `["has", …]`, which a leading `!` turns round. */
function readAsked(json: unknown, isTurned: boolean): RuleCondition | null {
  const known = keyOf(json, 'has');
  if (known !== null) {
    return { kind: 'condition', attribute: known, operator: isTurned ? 'unknown' : 'known' };
  }
  if (!Array.isArray(json) || json.length !== 3 || json[0] !== 'in') return null;
  const attribute = keyOf(json[1], 'get');
  const value = readList(json[2]);
  if (attribute === null || value === null) return null;
  return { kind: 'condition', attribute, operator: isTurned ? 'notIn' : 'in', value };
}

function readCondition(json: readonly unknown[]): RuleCondition | null {
  const [name, ...args] = json;
  if (name === '!') return json.length === 2 ? readAsked(json[1], true) : null;
  const order = orders.find((operator) => operator === name);
  return order ? readComparison(order, args) : readAsked(json, false);
}

/** The builder's tree of a rule's JSON; what it has no form for stays as `advanced` parts. */
export function readRule(json: unknown): RulePart {
  if (!Array.isArray(json)) return { kind: 'advanced', expression: json };
  const [name, ...args] = json as unknown[];
  if (name === 'all' || name === 'any') return { kind: 'group', join: name, parts: args.map(readRule) };
  return readCondition(json) ?? { kind: 'advanced', expression: json };
}

function writeCondition(condition: RuleCondition): unknown[] {
  const read = ['get', condition.attribute];
  switch (condition.operator) {
    case 'known':
      return ['has', condition.attribute];
    case 'unknown':
      return ['!', ['has', condition.attribute]];
    case 'in':
      return ['in', read, ['literal', [...condition.value]]];
    case 'notIn':
      return ['!', ['in', read, ['literal', [...condition.value]]]];
    default: {
      const { value } = condition;
      return [condition.operator, read, typeof value === 'object' ? ['get', value.attribute] : value];
    }
  }
}

/** The MapLibre expression of a tree. */
export function writeRule(part: RulePart): unknown {
  if (part.kind === 'advanced') return part.expression;
  if (part.kind === 'condition') return writeCondition(part);
  return [part.join, ...part.parts.map(writeRule)];
}

/** Parts the builder can only show as JSON, with their place: indices of `parts` from the root. */
export function advancedParts(root: RulePart): { path: number[]; expression: unknown }[] {
  if (root.kind === 'advanced') return [{ path: [], expression: root.expression }];
  if (root.kind === 'condition') return [];
  return root.parts.flatMap((part, index) =>
    advancedParts(part).map(({ path, expression }) => ({ path: [index, ...path], expression })),
  );
}
