/**
 * The address book: method and path of every endpoint. It is apart from the schemas in routes.ts so
 * that the browser can call endpoints without carrying the validator; `routes` must have the same keys.
 */
export const endpoints = {
  getHealth: { method: 'GET', path: '/api/health' },
  getReady: { method: 'GET', path: '/api/ready' },
  getInstance: { method: 'GET', path: '/api/instance' },
  listRegions: { method: 'GET', path: '/api/regions' },
  getRegion: { method: 'GET', path: '/api/regions/{code}' },
  listVillages: { method: 'GET', path: '/api/villages' },
  getVillage: { method: 'GET', path: '/api/villages/{id}' },
  listSchemes: { method: 'GET', path: '/api/schemes' },
  listPlans: { method: 'GET', path: '/api/plans' },
  getVersion: { method: 'GET', path: '/api/versions/{id}' },
  getAssignments: { method: 'GET', path: '/api/versions/{id}/assignments' },
  getVersionSummary: { method: 'GET', path: '/api/versions/{id}/summary' },
  listSites: { method: 'GET', path: '/api/sites' },
  getSite: { method: 'GET', path: '/api/sites/{id}' },
  listFacilityKinds: { method: 'GET', path: '/api/facility-kinds' },
  listFacilities: { method: 'GET', path: '/api/facilities' },
  getFacility: { method: 'GET', path: '/api/facilities/{id}' },
  listTourismRoutes: { method: 'GET', path: '/api/routes' },
  listProjects: { method: 'GET', path: '/api/projects' },
  listIndicators: { method: 'GET', path: '/api/indicators' },
  search: { method: 'GET', path: '/api/search' },
  getReach: { method: 'GET', path: '/api/coverage/reach' },
  exportLayer: { method: 'GET', path: '/api/export/{layer}.{format}' },
} as const satisfies Record<string, { method: 'GET' | 'POST' | 'PATCH' | 'DELETE'; path: string }>;

export type EndpointName = keyof typeof endpoints;
