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
  // Session and people
  getSession: { method: 'GET', path: '/api/session' },
  login: { method: 'POST', path: '/api/session' },
  logout: { method: 'DELETE', path: '/api/session' },
  changePassword: { method: 'POST', path: '/api/session/password' },
  getSetupLink: { method: 'GET', path: '/api/setup/{token}' },
  useSetupLink: { method: 'POST', path: '/api/setup/{token}' },
  listPeople: { method: 'GET', path: '/api/people' },
  createPerson: { method: 'POST', path: '/api/people' },
  updatePerson: { method: 'PATCH', path: '/api/people/{id}' },
  changeGrants: { method: 'POST', path: '/api/people/{id}/grants' },
  createPasswordLink: { method: 'POST', path: '/api/people/{id}/password-link' },
  // Plan versions
  listVersions: { method: 'GET', path: '/api/versions' },
  createVersion: { method: 'POST', path: '/api/versions' },
  deleteVersion: { method: 'DELETE', path: '/api/versions/{id}' },
  changeAssignments: { method: 'PATCH', path: '/api/versions/{id}/assignments' },
  listAssignmentRows: { method: 'GET', path: '/api/versions/{id}/assignments/rows' },
  listStrokes: { method: 'GET', path: '/api/versions/{id}/strokes' },
  submitVersion: { method: 'POST', path: '/api/versions/{id}/submit' },
  withdrawVersion: { method: 'POST', path: '/api/versions/{id}/withdraw' },
  returnVersion: { method: 'POST', path: '/api/versions/{id}/return' },
  reviseVersion: { method: 'POST', path: '/api/versions/{id}/revise' },
  approveVersion: { method: 'POST', path: '/api/versions/{id}/approve' },
  getVersionDiff: { method: 'GET', path: '/api/versions/{id}/diff' },
  listComments: { method: 'GET', path: '/api/versions/{id}/comments' },
  createComment: { method: 'POST', path: '/api/versions/{id}/comments' },
  resolveComment: { method: 'POST', path: '/api/versions/{id}/comments/{comment}/resolve' },
  getPresence: { method: 'GET', path: '/api/versions/{id}/presence' },
  getRules: { method: 'GET', path: '/api/versions/{id}/rules' },
  replaceRules: { method: 'PUT', path: '/api/versions/{id}/rules' },
  addEvidence: { method: 'POST', path: '/api/evidence' },
  getEvidence: { method: 'GET', path: '/api/evidence/{hash}' },
  getInbox: { method: 'GET', path: '/api/inbox' },
  streamEvents: { method: 'GET', path: '/api/events' },
  // What painting needs
  getTerritories: { method: 'GET', path: '/api/territories' },
  getVillageFacts: { method: 'GET', path: '/api/village-facts' },
  // Releases
  previewRelease: { method: 'POST', path: '/api/versions/{id}/release-preview' },
  publishVersion: { method: 'POST', path: '/api/versions/{id}/publish' },
  listReleases: { method: 'GET', path: '/api/releases' },
  getRelease: { method: 'GET', path: '/api/releases/{id}' },
  retractRelease: { method: 'POST', path: '/api/releases/{id}/retract' },
  // Audit
  getHistory: { method: 'GET', path: '/api/history/{type}/{id}' },
  listAuditEvents: { method: 'GET', path: '/api/audit' },
} as const satisfies Record<string, { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: string }>;

export type EndpointName = keyof typeof endpoints;

/** Facts that staff read of the working data and everybody else of the current release (audience `both`). */
export const factEndpoints = [
  'getInstance',
  'listRegions',
  'getRegion',
  'listVillages',
  'getVillage',
  'listSchemes',
  'listPlans',
  'getVersion',
  'getAssignments',
  'getVersionSummary',
  'listSites',
  'getSite',
  'listFacilityKinds',
  'listFacilities',
  'getFacility',
  'listTourismRoutes',
  'listProjects',
  'listIndicators',
  'search',
  'getReach',
  'exportLayer',
] as const satisfies readonly EndpointName[];

/** What is at the public's own address for everybody (audience `public`). */
export const publicEndpoints = ['listReleases', 'getRelease'] as const satisfies readonly EndpointName[];

/** The public's own address of an endpoint: the same noun, from releases only. */
export const publicPath = (path: string): string => path.replace(/^\/api\//, '/api/public/');
