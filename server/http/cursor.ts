import { z } from 'zod';
import { AppError } from '../errors.ts';

/** A page of a keyset list as the queries give it: one row more than asked for says that there is a next. */
export interface KeysetPage<Row, Key> {
  items: Row[];
  nextKey: Key | null;
}

/**
 * Cuts the extra row off.
 * @param rows at most `limit + 1`, in key order
 */
export function keysetPage<Row, Key>(
  rows: Row[],
  limit: number,
  keyOf: (row: Row) => Key,
): KeysetPage<Row, Key> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextKey: rows.length > limit && last !== undefined ? keyOf(last) : null };
}

/** Opaque text of the key after which the next page begins. */
export const encodeCursor = (key: unknown): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/**
 * Reads a cursor this server gave out.
 * @throws AppError invalid-request for any other text
 */
export function decodeCursor<Key>(cursor: string | undefined, schema: z.ZodType<Key>): Key | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    throw new AppError('invalid-request', 'the cursor was not given out by this server', {
      cause,
      errors: [{ path: 'query.cursor', message: '翻页标记无效 the cursor is not valid' }],
    });
  }
}

/** The key of lists ordered by an integer id. */
export const idKey = z.tuple([z.number().int().min(0).max(2_147_483_647)]);
