import { conditionOperators, type RuleCondition, type RulePart } from '#domain/rules/ruleModel';
import type { RuleFault } from '#domain/rules/ruleFault';
import type { AttributeCatalogue, VillageAttribute } from '#domain/rules/villageAttributes';

/** Place of a part in the tree: indices of `parts` from the root. */
export type PartPath = readonly number[];

/** The tree with the part at a path replaced; null takes it out of its group. The root cannot be taken out. */
export function withPart(root: RulePart, path: PartPath, part: RulePart | null): RulePart {
  const [index, ...rest] = path;
  if (index === undefined) return part ?? root;
  if (root.kind !== 'group') return root;
  const parts = root.parts.flatMap((each, at) => {
    if (at !== index) return [each];
    if (rest.length > 0) return [withPart(each, rest, part)];
    return part === null ? [] : [part];
  });
  return { ...root, parts };
}

/** The tree with a part added at the end of the group at a path; a root that is no group becomes one of two. */
export function withAdded(root: RulePart, path: PartPath, part: RulePart): RulePart {
  const [index, ...rest] = path;
  if (root.kind !== 'group') return { kind: 'group', join: 'all', parts: [root, part] };
  if (index === undefined) return { ...root, parts: [...root.parts, part] };
  return {
    ...root,
    parts: root.parts.map((each, at) => (at === index ? withAdded(each, rest, part) : each)),
  };
}

/** Place of a tree's part in its expression, where faults are: a group's name is its first element. */
export const expressionPath = (path: PartPath): number[] => path.map((index) => index + 1);

const startsWith = (path: readonly number[], start: readonly number[]) =>
  start.every((index, at) => path[at] === index);

/** Faults at a part: all below a condition; of a group those that none of its parts has. */
export function faultsAt(faults: readonly RuleFault[], part: RulePart, path: PartPath): RuleFault[] {
  const own = expressionPath(path);
  return faults.filter(
    (fault) => startsWith(fault.path, own) && (part.kind !== 'group' || fault.path.length === own.length),
  );
}

type Operator = RuleCondition['operator'];

/** Operators that make sense for an attribute. */
export function operatorsOf(attribute: VillageAttribute | undefined): readonly Operator[] {
  if (attribute?.type === 'number')
    return conditionOperators.filter((each) => each !== 'in' && each !== 'notIn');
  if (attribute?.type === 'boolean') return ['==', 'known', 'unknown'];
  return ['==', '!=', 'in', 'notIn', 'known', 'unknown'];
}

/** A fixed value that an attribute can have. */
function firstValue(attribute: VillageAttribute, middle: number | null): number | string | boolean {
  if (attribute.type === 'number') return middle ?? 0;
  return attribute.type === 'boolean' ? true : (attribute.values?.[0]?.value ?? '');
}

/** A condition on an attribute to begin with. @param middle a value in the middle of a number's range */
export function firstCondition(attribute: VillageAttribute, middle: number | null): RuleCondition {
  return {
    kind: 'condition',
    attribute: attribute.key,
    operator: attribute.type === 'number' ? '>=' : '==',
    value: firstValue(attribute, middle),
  };
}

/** The condition with another operator; its value is kept where both operators take one of the kind. */
export function withOperator(
  condition: RuleCondition,
  operator: Operator,
  attribute: VillageAttribute | undefined,
): RuleCondition {
  const { attribute: key } = condition;
  if (operator === 'known' || operator === 'unknown') return { kind: 'condition', attribute: key, operator };
  const before = 'value' in condition ? condition.value : undefined;
  if (operator === 'in' || operator === 'notIn') {
    const fixed =
      before === undefined || (typeof before === 'object' && !Array.isArray(before)) ? [] : before;
    return { kind: 'condition', attribute: key, operator, value: Array.isArray(fixed) ? fixed : [fixed] };
  }
  const single = Array.isArray(before) ? before[0] : before;
  const value = single ?? (attribute ? firstValue(attribute, null) : 0);
  return { kind: 'condition', attribute: key, operator, value };
}

/** Other attributes of the same unit, which a number may be compared with. */
export function comparableWith(catalogue: AttributeCatalogue, key: string): readonly VillageAttribute[] {
  const attribute = catalogue.byKey.get(key);
  if (attribute?.type !== 'number') return [];
  return catalogue.attributes.filter(
    (other) => other.key !== key && other.type === 'number' && other.unit?.zh === attribute.unit?.zh,
  );
}

export type PastedExpression =
  { ok: true; expression: unknown[] } | { ok: false; reason: 'notJson' | 'notArray' };

/** JSON somebody pasted; whether it is a rule is for the compiler to say. */
export function readPasted(text: string): PastedExpression {
  try {
    const json: unknown = JSON.parse(text);
    return Array.isArray(json) ? { ok: true, expression: json } : { ok: false, reason: 'notArray' };
  } catch {
    return { ok: false, reason: 'notJson' };
  }
}
