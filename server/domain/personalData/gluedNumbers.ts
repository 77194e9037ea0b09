import { hasIdentityChecksum, hasLuhnChecksum } from './checksums.ts';

/** Lengths of the numbers that get glued together when a table loses its rulers. */
const lengths = [18, 11, 19, 16];
const shortest = 29;
const longest = 66;

function isWhole(part: string): boolean {
  if (part.length === 11) return /^1[3-9]/.test(part);
  if (part.length === 18 && isIdentity(part)) return true;
  return part.length !== 18 && /^(?:62|60|4|5)/.test(part) && hasLuhnChecksum(part);
}

const isIdentity = (part: string): boolean =>
  part.length === 18 && /^[1-9]\d{5}(?:19|20)\d\d[01]\d[0-3]\d/.test(part) && hasIdentityChecksum(part);

/**
 * Lengths of the personal numbers a long row of digits is made of without rest, one of them an identity number
 * with the right check digit; null where it is one number.
 */
export function gluedLengths(digits: string): number[] | null {
  if (digits.length < shortest || digits.length > longest) return null;
  const partsFrom = (start: number): number[] | null => {
    if (start === digits.length) return [];
    for (const length of lengths) {
      if (start + length > digits.length || !isWhole(digits.slice(start, start + length))) continue;
      const rest = partsFrom(start + length);
      if (rest) return [length, ...rest];
    }
    return null;
  };
  const parts = partsFrom(0);
  let start = 0;
  const hasIdentity = parts?.some((length) => {
    const part = digits.slice(start, start + length);
    start += length;
    return isIdentity(part);
  });
  return hasIdentity ? parts : null;
}
