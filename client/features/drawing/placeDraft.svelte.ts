import type { FieldError } from '#contract/errors';
import type { DrawingLayer } from './drawingLayers.ts';
import { changesOf, isSameValue, qualityField, type DrawnRow, type Values } from './drawnRow.ts';
import { fieldPath, initialValues, valueFaults, type FormField, type ValueFault } from './formFields.ts';
import type { RouteStop } from './routeStops.ts';

/** Most steps back within one form. */
const mostSteps = 200;

/** What is wrong with a field: by the schema, or in the words of the server. */
export type DraftFault = ValueFault | { kind: 'said'; text: string };

/** What is sent: text without spaces around it; what is empty is null where it may be, else left out. */
export function bodyOf(fields: readonly FormField[], values: Values): Values {
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const field = fields.find((each) => each.name === name);
    const text = typeof value === 'string' ? value.trim() : value;
    if (text !== null && text !== undefined && text !== '') body[name] = text;
    else if (field?.isNullable) body[name] = null;
  }
  return body;
}

/**
 * A place that is being made or changed: what the form holds against what was saved, with its own steps back, until it is
 * saved or given up. Values are replaced, never changed in place.
 */
export class PlaceDraft {
  readonly layer: DrawingLayer;
  readonly fields: readonly FormField[];
  #base = $state.raw<DrawnRow | null>(null);
  #values = $state.raw<Values>({});
  #start: Values = {};
  #parent = $state<string | null>(null);
  #past = $state.raw<readonly Values[]>([]);
  #future = $state.raw<readonly Values[]>([]);
  /** Characters typed into one field are one step. */
  #typedField: string | null = null;
  #said = $state.raw<readonly FieldError[]>([]);
  #isSaveTried = $state(false);

  readonly changes = $derived(
    this.#base === null ? this.#values : changesOf(this.#base.values, this.#values),
  );
  readonly isDirty = $derived(
    this.#base === null
      ? !isSameValue(this.#values, this.#start) || this.#parent !== null
      : Object.keys(this.changes).length > 0,
  );
  readonly #faults = $derived.by((): ReadonlyMap<string, ValueFault> => {
    const isPartial = this.#base !== null;
    const found = valueFaults(this.fields, isPartial ? this.changes : this.#values, { isPartial });
    if (this.#base === null && this.layer.id === 'projects' && this.#parent === null) {
      found.set('project', { kind: 'missing' });
    }
    return found;
  });
  /** The way in which a new place is made needs none of what is only said on saving. */
  readonly isValid = $derived(this.#faults.size === 0);

  /** @param base null: a new place */
  constructor(layer: DrawingLayer, fields: readonly FormField[], base: DrawnRow | null) {
    this.layer = layer;
    this.fields = fields;
    this.#base = base;
    this.#start = base?.values ?? initialValues(fields);
    this.#values = this.#start;
  }

  get base(): DrawnRow | null {
    return this.#base;
  }
  get isNew(): boolean {
    return this.#base === null;
  }
  get values(): Values {
    return this.#values;
  }
  /** The project a new place belongs to. */
  get parent(): string | null {
    return this.#parent;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }
  /** What is sent to the server. */
  get body(): Values {
    return bodyOf(this.fields, this.changes);
  }

  setParent(number: string | null): void {
    this.#parent = number;
  }

  /** Takes a value from a control. A place that is moved waits for the word on how it is known. */
  set(field: string, value: unknown): void {
    if (isSameValue(this.#values[field], value)) return;
    const quality = qualityField(field);
    this.replace({ [field]: value, ...(quality === null ? {} : { [quality]: null }) }, field);
  }

  /**
   * Several values as one step.
   * @param typedField of a control that is typed into: its steps in a row are one
   */
  replace(values: Values, typedField: string | null = null): void {
    const goesOn = typedField !== null && typedField === this.#typedField && this.#past.length > 0;
    if (!goesOn) this.#past = [...this.#past, this.#values].slice(-mostSteps);
    this.#typedField = typedField;
    this.#future = [];
    this.amend(values);
  }

  /** Puts what was found out later into the last step. */
  amend(values: Values): void {
    this.#values = { ...this.#values, ...values };
    const names = Object.keys(values);
    this.#said = this.#said.filter(({ path }) => !names.includes(fieldPath(path).split('.')[0]!));
  }

  undo(): void {
    const before = this.#past.at(-1);
    if (before === undefined) return;
    this.#future = [...this.#future, this.#values];
    this.#past = this.#past.slice(0, -1);
    this.#values = before;
    this.#typedField = null;
  }

  redo(): void {
    const after = this.#future.at(-1);
    if (after === undefined) return;
    this.#past = [...this.#past, this.#values];
    this.#future = this.#future.slice(0, -1);
    this.#values = after;
    this.#typedField = null;
  }

  /** What is wrong with a field, or with `stops.2.name`; what is only missing is said when saving was tried. */
  faultsOf(path: string): readonly DraftFault[] {
    const own = this.#faults.get(path);
    const isShown = own !== undefined && (this.#isSaveTried || own.kind !== 'missing');
    const said = this.#said
      .filter((error) => fieldPath(error.path) === path)
      .map(({ message }) => ({ kind: 'said', text: message }) as const);
    return isShown ? [own, ...said] : said;
  }

  /** Sentences of the server for everything below a field, as `geometry.coordinates.1`. */
  saidBelow(field: string): readonly FieldError[] {
    return this.#said.filter(({ path }) => fieldPath(path).startsWith(`${field}.`));
  }

  /** Sentences that belong to no field of the form. */
  get saidOfAll(): readonly string[] {
    const names = new Set(this.fields.map(({ name }) => name));
    return this.#said
      .filter(({ path }) => !names.has(fieldPath(path).split('.')[0]!))
      .map(({ message }) => message);
  }

  /** Says everything that is missing from now on. @returns whether it can be sent */
  trySave(): boolean {
    this.#isSaveTried = true;
    return this.isValid;
  }

  refuse(errors: readonly FieldError[]): void {
    this.#said = errors;
  }

  /** The row as it is now: saved, or changed by somebody while nothing was changed here. */
  adopt(row: DrawnRow): void {
    this.#base = row;
    this.#start = row.values;
    this.#values = row.values;
    this.#past = [];
    this.#future = [];
    this.#said = [];
    this.#isSaveTried = false;
    this.#typedField = null;
  }

  /** What was changed here, over what somebody else made of the row meanwhile. */
  rebase(theirs: DrawnRow): void {
    const mine = { ...this.changes };
    if (Array.isArray(mine['stops']))
      mine['stops'] = rebasedStops(mine['stops'] as RouteStop[], this.#base, theirs);
    this.#base = theirs;
    this.#start = theirs.values;
    this.#values = { ...theirs.values, ...mine };
    this.#past = [];
    this.#future = [];
    this.#said = [];
  }
}

/** Stops name what they were in the row that is there now: by name, as places may have changed. */
function rebasedStops(mine: readonly RouteStop[], base: DrawnRow | null, theirs: DrawnRow): RouteStop[] {
  const stopsOf = (row: DrawnRow | null) => (row?.values['stops'] ?? []) as readonly RouteStop[];
  const used = new Set<number>();
  return mine.map((stop) => {
    const before = stopsOf(base).find(({ was }) => was !== null && was === stop.was);
    const now = stopsOf(theirs).find(
      ({ was, name }) => was !== null && name === before?.name && !used.has(was),
    );
    if (now?.was != null) used.add(now.was);
    return { ...stop, was: now?.was ?? null };
  });
}
