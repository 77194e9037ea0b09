import type { RouteDetail } from '#contract/drawings';
import type { Transaction } from '../../database/transaction.ts';
import { contradictionsOf, listContradictions } from '../plans/contradictions.ts';
import { findTourismRoute } from './queries.ts';

/** A route with its line and what contradicts itself in what the plan says of it. */
export async function findRouteDetail(
  transaction: Transaction,
  { planId, id }: { planId: string; id: string },
): Promise<RouteDetail | null> {
  const route = await findTourismRoute(transaction, { planId, id });
  if (!route) return null;
  const contradictions = await listContradictions(transaction, { planId, types: ['route'] });
  return { ...route, contradictions: contradictionsOf(contradictions, id) };
}
