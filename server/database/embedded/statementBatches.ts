import type { PGlite } from '@electric-sql/pglite';
import { AnswerFilter } from './answerFilter.ts';

type ExecuteStream = PGlite['execProtocolRawStream'];

/** Parse, Bind, Describe, Execute and Close: parts of one statement, which ends with Sync. */
const partTypes = new Set([...'PBDEC'].map((letter) => letter.charCodeAt(0)));
/**
 * Gives the engine the messages of one statement together instead of one by one as pglite-socket does:
 * one hop through the queue instead of five, and the answer can be seen whole (see AnswerFilter).
 */
export function batchStatements(database: Pick<PGlite, 'execProtocolRawStream' | 'isInTransaction'>): void {
  const execute: ExecuteStream = database.execProtocolRawStream.bind(database);
  let parts: Uint8Array[] = [];
  database.execProtocolRawStream = async (message, options) => {
    // Inside a transaction the queue serves one client only, so that parts of two never mix. What a
    // client left behind when it broke off ends with its transaction.
    const isInTransaction = database.isInTransaction();
    if (!isInTransaction) parts = [];
    if (isInTransaction && partTypes.has(message[0]!)) {
      parts.push(message);
      return;
    }
    const batch = parts.length === 0 ? message : Buffer.concat([...parts, message]);
    parts = [];
    const answer = new AnswerFilter(options.onRawData);
    await execute(batch, { ...options, onRawData: (data) => answer.write(data) });
    answer.end();
  };
}
