import { createExpression, type StylePropertySpecification } from '@maplibre/maplibre-gl-style-spec';
import { addFault, type RuleFault } from './ruleFault.ts';
import { translate } from './ruleTranslation.ts';
import type { ExpressionJson, Translation, Truths } from './threeValued.ts';
import type { AttributeCatalogue, VillageValues } from './villageAttributes.ts';

/** null = unknown: neither a match nor a violation. */
export type Truth = boolean | null;

export interface CompiledRule {
  /** The author's JSON, as it is stored. */
  expression: unknown;
  /** Attributes it reads, in the order of reading. */
  attributes: readonly string[];
  /** MapLibre expression: true where the rule surely holds. This is what goes on the map. */
  holds: ExpressionJson;
  /** MapLibre expression: true where the rule surely does not hold. */
  fails: ExpressionJson;
  evaluate: (attributes: VillageValues) => Truth;
  /** Attributes it reads and this village lacks, or has as a value of another type. */
  missing: (attributes: VillageValues) => string[];
}

export type Compilation = { ok: true; rule: CompiledRule } | { ok: false; faults: RuleFault[] };

/** A filter's type: boolean, of features, without interpolation. */
const booleanProperty: StylePropertySpecification = {
  type: 'boolean',
  'property-type': 'data-driven',
  expression: { interpolated: false, parameters: ['zoom', 'feature'] },
  transition: false,
  default: false,
};
const nativeTypes = { number: 'number', boolean: 'boolean', text: 'string' } as const;
const GLOBALS = { zoom: 0 };
/** Sharing makes a translation small in memory, yet MapLibre parses it as a tree. */
const MAXIMUM_TRANSLATED_NODES = 20_000;

/** "[2][1]: message" of the style-spec, whose keys are indices in brackets. */
const pathOf = (key: string): number[] => [...key.matchAll(/\[(\d+)\]/g)].map(([, index]) => Number(index));

function isWithin(budget: number, ...roots: readonly unknown[]): boolean {
  let left = budget;
  const open = [...roots];
  while (open.length > 0) {
    const node = open.pop();
    left -= 1;
    if (left < 0) return false;
    if (Array.isArray(node)) for (const part of node as unknown[]) open.push(part);
  }
  return true;
}

const readProperty = (key: string): ExpressionJson => ['get', key];

type Translated = { truths: Truths; attributes: string[] } | { faults: RuleFault[] };

function translateRule(
  json: unknown,
  catalogue: AttributeCatalogue,
  read: (key: string) => ExpressionJson,
): Translated {
  const into: Translation = { catalogue, read, faults: [], attributes: new Set(), nodes: 0 };
  const root = translate(json, [], into);
  if (root && root.type !== 'boolean') addFault(into.faults, 'notBoolean', [], root.type);
  if (root && !isWithin(MAXIMUM_TRANSLATED_NODES, root.holds, root.fails)) {
    addFault(into.faults, 'tooLarge', []);
  }
  if (!root || into.faults.length > 0) return { faults: into.faults };
  return { truths: { holds: root.holds, fails: root.fails }, attributes: [...into.attributes] };
}

/** @throws Error where the translation is no expression, which a tested translation never is */
function evaluatorOf(json: ExpressionJson): (attributes: VillageValues) => boolean {
  const parsed = createExpression(json, 'rule', booleanProperty);
  if (parsed.result === 'error') {
    throw new Error(`translated rule is refused: ${parsed.value.map(({ message }) => message).join('; ')}`);
  }
  const expression = parsed.value;
  // Without its error handling, which would turn a fault of the translation into a quiet false.
  return (properties) =>
    expression.evaluateWithoutErrorHandling(GLOBALS, { type: 'Point', properties }) as boolean;
}

/**
 * Reads a rule: a MapLibre expression over the attributes of a catalogue, with a closed list of operators.
 * How unknown values go through it: see threeValued.ts.
 */
export function compileRule(json: unknown, catalogue: AttributeCatalogue): Compilation {
  const translated = translateRule(json, catalogue, readProperty);
  if ('faults' in translated) return { ok: false, faults: translated.faults };
  // The stored JSON itself must be an expression too, not only what we make of it.
  const own = createExpression(json, 'rule', booleanProperty);
  if (own.result === 'error') {
    const faults: RuleFault[] = [];
    for (const { key, message } of own.value) addFault(faults, 'refusedByMapLibre', pathOf(key), message);
    return { ok: false, faults };
  }
  const { holds, fails } = translated.truths;
  const doesHold = evaluatorOf(holds);
  const doesFail = evaluatorOf(fails);
  const evaluate = (attributes: VillageValues): Truth =>
    doesHold(attributes) ? true : doesFail(attributes) ? false : null;
  const { attributes } = translated;
  const missing = (values: VillageValues): string[] =>
    attributes.filter((key) => typeof values[key] !== nativeTypes[catalogue.byKey.get(key)!.type]);
  return { ok: true, rule: { expression: json, attributes, holds, fails, evaluate, missing } };
}

/**
 * The same rule for paint properties of a layer whose features carry the attributes as feature state, not as
 * properties (MapLibre filters cannot read feature state). Null where the rule has faults.
 */
export function ruleOnFeatureState(json: unknown, catalogue: AttributeCatalogue): Truths | null {
  const translated = translateRule(json, catalogue, (key) => ['feature-state', key]);
  return 'faults' in translated ? null : translated.truths;
}
