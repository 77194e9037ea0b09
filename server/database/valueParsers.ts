import pg from 'pg';

/**
 * How values leave the database, decided once for both engines: int8 is a number and refused when it
 * is not a safe one, numeric is a number, dates stay text (`2021-12-31`), times are ISO 8601 in UTC.
 */
const oid = { int8: 20, int8Array: 1016, date: 1082, dateArray: 1182, timestamptz: 1184, numeric: 1700 };

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`the integer ${text} does not fit a number`);
  return value;
}

const isoTime = (text: string): string =>
  new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString();

/** The parser of text[]. */
const textArray = pg.types.getTypeParser(1009 as never) as (text: string) => (string | null)[];

/** Flat arrays only: nothing here returns arrays of arrays. */
const arrayOf =
  <Value>(parse: (text: string) => Value) =>
  (text: string): (Value | null)[] =>
    textArray(text).map((entry) => (entry === null ? null : parse(entry)));

type Parse = (text: string) => unknown;
const parsers = new Map<number, Parse>([
  [oid.int8, safeInteger],
  [oid.int8Array, arrayOf(safeInteger)],
  [oid.date, (text) => text],
  [oid.dateArray, arrayOf((text) => text)],
  [oid.timestamptz, isoTime],
  [oid.numeric, Number],
]);

export const valueParsers: pg.CustomTypesConfig = {
  getTypeParser: ((type: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(type)) ||
    pg.types.getTypeParser(type, format as 'text')) as typeof pg.types.getTypeParser,
};
