/** How tourism route lines are told apart without colour: pattern in pixels at the drawn width. */
export interface RouteDash {
  /** Pixels of line and gap in turn; absent = solid. */
  pixels?: readonly number[];
  cap: 'butt' | 'round';
}

/** Route n uses element (n − 1) mod 4. */
export const routeDashes: readonly RouteDash[] = [
  { cap: 'round' },
  { pixels: [10, 4], cap: 'butt' },
  { pixels: [2, 4], cap: 'round' },
  { pixels: [12, 3, 2, 3], cap: 'butt' },
];

/** Dash of tourism route `number` (from 1). */
export function routeDash(number: number): RouteDash {
  return routeDashes[(Math.max(1, Math.trunc(number)) - 1) % routeDashes.length]!;
}
