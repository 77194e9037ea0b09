import { inject } from 'vitest';
import type { Database } from '../../server/database/database.ts';
import type { Administration } from '../../server/database/transaction.ts';
import { connectTo } from './engines.ts';

/** The database of the run, loaded with the shipped data. Close it in afterAll. */
export function openTestDatabase(settings: { poolSize?: number; querySeconds?: number } = {}): Database {
  return connectTo(inject('connection'), settings);
}

class RolledBack extends Error {}

/** Runs `work` as administrator and takes back whatever it wrote. */
export async function rolledBack<T>(
  database: Database,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  let result: { value: T } | undefined;
  try {
    await database.administer(async (administration) => {
      result = { value: await work(administration) };
      throw new RolledBack();
    });
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
  }
  return result!.value;
}
