import type { OutboxEvent } from '../events/outbox.ts';
import type { PlaceChange } from './assignmentBatch.ts';

/** Villages an event names at most: longer news goes out in parts, so that none blocks a slow listener. */
const villagesAnEvent = 500;

function byCounty(changes: readonly PlaceChange[]): Map<string, PlaceChange[]> {
  const counties = new Map<string, PlaceChange[]>();
  for (const change of changes) {
    const county = counties.get(change.countyCode);
    if (county) county.push(change);
    else counties.set(change.countyCode, [change]);
  }
  return counties;
}

/** News of a batch, a county at a time: who looks on at another county does not hear of it. */
export function newsOf(
  changes: readonly PlaceChange[],
  { versionId, revision, actorId }: { versionId: string; revision: number; actorId: number },
): OutboxEvent[] {
  return [...byCounty(changes)].flatMap(([regionCode, ofCounty]) => {
    const events: OutboxEvent[] = [];
    for (let start = 0; start < ofCounty.length; start += villagesAnEvent) {
      const villages = ofCounty.slice(start, start + villagesAnEvent).map(({ villageId, after }) => ({
        id: villageId,
        status: after?.status ?? 'outside',
        categoryKey: after?.categoryKey ?? null,
      }));
      const payload = { revision, villages };
      events.push({ topic: 'assignments-changed', regionCode, versionId, actorId, payload });
    }
    return events;
  });
}
