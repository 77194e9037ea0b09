/**
 * Three-valued logic out of two-valued MapLibre expressions.
 *
 * MapLibre knows no "unknown": a missing value is null, `["<", null, 5]` is a runtime error that makes the
 * whole filter false, and `["!=", null, "x"]` is simply true. So an author's rule R is translated, node by
 * node, into two ordinary MapLibre expressions that never meet a null:
 *
 *   holds(R)  R is surely true         fails(R)  R is surely false         neither: unknown
 *
 *   holds(all a b) = all holds(a) holds(b)      fails(all a b) = any fails(a) fails(b)
 *   holds(any a b) = any holds(a) holds(b)      fails(any a b) = all fails(a) fails(b)
 *   holds(! a)     = fails(a)                   fails(! a)     = holds(a)
 *   holds(a < b)   = all known(a) known(b) (a < b)
 *   fails(a < b)   = all known(a) known(b) (! (a < b))
 *
 * which is Kleene's strong logic (Kleene, S. C. 1952, Introduction to Metamathematics, § 64) over two bits.
 * known(["get", k]) asks whether the value has the type the catalogue states, so that text in a number's
 * place is unknown too. A quotient by 0 is unknown. `coalesce` takes the first known argument, `case` is
 * unknown where the condition that decides is, and `has` asks for knownness itself: it is never unknown.
 *
 * All of it is evaluated by the style-spec's evaluator alone. Where every value is known and no divisor is 0,
 * holds(R) = R and fails(R) = ! R. On the map use holds(R), as filter or in `case`: a village whose answer is
 * unknown is then not matched, and never throws its neighbours in an `any` out with it.
 */
import type { RuleFault } from './ruleFault.ts';
import type { AttributeCatalogue, AttributeType, VillageAttribute } from './villageAttributes.ts';

/** Part of a MapLibre expression as JSON. */
export type ExpressionJson = string | number | boolean | readonly unknown[];

interface Value {
  type: AttributeType;
  known: ExpressionJson;
  /** Meaningful only where `known` is true. */
  value: ExpressionJson;
  /** The attribute this is, when it is nothing but that attribute. */
  attribute: VillageAttribute | null;
  /** The fixed value this is. */
  fixed: string | number | boolean | null;
}

export interface Truths {
  holds: ExpressionJson;
  fails: ExpressionJson;
}

/** A translated node. Its truths are those of a boolean, and false twice for numbers and text. */
export type ThreeValued = Value & Truths;

export interface Translation {
  catalogue: AttributeCatalogue;
  /** How a value is read: `["get", key]` or `["feature-state", key]`. */
  read: (key: string) => ExpressionJson;
  /** Filled while translating. */
  faults: RuleFault[];
  attributes: Set<string>;
  nodes: number;
}

/** Conjunction with constants folded, as filters are compiled for every feature of a tile. */
export function allOf(parts: readonly ExpressionJson[]): ExpressionJson {
  const open = parts.filter((part) => part !== true);
  if (open.includes(false)) return false;
  return open.length < 2 ? (open[0] ?? true) : ['all', ...open];
}

export function anyOf(parts: readonly ExpressionJson[]): ExpressionJson {
  const open = parts.filter((part) => part !== false);
  if (open.includes(true)) return true;
  return open.length < 2 ? (open[0] ?? false) : ['any', ...open];
}

export const not = (part: ExpressionJson): ExpressionJson =>
  typeof part === 'boolean' ? !part : ['!', part];

/** A boolean by its truths. */
export const truth = ({ holds, fails }: Truths): ThreeValued => ({
  type: 'boolean',
  known: anyOf([holds, fails]),
  value: holds,
  attribute: null,
  fixed: null,
  holds,
  fails,
});

/** A node by its value. */
export function valued(node: Omit<Value, 'attribute' | 'fixed'> & Partial<Value>): ThreeValued {
  const isBoolean = node.type === 'boolean';
  return {
    attribute: null,
    fixed: null,
    ...node,
    holds: isBoolean && allOf([node.known, node.value]),
    fails: isBoolean && allOf([node.known, not(node.value)]),
  };
}
