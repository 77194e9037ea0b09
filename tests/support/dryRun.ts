import type { Database } from '../../server/database/database.ts';

class TakenBack extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super('taken back');
    this.value = value;
  }
}

/**
 * The same database, but what a request writes is taken back once its work has succeeded: a test can ask thousands of
 * times what would happen. Deferred constraints are checked, as a commit would.
 */
export function dryRun(database: Database): Database {
  return {
    engine: database.engine,
    read: (...asked) => database.read(...asked),
    readOne: (role, scope, query) => database.readOne(role, scope, query),
    administer: (work) => database.administer(work),
    close: () => database.close(),
    transaction: async <T>(
      ...[role, scope, work]: Parameters<typeof database.transaction<T>>
    ): Promise<T> => {
      try {
        return await database.transaction<T>(role, scope, async (transaction) => {
          const value = await work(transaction);
          throw new TakenBack(value);
        });
      } catch (error) {
        if (error instanceof TakenBack) return error.value as T;
        throw error;
      }
    },
  };
}
