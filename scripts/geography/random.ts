/** A seeded source of numbers in [0, 1). */
export type Random = () => number;

/**
 * Mulberry32: small, fast and the same on every machine, which Math.random is not. The estimated
 * geography and the demonstration places must come out byte for byte the same on every run.
 */
export const seededRandom = (seed: string): Random => numberedRandom(hashText(seed));

/** The same from a whole number. */
export function numberedRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** An integer in [low, high], both included. */
export function integerBetween(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}

/** A number around 0 with a standard deviation near 1 (sum of uniforms; bounded by ±3.5). */
export function bellCurve(random: Random): number {
  let sum = 0;
  for (let draw = 0; draw < 12; draw++) sum += random();
  return Math.max(-3.5, Math.min(3.5, sum - 6));
}

/** A new array with the items in a seeded order (Fisher–Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [result[index], result[other]] = [result[other]!, result[index]!];
  }
  return result;
}

/** FNV-1a, so that a seed can be a readable text such as a township code. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}
