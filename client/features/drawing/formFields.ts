/** The part of JSON Schema (2020-12) that the contract's bodies are described with. */
export interface JsonSchema {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  anyOf?: readonly JsonSchema[];
  properties?: Readonly<Record<string, JsonSchema>>;
  additionalProperties?: boolean | JsonSchema;
  prefixItems?: readonly JsonSchema[];
  items?: JsonSchema | boolean;
  required?: readonly string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  default?: unknown;
}

/**
 * text, integer, choice: one control; answers: a yes, no or unknown a name; position: [lng, lat]; geometry: GeoJSON;
 * rows: a list of things with fields of their own.
 */
export type FieldKind = 'text' | 'integer' | 'choice' | 'answers' | 'position' | 'geometry' | 'rows';

/** A field of a form, as the schema of the body describes it. */
export interface FormField {
  name: string;
  kind: FieldKind;
  /** It must be there and hold something. */
  isRequired: boolean;
  /** Where nothing is said, null is sent; else the field is left out. */
  isNullable: boolean;
  /** Of integers: values; of text: characters; of rows: how many. Infinity where there is no bound. */
  least: number;
  most: number;
  choices: readonly string[];
  /** GeoJSON types of a geometry. */
  shapes: readonly string[];
  /** Of one of the rows. */
  fields: readonly FormField[];
  /** What a new form begins with. */
  initial: unknown;
}

/** What is wrong with a value; the form has a sentence for each. */
export type ValueFault =
  | { kind: 'missing' }
  | { kind: 'notWhole' }
  | { kind: 'tooShort'; limit: number }
  | { kind: 'tooLong'; limit: number }
  | { kind: 'tooSmall'; limit: number }
  | { kind: 'tooLarge'; limit: number }
  | { kind: 'tooFew'; limit: number }
  | { kind: 'tooMany'; limit: number }
  | { kind: 'notAChoice' }
  | { kind: 'notAPosition' };

const isNull = ({ type }: JsonSchema): boolean => type === 'null';

/** The schema without its null, and whether it had one. */
function withoutNull(schema: JsonSchema): { schema: JsonSchema; isNullable: boolean } {
  if (schema.anyOf) {
    const rest = schema.anyOf.filter((each) => !isNull(each));
    const [only] = rest;
    if (rest.length === 1 && only) return { schema: only, isNullable: rest.length < schema.anyOf.length };
  }
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((type) => type !== 'null');
    return { schema: { ...schema, type: types[0]! }, isNullable: types.length < schema.type.length };
  }
  return { schema, isNullable: false };
}

function kindOf(
  name: string,
  { type, enum: choices, properties, prefixItems, items }: JsonSchema,
): FieldKind {
  if (properties?.['coordinates']) return 'geometry';
  if (prefixItems?.length === 2) return 'position';
  if (choices) return 'choice';
  if (type === 'string') return 'text';
  if (type === 'integer') return 'integer';
  if (type === 'object' && properties === undefined) return 'answers';
  if (type === 'array' && typeof items === 'object') return 'rows';
  throw new Error(`field ${name}: no control for ${JSON.stringify(type)}`);
}

const texts = (values: readonly unknown[] | undefined): string[] => (values ?? []).map(String);

function fieldOf(name: string, described: JsonSchema, isListed: boolean): FormField {
  const { schema, isNullable } = withoutNull(described);
  const kind = kindOf(name, schema);
  const least = schema.minimum ?? schema.minLength ?? schema.minItems ?? Number.NEGATIVE_INFINITY;
  const most = schema.maximum ?? schema.maxLength ?? schema.maxItems ?? Number.POSITIVE_INFINITY;
  const geometryType = schema.properties?.['type'];
  return {
    name,
    kind,
    isRequired: isListed && !isNullable && described.default === undefined,
    isNullable,
    least,
    most,
    choices: kind === 'choice' ? texts(schema.enum) : [],
    shapes: kind === 'geometry' ? texts(geometryType?.enum) : [],
    fields: kind === 'rows' && typeof schema.items === 'object' ? formFields(schema.items) : [],
    initial: described.default ?? startOf(kind),
  };
}

/** Empty, as a control shows it. */
function startOf(kind: FieldKind): unknown {
  if (kind === 'answers') return {};
  return kind === 'rows' ? [] : null;
}

/**
 * The fields of a form, from the schema of the body it sends: one mechanism for every form that is drawn.
 * @param schema of an object, as the description of the API has it (`/api/openapi.json`)
 * @throws Error for a schema that no control fits
 */
export function formFields({ properties = {}, required = [] }: JsonSchema): FormField[] {
  return Object.entries(properties).map(([name, schema]) => fieldOf(name, schema, required.includes(name)));
}

/** What a new form begins with. */
export const initialValues = (fields: readonly FormField[]): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ name, initial }) => [name, structuredClone(initial)]));

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === '';
const isFiniteDeep = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isFiniteDeep) : Number.isFinite(value);
const isPosition = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((degrees) => typeof degrees === 'number' && Number.isFinite(degrees)) &&
  Math.abs(value[0] as number) <= 180 &&
  Math.abs(value[1] as number) <= 90;

/** What is wrong with a value by the schema alone; null: nothing. The server may find more. */
export function valueFault(field: FormField, value: unknown): ValueFault | null {
  if (isEmpty(value)) return field.isRequired ? { kind: 'missing' } : null;
  const { kind, least, most } = field;
  switch (kind) {
    case 'text': {
      const { length } = String(value).trim();
      if (length === 0 && field.isRequired) return { kind: 'missing' };
      if (length < least) return { kind: 'tooShort', limit: least };
      return length > most ? { kind: 'tooLong', limit: most } : null;
    }
    case 'integer':
      if (!Number.isInteger(value)) return { kind: 'notWhole' };
      if ((value as number) < least) return { kind: 'tooSmall', limit: least };
      return (value as number) > most ? { kind: 'tooLarge', limit: most } : null;
    case 'choice':
      return field.choices.includes(String(value)) ? null : { kind: 'notAChoice' };
    case 'position':
      return isPosition(value) ? null : { kind: 'notAPosition' };
    case 'geometry':
      return isFiniteDeep((value as { coordinates?: unknown }).coordinates) ? null : { kind: 'notAPosition' };
    case 'rows': {
      const { length } = value as unknown[];
      if (length < least) return { kind: 'tooFew', limit: least };
      return length > most ? { kind: 'tooMany', limit: most } : null;
    }
    default:
      return null;
  }
}

/**
 * What is wrong with values, by the path of each: `name`, `stops.2.name`.
 * @param values only these are looked at where `isPartial`: a change names what it changes
 */
export function valueFaults(
  fields: readonly FormField[],
  values: Readonly<Record<string, unknown>>,
  { isPartial, path = '' }: { isPartial: boolean; path?: string },
): Map<string, ValueFault> {
  const faults = new Map<string, ValueFault>();
  for (const field of fields) {
    const value = values[field.name];
    if (isPartial && value === undefined) continue;
    const own = valueFault(field, value);
    if (own) faults.set(`${path}${field.name}`, own);
    if (field.kind !== 'rows' || !Array.isArray(value)) continue;
    for (const [index, row] of (value as Record<string, unknown>[]).entries()) {
      const place = `${path}${field.name}.${index}.`;
      const inner = valueFaults(field.fields, row, { isPartial: false, path: place });
      for (const [at, fault] of inner) faults.set(at, fault);
    }
  }
  return faults;
}

/** Path of a server's fault as the form names its fields: without the part of the request it stands in. */
export const fieldPath = (path: string): string => path.replace(/^body(\.|$)/, '');
