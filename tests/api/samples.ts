import type { EndpointName } from '../../server/contract/endpoints.ts';
import type { Routes } from '../../server/contract/routes.ts';

/** Endpoints of facts, which staff and the public both read, and those of operations. */
export type FactEndpoint =
  | { [N in EndpointName]: Routes[N]['audience'] extends 'both' ? N : never }[EndpointName]
  | 'getHealth'
  | 'getReady';

/** Addresses of every such endpoint that answer 200 on the shipped data; a new one does not compile without. */
export const samples: Record<FactEndpoint, readonly string[]> = {
  getHealth: ['/api/health'],
  getReady: ['/api/ready'],
  getInstance: ['/api/instance'],
  listRegions: ['/api/regions', '/api/regions?level=county', '/api/regions?parent=433124'],
  getRegion: ['/api/regions/433100', '/api/regions/433124', '/api/regions/433124110'],
  listVillages: [
    '/api/villages',
    '/api/villages?region=433124&category=demonstration&limit=1000',
    '/api/villages?membership=member&q=tuanjie',
    '/api/villages?membership=outside&region=433124110',
  ],
  getVillage: ['/api/villages/745', '/api/villages/1', '/api/villages/1798'],
  listSchemes: ['/api/schemes'],
  listPlans: ['/api/plans'],
  getVersion: ['/api/versions/xiangxi-2021-2025-v1'],
  getAssignments: ['/api/versions/xiangxi-2021-2025-v1/assignments'],
  getVersionSummary: [
    '/api/versions/xiangxi-2021-2025-v1/summary',
    '/api/versions/xiangxi-2021-2025-v1/summary?parent=433124',
  ],
  listSites: ['/api/sites', '/api/sites?region=433124'],
  getSite: ['/api/sites/1'],
  listFacilityKinds: ['/api/facility-kinds'],
  listFacilities: ['/api/facilities?limit=1000', '/api/facilities?kind=clinic&region=433124110'],
  getFacility: ['/api/facilities/1'],
  listTourismRoutes: ['/api/routes'],
  listProjects: ['/api/projects', '/api/projects?region=433124110'],
  listIndicators: ['/api/indicators'],
  search: ['/api/search?q=sbd', '/api/search?q=%E5%8D%81%E5%85%AB%E6%B4%9E&limit=50'],
  getReach: [
    '/api/coverage/reach?kind=clinic',
    '/api/coverage/reach?kind=school&standardMetres=5000&region=433124',
    '/api/coverage/reach?kind=school&region=433124110',
  ],
  exportLayer: [
    '/api/export/villages.csv?region=433124',
    '/api/export/villages.geojson?region=433124110',
    '/api/export/sites.csv',
    '/api/export/sites.geojson',
    '/api/export/facilities.csv?region=433124',
    '/api/export/facilities.geojson?region=433124',
    '/api/export/roads.csv?region=433124',
    '/api/export/roads.geojson?region=433124',
    '/api/export/routes.csv',
    '/api/export/routes.geojson',
    '/api/export/projects.csv',
    '/api/export/projects.geojson',
    '/api/export/indicators.csv',
  ],
};
