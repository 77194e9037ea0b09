import type { Transaction } from '../../database/transaction.ts';
import type { Principal, RequestOrigin } from '../../http/principal.ts';
import type { RequestDatabase } from '../../http/requestDatabase.ts';
import type { Services } from '../../services.ts';

/** The parts of a bound request a drawing needs. */
export interface DrawingRequest {
  database: RequestDatabase;
  principal: Principal | null;
  origin: RequestOrigin;
}
export type DrawingServices = Pick<Services, 'audit' | 'dataVersion'>;

/** One change of the database in one transaction, and the data version after it: tiles are made anew from then on. */
export async function writeDrawing<Result extends object>(
  { dataVersion }: DrawingServices,
  { database }: DrawingRequest,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result & { dataVersion: string }> {
  const result = await database.write(work);
  return { ...result, dataVersion: await dataVersion.refresh() };
}
