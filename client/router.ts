import { createRouter } from 'sv-router';
import { navigationStatus } from './features/shell/navigationStatus.svelte.ts';

/** Pages are chunks of their own: the first page carries the shell and itself only. */
export const { p, navigate, isActive, route } = createRouter({
  '/': () => import('./features/home/HomePage.svelte'),
  '/map': () => import('./features/present/MapPage.svelte'),
  '/list': () => import('./features/list/ListPage.svelte'),
  '/v/:id': () => import('./features/village/VillagePage.svelte'),
  '/r/:code': () => import('./features/explorer/RegionRedirect.svelte'),
  '/coverage/:kind': () => import('./features/coverage/CoveragePage.svelte'),
  '/projects': () => import('./features/projects/ProjectsPage.svelte'),
  '/indicators': () => import('./features/indicators/IndicatorsPage.svelte'),
  '/about': () => import('./features/data/DataPage.svelte'),
  '/data': () => import('./features/data/DataPage.svelte'),
  '/releases': () => import('./features/releases/ReleasesPage.svelte'),
  '/login': () => import('./features/session/LoginPage.svelte'),
  '/setup/:token': () => import('./features/session/SetupPage.svelte'),
  '/account': () => import('./features/session/AccountPage.svelte'),
  '/admin/people': () => import('./features/people/PeoplePage.svelte'),
  '/admin/audit': () => import('./features/history/AuditPage.svelte'),
  '/inbox': () => import('./features/workbench/WorkbenchPage.svelte'),
  '/workbench': () => import('./features/workbench/WorkbenchPage.svelte'),
  '/workbench/releases': () => import('./features/workbench/ReleasesPage.svelte'),
  '/workbench/territories': () => import('./features/territories/TerritoriesPage.svelte'),
  '/workbench/places': () => import('./features/drawing/DrawingPage.svelte'),
  '/workbench/places/table': () => import('./features/placeTable/PlaceTablePage.svelte'),
  '/workbench/:version': () => import('./features/workbench/VersionPage.svelte'),
  '/workbench/:version/paint': () => import('./features/painting/PaintingPage.svelte'),
  '/workbench/:version/compare': () => import('./features/workbench/ComparePage.svelte'),
  '/workbench/:version/publish': () => import('./features/workbench/PublishPage.svelte'),
  '*': () => import('./features/shell/NotFoundPage.svelte'),
  hooks: {
    beforeLoad: () => navigationStatus.begin(),
    afterLoad: () => navigationStatus.end(),
    onError: (error) => navigationStatus.fail(error),
  },
});
