import type { Handlers } from '../../http/bind.ts';
import { contradictionsOf, listContradictions } from '../plans/contradictions.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { listProjects } from './queries.ts';

export const projectHandlers: Pick<Handlers, 'listProjects'> = {
  listProjects: ({ database, query }) =>
    database.read(async (transaction) => {
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
};
