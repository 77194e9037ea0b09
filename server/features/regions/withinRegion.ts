import { sql, type Fragment } from '../../database/sql.ts';

/**
 * Whether a row lies in a region, by its codes: 6 digits name a county, or with 00 at the end a prefecture;
 * 9 digits a township; 12 a village, which is no region and holds nothing. county_code is always part of the
 * condition, so that a table sharded by county is asked in one place.
 * @param columns expressions for the county code and the township code of the row
 */
export function withinRegion(code: string, columns: { county: Fragment; township: Fragment }): Fragment {
  const { county, township } = columns;
  if (code.length === 9) return sql`(${county} = ${code.slice(0, 6)} and ${township} = ${code})`;
  if (code.length === 12) return sql`false`;
  // A prefecture's counties are the codes from its own to the last of the same four digits.
  if (code.endsWith('00')) return sql`(${county} between ${code} and ${`${code.slice(0, 4)}99`})`;
  return sql`${county} = ${code}`;
}
