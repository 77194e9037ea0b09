import type { Handlers } from '../../http/bind.ts';
import type { Services } from '../../services.ts';
import { readVersionFacts } from './queries.ts';
import { readRules } from './ruleQueries.ts';
import { replaceRules } from './replaceRules.ts';

/** Rules of plan versions. */
export const ruleHandlers = (
  services: Pick<Services, 'audit'>,
): Pick<Handlers, 'getRules' | 'replaceRules'> => ({
  getRules: ({ database, params: { id } }) =>
    database.read(async (transaction) => {
      await readVersionFacts(transaction, id);
      return readRules(transaction, id);
    }),
  replaceRules: (request) => replaceRules(services, request),
});
