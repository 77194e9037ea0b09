import type { Request } from 'express';
import { grantsFor } from '#domain/access/permissions';
import type { Scope } from '../../database/role.ts';
import { StreamAnswer, type Handlers } from '../../http/bind.ts';
import type { Principal } from '../../http/principal.ts';
import type { Services } from '../../services.ts';
import { actorOf } from '../workflow/access.ts';

/** What somebody may hear of; null: nothing any more. */
function scopeOf(principal: Principal | null, personId: number): Scope | null {
  if (principal === null || principal.personId !== personId) return null;
  const regions = grantsFor(principal.grants, 'read-version').map(({ regionCode }) => regionCode);
  return regions.length === 0 ? null : { regions: [...new Set(regions)], personId };
}

function lastEventIdOf({ headers }: Request): string | null {
  const text = headers['last-event-id'];
  return typeof text === 'string' && text !== '' ? text : null;
}

/** Changes as they happen, as server-sent events. */
export const eventHandlers = ({
  events,
  sessions,
}: Pick<Services, 'events' | 'sessions'>): Pick<Handlers, 'streamEvents'> => ({
  streamEvents: async ({ database, principal, query, raw }) => {
    const { personId } = actorOf(principal);
    return new StreamAnswer(async (request, response) => {
      if (request.method === 'HEAD') {
        response.setHeader('content-type', 'text/event-stream; charset=utf-8');
        response.end();
        return;
      }
      await events.subscribe(response, {
        personId,
        scope: database.scope,
        versionId: query.version ?? null,
        lastEventId: lastEventIdOf(raw),
        recheck: async () => scopeOf(await sessions.recheck(request), personId),
      });
    });
  },
});
