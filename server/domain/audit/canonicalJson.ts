/**
 * How the value being written was reached: keys and indexes, and the arrays and objects around it. One place
 * moves along with the writing; text is made of it only for an error, as records are written by the thousand.
 */
interface Place {
  path: (string | number)[];
  around: object[];
}

const pathOf = ({ path }: Place) =>
  `$${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`;

const refusal = (place: Place, why: string) => new TypeError(`${pathOf(place)}: ${why}`);

/** Half of a surrogate pair is no Unicode text and cannot be written as UTF-8. */
const loneSurrogate = /\p{Surrogate}/u;
/** Text that JSON writes as it is; most is, and this test is quicker than JSON.stringify. */
const plainText = /^[^"\\\p{Cc}\p{Surrogate}]*$/u;

function textOf(text: string, place: Place): string {
  if (plainText.test(text)) return `"${text}"`;
  if (loneSurrogate.test(text)) throw refusal(place, 'a lone surrogate is no text');
  return JSON.stringify(text);
}

/** Of an object literal or of parsed JSON, in any realm; not of a Date, a Map or an instance of a class. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function listOf(values: readonly unknown[], place: Place): string {
  const depth = place.path.length;
  // Array.from also visits holes, which map would leave out.
  const items = Array.from(values, (value, index) => {
    place.path[depth] = index;
    return write(value, place);
  });
  place.path.length = depth;
  return `[${items.join(',')}]`;
}

function objectOf(value: object, place: Place): string {
  if (!isPlain(value)) throw refusal(place, 'only plain objects have a canonical form');
  const depth = place.path.length;
  // The default order compares UTF-16 code units, as RFC 8785 §3.2.3 asks.
  const members = Object.keys(value)
    .sort()
    .map((key) => {
      place.path[depth] = key;
      return `${textOf(key, place)}:${write((value as Record<string, unknown>)[key], place)}`;
    });
  place.path.length = depth;
  return `{${members.join(',')}}`;
}

function write(value: unknown, place: Place): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return textOf(value, place);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refusal(place, `${value} is no JSON number`);
    return String(value); // of −0 too this is 0
  }
  if (typeof value !== 'object') throw refusal(place, `${typeof value} has no JSON`);
  if (place.around.includes(value)) throw refusal(place, 'the value contains itself');
  place.around.push(value);
  const text = Array.isArray(value) ? listOf(value, place) : objectOf(value, place);
  place.around.pop();
  return text;
}

/**
 * One text for one JSON value, whatever the order of its keys: RFC 8785 (JSON Canonicalization Scheme):
 * sorted keys, no white space, numbers and strings as ECMAScript writes them (so −0 is 0).
 * Unlike JSON.stringify it leaves nothing out and converts nothing.
 * @throws TypeError naming the place (`$.before.items[2]`) of NaN, ±Infinity, undefined, a hole, a bigint,
 * function or symbol, a lone surrogate, an object that is not plain (Date, Map …) or a circle
 */
export const canonicalJson = (value: unknown): string => write(value, { path: [], around: [] });
