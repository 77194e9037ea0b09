import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import type { Handlers } from '../../http/bind.ts';
import { contradictionsOf, listContradictions } from '../plans/contradictions.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { listProjects } from './queries.ts';

export const projectHandlers = (database: Database): Pick<Handlers, 'listProjects'> => ({
  listProjects: ({ query }) =>
    database.read('leader', noScope, async (transaction) => {
      const { planId } = await readCurrentVersion(transaction);
      const projects = await listProjects(transaction, { planId, ...query });
      const contradictions = await listContradictions(transaction, { planId, types: ['project'] });
      return {
        items: projects.map((project) => ({
          ...project,
          contradictions: contradictionsOf(contradictions, String(project.number)),
        })),
      };
    }),
});
