import { distance } from 'fastest-levenshtein';

/** Two neighbouring characters swapped and nothing else: one slip of the hand, two edits for Levenshtein. */
function isSwap(a: string[], b: string[]): boolean {
  if (a.length !== b.length) return false;
  const first = a.findIndex((character, index) => character !== b[index]);
  if (first < 0 || first + 1 >= a.length) return false;
  if (a[first] !== b[first + 1] || a[first + 1] !== b[first]) return false;
  return a.slice(first + 2).every((character, index) => character === b[first + 2 + index]);
}

/** Whether `a` becomes `b` by at most one wrong, missing, added or swapped character. */
export function isWithinOneMistake(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 2) return false;
  return distance(a, b) <= 1 || isSwap([...a], [...b]);
}
