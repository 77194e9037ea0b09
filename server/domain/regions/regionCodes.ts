/**
 * Official division codes form a tree by their digits: 43 0000 province, 4331 00 prefecture, 433124 county,
 * 433124 101 township, 433124 101 201 village (GB/T 2260, GB/T 10114).
 */

/** The digits that every code inside the region begins with. */
export function regionPrefix(code: string): string {
  if (code.length !== 6) return code;
  return code.replace(/(0000|00)$/, '');
}

/** Whether `code` is the region `outer` itself or lies in it. */
export const regionCovers = (outer: string, code: string): boolean => code.startsWith(regionPrefix(outer));

/** Whether one of two regions lies in the other, or they are the same. */
export const regionsOverlap = (a: string, b: string): boolean => regionCovers(a, b) || regionCovers(b, a);

/** The county a code of a county, township or village belongs to; null for a prefecture or province. */
export function countyOf(code: string): string | null {
  const county = code.slice(0, 6);
  return regionPrefix(county).length === 6 ? county : null;
}
