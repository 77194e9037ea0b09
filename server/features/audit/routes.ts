import { z } from 'zod';
import { isAllowed } from '#domain/access/permissions';
import type { Database } from '../../database/database.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError, notFound } from '../../errors.ts';
import type { BoundRequest, Handlers } from '../../http/bind.ts';
import { decodeCursor, encodeCursor, keysetPage } from '../../http/cursor.ts';
import { databaseFor, type RequestDatabase } from '../../http/requestDatabase.ts';
import { keyOf, listEvents, listHistory, listVillageHistory, type EventKey } from './queries.ts';

type AuditHandlers = Pick<Handlers, 'getHistory' | 'listAuditEvents'>;

const keySchema: z.ZodType<EventKey> = z.tuple([
  z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
  z.string().max(20),
  z.number().int().nonnegative(),
]);

function pageOf<Event extends Parameters<typeof keyOf>[0]>(events: Event[], limit: number) {
  const { items, nextKey } = keysetPage(events, limit, keyOf);
  return {
    items: items.map(({ recordedAt: _recordedAt, ...event }) => event),
    nextCursor: nextKey === null ? null : encodeCursor(nextKey),
  };
}

/** What was done to people and their sessions is for administrators, in their own regions and under their role. */
function databaseOfHistory(
  all: Database,
  { principal, database, params: { type } }: BoundRequest<'getHistory'>,
): RequestDatabase {
  if (type !== 'person' && type !== 'session') return database;
  if (!principal || !isAllowed(principal.grants, 'read-audit')) {
    throw new AppError('forbidden', `the history of a ${type} is for administrators`);
  }
  return databaseFor(all, { principal, permission: 'read-audit' });
}

export const auditHandlers = ({ database: all }: { database: Database }): AuditHandlers => ({
  getHistory: (request) => {
    const { params, query } = request;
    const key = decodeCursor(query.cursor, keySchema);
    const { limit } = query;
    const list = (transaction: Transaction) => {
      if (params.type !== 'village') return listHistory(transaction, { ...params, key, limit });
      if (!/^\d{1,9}$/.test(params.id)) throw notFound('village', params.id);
      return listVillageHistory(transaction, { id: Number(params.id), key, limit });
    };
    return databaseOfHistory(all, request).read(async (transaction) =>
      pageOf(await list(transaction), limit),
    );
  },

  listAuditEvents: ({ database, query: { cursor, ...query } }) =>
    database.read(async (transaction) =>
      pageOf(await listEvents(transaction, { ...query, key: decodeCursor(cursor, keySchema) }), query.limit),
    ),
});
