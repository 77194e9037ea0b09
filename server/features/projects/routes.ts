import type { Handlers } from '../../http/bind.ts';
import type { DrawingServices } from '../drawings/drawingRequest.ts';
import { contradictionsOf, listContradictions } from '../plans/contradictions.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { ProjectPlaceDrawing } from './projectPlaces.ts';
import { listProjects } from './queries.ts';

type ProjectHandlers = Pick<
  Handlers,
  'listProjects' | 'createProjectPlace' | 'changeProjectPlace' | 'deleteProjectPlace' | 'restoreProjectPlace'
>;

/** Projects, and drawing of their places. */
export function projectHandlers(services: DrawingServices): ProjectHandlers {
  const drawing = new ProjectPlaceDrawing(services);
  return {
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

    createProjectPlace: (request) => drawing.create(request, request.params.number, request.body),
    changeProjectPlace: (request) => drawing.change(request, request.body),
    deleteProjectPlace: (request) => drawing.remove(request),
    restoreProjectPlace: (request) => drawing.restore(request),
  };
}
