import { describe, expect, it } from 'vitest';
import { batchStatements } from './statementBatches.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const textOf = (written: Uint8Array[]) => written.map((data) => Buffer.from(data).toString('latin1'));

describe('batchStatements', () => {
  /** Stands for the engine: remembers what it was given. */
  function recorder() {
    const given: string[] = [];
    const database = {
      isInside: true,
      isInTransaction: () => database.isInside,
      execProtocolRawStream: async (message: Uint8Array) => void given.push(...textOf([message])),
    };
    batchStatements(database);
    const send = (text: string) =>
      (database.execProtocolRawStream as Parameters<typeof batchStatements>[0]['execProtocolRawStream'])(
        bytes(text),
        {
          onRawData: () => {},
        },
      );
    return { database, given, send };
  }

  it('gives the parts of a statement together with its Sync', async () => {
    const { given, send } = recorder();
    for (const message of ['Parse', 'Bind', 'Describe', 'Execute', 'Sync', 'Query']) await send(message);
    expect(given).toEqual(['ParseBindDescribeExecuteSync', 'Query']);
  });

  it('forgets what a client left behind when its transaction is over', async () => {
    const { database, given, send } = recorder();
    await send('Parse');
    database.isInside = false;
    await send('Query of another client');
    expect(given).toEqual(['Query of another client']);
  });

  it('holds nothing back outside a transaction', async () => {
    const { database, given, send } = recorder();
    database.isInside = false;
    await send('Parse');
    expect(given).toEqual(['Parse']);
  });
});
