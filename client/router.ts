import { createRouter } from 'sv-router';
import { navigationStatus } from './features/shell/navigationStatus.svelte.ts';

/** Pages are chunks of their own: the first page carries the shell and itself only. */
export const { p, navigate, isActive, route } = createRouter({
  '/': () => import('./features/home/HomePage.svelte'),
  '/map': () => import('./features/explorer/ExplorerPage.svelte'),
  '/list': () => import('./features/list/ListPage.svelte'),
  '/v/:id': () => import('./features/village/VillagePage.svelte'),
  '/r/:code': () => import('./features/explorer/RegionRedirect.svelte'),
  '/coverage/:kind': () => import('./features/coverage/CoveragePage.svelte'),
  '/projects': () => import('./features/projects/ProjectsPage.svelte'),
  '/indicators': () => import('./features/indicators/IndicatorsPage.svelte'),
  '/about': () => import('./features/data/DataPage.svelte'),
  '/data': () => import('./features/data/DataPage.svelte'),
  '*': () => import('./features/shell/NotFoundPage.svelte'),
  hooks: {
    beforeLoad: () => navigationStatus.begin(),
    afterLoad: () => navigationStatus.end(),
    onError: (error) => navigationStatus.fail(error),
  },
});
