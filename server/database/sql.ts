/** A statement as `pg` takes it: placeholders in the text, every value bound. */
export interface Query {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A piece of SQL with its values; pieces nest in templates and number their placeholders when read. */
class Fragment implements Query {
  readonly #strings: readonly string[];
  readonly #parts: readonly unknown[];

  constructor(strings: readonly string[], parts: readonly unknown[]) {
    this.#strings = strings;
    this.#parts = parts;
  }

  get text(): string {
    return this.#write([]);
  }

  get values(): readonly unknown[] {
    const values: unknown[] = [];
    this.#write(values);
    return values;
  }

  /** Appends the values in order of their placeholders and returns the text. */
  #write(values: unknown[]): string {
    let text = this.#strings[0]!;
    this.#parts.forEach((part, index) => {
      if (part instanceof Fragment) text += part.#write(values);
      else text += `$${values.push(part)}`;
      text += this.#strings[index + 1]!;
    });
    return text;
  }
}

export type { Fragment };

/**
 * Writes a statement: every `${value}` is bound, `${fragment}` is spliced in.
 * @throws TypeError when a value is undefined: an absent value is `null`, an absent clause `sql.empty`.
 */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Fragment {
  const missing = parts.indexOf(undefined);
  if (missing >= 0) {
    throw new TypeError(`sql: the value after "${strings[missing]!.trim().slice(-40)}" is undefined`);
  }
  return new Fragment(strings, parts);
}

/** Nothing: for clauses that are left out. */
sql.empty = new Fragment([''], []);

/** Joins fragments; an empty list gives `sql.empty`. */
sql.join = (fragments: readonly Fragment[], separator: ', ' | ' and ' | ' or ' | ' ' | '\n'): Fragment =>
  new Fragment(
    ['', ...fragments.slice(1).map(() => separator), ''].slice(0, fragments.length + 1),
    fragments,
  );

/**
 * A quoted name, dotted names part by part.
 * @param allowed the closed list it must be in: names never come from a request unchecked
 * @throws RangeError when the name is not in the list
 */
sql.identifier = <Name extends string>(name: string, allowed: readonly Name[]): Fragment => {
  if (!(allowed as readonly string[]).includes(name)) {
    throw new RangeError(`sql.identifier: "${name}" is not one of ${allowed.join(', ')}`);
  }
  const quoted = name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
  return new Fragment([quoted], []);
};
