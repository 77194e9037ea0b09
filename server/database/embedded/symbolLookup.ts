/**
 * PGlite's dynamic linker asks `Object.keys(library.exports).indexOf(symbol)` for every C function of
 * PostGIS: 23,000 keys, about 5 ms a time, 8 of the 16 s of a first start, and a pause at the first use
 * of each function later. The exports of a loaded library never change, so their keys are kept.
 * Imported first, and only, by the child process of the embedded database.
 */
const largeEnough = 10_000;
const keysOf = Object.keys;
const kept = new WeakMap<object, string[]>();

Object.keys = (value: object): string[] => {
  const known = kept.get(value);
  if (known) return known;
  const keys = keysOf(value);
  // A prototype of null or Object and functions for values: what the linker builds, nothing else so large.
  if (keys.length >= largeEnough && typeof (value as Record<string, unknown>)[keys[0]!] === 'function') {
    kept.set(value, keys);
  }
  return keys;
};
