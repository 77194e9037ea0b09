import { addFault } from './ruleFault.ts';
import {
  not,
  truth,
  valued,
  type ExpressionJson,
  type ThreeValued,
  type Translation,
} from './threeValued.ts';
import type { AttributeType, VillageAttribute } from './villageAttributes.ts';

export type Path = readonly number[];
/** Translates the arguments of one operator at `path`; null after noting faults. */
export type Operator = (args: readonly unknown[], path: Path, into: Translation) => ThreeValued | null;

/** MapLibre's names of the types. */
const mapTypes: Readonly<Record<AttributeType, string>> = {
  number: 'number',
  boolean: 'boolean',
  text: 'string',
};

/** Text, a finite number or a boolean standing for itself. */
export function fixedValue(value: unknown, path: Path, into: Translation): ThreeValued | null {
  const found = typeof value;
  if (found === 'string' || found === 'boolean' || (found === 'number' && Number.isFinite(value))) {
    const fixed = value as string | number | boolean;
    const type = found === 'string' ? 'text' : (found as 'number' | 'boolean');
    return valued({ type, known: true, value: fixed, fixed });
  }
  return addFault(into.faults, 'notAnExpression', path, JSON.stringify(value) ?? found);
}

/** A fixed value that the attribute beside it can never have is a slip of the pen. */
export function checkValue(
  attribute: VillageAttribute | null,
  value: unknown,
  path: Path,
  { faults }: Translation,
): boolean {
  if (!attribute?.values || typeof value !== 'string') return true;
  if (attribute.values.some((listed) => listed.value === value)) return true;
  addFault(faults, 'unknownValue', path, value, attribute.label);
  return false;
}

function attributeOf(key: unknown, path: Path, into: Translation): VillageAttribute | null {
  const attribute = typeof key === 'string' ? into.catalogue.byKey.get(key) : undefined;
  if (!attribute) {
    const written = typeof key === 'string' ? key : JSON.stringify(key);
    return addFault(into.faults, 'unknownAttribute', [...path, 1], written);
  }
  into.attributes.add(attribute.key);
  return attribute;
}

const isKnown = ({ key, type }: VillageAttribute, { read }: Translation): ExpressionJson => [
  '==',
  ['typeof', read(key)],
  mapTypes[type],
];

/** `["get", key]` */
export const reading: Operator = ([key], path, into) => {
  const attribute = attributeOf(key, path, into);
  if (!attribute) return null;
  const { type } = attribute;
  const value = [mapTypes[type], into.read(attribute.key)];
  return valued({ type, known: isKnown(attribute, into), value, attribute });
};

/** `["has", key]`: whether the value is known, and so never unknown itself. */
export const presence: Operator = ([key], path, into) => {
  const attribute = attributeOf(key, path, into);
  if (!attribute) return null;
  const holds = isKnown(attribute, into);
  return truth({ holds, fails: not(holds) });
};
