import type { EndpointName } from '../../server/contract/endpoints.ts';
import type { Routes } from '../../server/contract/routes.ts';
import { versionStates, type VersionState } from '../../server/domain/versions/versionState.ts';
import { samples, type FactEndpoint } from '../api/samples.ts';
import { counties, fixtureId, planRegion, type Fixture } from './authorization.ts';

/** One thing that can be asked of a route, and what must come of it for somebody who may do it. */
export interface Probe {
  label: string;
  url: string;
  body?: object;
  headers?: Record<string, string>;
  /** The region of what is acted on; null: the permission alone decides. */
  region: string | null;
  /** Whether somebody whose regions do not overlap must not learn that it exists (404). */
  isHidden: boolean;
  /** Counties of villages that are changed: each must be covered. */
  touches?: string[];
  /** Answer for somebody who may do it. */
  ok: number;
}

const probe = (label: string, url: string, rest: Partial<Probe> = {}): Probe => ({
  label,
  url,
  region: null,
  isHidden: false,
  ok: 200,
  ...rest,
});

/** Versions of every state, submitted by somebody else. */
const perState = (make: (state: VersionState, id: string) => Partial<Probe> & { url: string }): Probe[] =>
  versionStates.map((state) => {
    const { url, ...rest } = make(state, fixtureId(state));
    return probe(state, url, { region: planRegion, isHidden: true, ...rest });
  });

/** A step of the workflow: 200 from the states it starts in, 409 from all others. */
const step = (name: string, from: VersionState[], body: object): Probe[] =>
  perState((state, id) => ({
    url: `/api/versions/${id}/${name}`,
    body,
    ok: from.includes(state) ? 200 : 409,
  }));

const disclosure = {};

/** A place in the granted county, and what is shipped of it. */
const placeInCounty: [number, number] = [109.418321, 28.332499];
const facilityOfCounty = 107;
const placeOfCounty = '/api/projects/4/places/5';
/** Drawing is by the county of the row; everybody on the staff sees that it is there. */
const drawn: Partial<Probe> = { region: counties.granted };
const ofWholePlan: Partial<Probe> = { region: planRegion, isHidden: true };
const seen: Partial<Probe> = { headers: { 'if-match': '"1"' } };
const newSite = {
  name: '新安置点',
  position: placeInCounty,
  locationQuality: 'surveyed',
  sizeClass: 'small',
};
const newPlace = {
  place: '新址',
  geometry: { type: 'Point', coordinates: placeInCounty },
  locationQuality: 'surveyed',
};
/** Neighbours in a township of the granted county. */
const merger = { kind: 'merge', kept: 708, gone: 707, reason: '合并', approval: '授权测试' };
const stop = (name: string) => ({ name, position: placeInCounty, locationQuality: 'surveyed' });
const newRoute = { name: '新线路', stops: [stop('起点'), stop('终点')], line: null };

/** Facts that are told of the plan of one's regions: without one there is nothing to tell. */
const ofPlan: ReadonlySet<string> = new Set<FactEndpoint>([
  'getInstance',
  'listRegions',
  'getRegion',
  'listVillages',
  'getVillage',
  'getVersion',
  'getAssignments',
  'getVersionSummary',
  'listTourismRoutes',
  'listProjects',
  'listIndicators',
  'getReach',
  'exportLayer',
]);

/** What is asked of every route that is not one of facts; a route without an entry does not compile. */
export function probesOf(fixture: Fixture): Record<EndpointName, Probe[]> {
  const { villages, comments, evidence, otherId } = fixture;
  const facts = Object.fromEntries(
    Object.entries(samples).map(([name, urls]) => [
      name,
      urls.map((url) => probe(url, url, ofPlan.has(name) ? { region: planRegion, isHidden: true } : {})),
    ]),
  ) as Record<FactEndpoint, Probe[]>;
  const edit = (villageId: number) => ({
    edits: [{ status: 'unassigned', villageIds: [villageId] }],
  });
  const editOf = (county: keyof typeof counties) =>
    perState((state, id) => ({
      url: `/api/versions/${id}/assignments`,
      label: `${state} in ${county}`,
      body: edit(villages[county]),
      headers: { 'if-match': '"1"', 'idempotency-key': `authorization-${state}-${county}` },
      touches: [counties[county]],
      ok: state === 'draft' ? 200 : 409,
    }));
  const own: Partial<Record<EndpointName, string>> = { approveVersion: 'approve', returnVersion: 'return' };
  const ownSubmission = (name: keyof typeof own, body: object): Probe[] => [
    probe('own submission', `/api/versions/${fixtureId('submitted', 'actor')}/${own[name]}`, {
      region: planRegion,
      isHidden: true,
      body,
      ok: 403,
    }),
  ];
  const versionReads = (path: string) => perState((_, id) => ({ url: `/api/versions/${id}${path}` }));
  return {
    ...facts,
    getVersion: [...facts.getVersion, ...versionReads('')],
    getAssignments: [...facts.getAssignments, ...versionReads('/assignments')],
    getVersionSummary: [...facts.getVersionSummary, ...versionReads('/summary')],
    listVersions: [probe('all', '/api/versions')],
    createVersion: perState((_, id) => ({
      url: '/api/versions',
      body: { kind: 'copy', from: id, label: '授权测试' },
      ok: 200,
    })),
    deleteVersion: perState((state, id) => ({
      url: `/api/versions/${id}`,
      ok: state === 'draft' ? 200 : 409,
    })),
    changeAssignments: [...editOf('granted'), ...editOf('other')],
    listAssignmentRows: versionReads('/assignments/rows'),
    listStrokes: versionReads('/strokes'),
    submitVersion: step('submit', ['draft', 'returned'], {}),
    withdrawVersion: step('withdraw', ['submitted'], {}),
    returnVersion: [
      ...step('return', ['submitted'], { reason: '补充理由' }),
      ...ownSubmission('returnVersion', { reason: '补充理由' }),
    ],
    reviseVersion: step('revise', ['returned'], {}),
    approveVersion: [...step('approve', ['submitted'], {}), ...ownSubmission('approveVersion', {})],
    getVersionDiff: perState((_, id) => ({
      url: `/api/versions/${id}/diff?against=${fixtureId('published')}`,
    })),
    getApprovalWorkbook: perState((_, id) => ({
      url: `/api/versions/${id}/approval.xlsx?against=${fixtureId('published')}`,
    })),
    getApprovalPaper: perState((_, id) => ({
      url: `/api/versions/${id}/approval.pdf?against=${fixtureId('published')}`,
    })),
    listComments: versionReads('/comments'),
    createComment: perState((_, id) => ({ url: `/api/versions/${id}/comments`, body: { text: '意见' } })),
    resolveComment: perState((_, id) => ({
      url: `/api/versions/${id}/comments/${comments[id]}/resolve`,
      body: {},
    })),
    getPresence: versionReads('/presence'),
    getRules: versionReads('/rules'),
    replaceRules: perState((state, id) => ({
      url: `/api/versions/${id}/rules`,
      body: { rules: [] },
      headers: { 'if-match': '"1"' },
      ok: state === 'draft' ? 200 : 409,
    })),
    // The body is not a file that is taken: who may add one is told so.
    addEvidence: [probe('a text', '/api/evidence', { body: { no: 'file' }, ok: 415 })],
    getEvidence: [probe('linked', `/api/evidence/${evidence}`, { region: planRegion, isHidden: true })],
    getInbox: [probe('own', '/api/inbox')],
    streamEvents: [],
    getTerritories: [probe('a county', '/api/territories?region=433124')],
    listTerritoryEdits: [probe('a county', '/api/territory-edits?region=433124')],
    tryTerritoryEdit: [
      probe('in a county', '/api/territory-edits/trial', { ...drawn, ...seen, body: merger }),
    ],
    editTerritories: [probe('in a county', '/api/territory-edits', { ...drawn, ...seen, body: merger })],
    undoTerritoryEdit: [
      probe('absent', '/api/territory-edits/999999/undo', { body: { reason: '测试' }, ok: 404 }),
    ],
    getVillageFacts: [
      probe('a township', '/api/village-facts?region=433124110', { region: planRegion, isHidden: true }),
    ],
    createSite: [probe('in a county', '/api/sites', { ...drawn, body: newSite })],
    changeSites: [
      probe('one of a county', '/api/sites', {
        ...drawn,
        body: { rows: [{ id: 2, revision: 1, changes: { households: 7 } }] },
      }),
    ],
    changeSite: [
      probe('of a county', '/api/sites/2', { ...drawn, ...seen, body: { position: placeInCounty } }),
    ],
    deleteSite: [probe('of a county', '/api/sites/2', { ...drawn, ...seen })],
    restoreSite: [probe('absent', '/api/sites/2/restore', { ok: 404 })],
    createFacility: [
      probe('in a county', '/api/facilities', {
        ...drawn,
        body: { kind: 'clinic', name: '卫生室', position: placeInCounty, locationQuality: 'surveyed' },
      }),
    ],
    changeFacilities: [
      probe('one of a county', '/api/facilities', {
        ...drawn,
        body: { rows: [{ id: facilityOfCounty, revision: 1, changes: { capacity: 7 } }] },
      }),
    ],
    changeFacility: [
      probe('of a county', `/api/facilities/${facilityOfCounty}`, {
        ...drawn,
        ...seen,
        body: { position: placeInCounty },
      }),
    ],
    deleteFacility: [probe('of a county', `/api/facilities/${facilityOfCounty}`, { ...drawn, ...seen })],
    restoreFacility: [probe('absent', '/api/facilities/2/restore', { ok: 404 })],
    createProjectPlace: [
      probe('in a county', '/api/projects/1/places', { ...drawn, isHidden: true, body: newPlace }),
    ],
    changeProjectPlace: [
      probe('of a county', placeOfCounty, { ...drawn, ...seen, isHidden: true, body: { place: '新址' } }),
    ],
    deleteProjectPlace: [probe('of a county', placeOfCounty, { ...drawn, ...seen, isHidden: true })],
    restoreProjectPlace: [
      probe('absent', '/api/projects/1/places/900/restore', {
        region: counties.granted,
        isHidden: true,
        ok: 404,
      }),
    ],
    getTourismRoute: [
      probe('one of the plan', '/api/routes/red-tourism', { region: planRegion, isHidden: true }),
    ],
    createTourismRoute: [probe('in the plan', '/api/routes', { ...ofWholePlan, body: newRoute })],
    changeTourismRoute: [
      probe('of the plan', '/api/routes/red-tourism', { ...ofWholePlan, ...seen, body: { line: null } }),
    ],
    // What the plan names cannot be deleted by anybody.
    deleteTourismRoute: [
      probe('of the plan', '/api/routes/red-tourism', { ...ofWholePlan, ...seen, ok: 409 }),
    ],
    restoreTourismRoute: [probe('absent', '/api/routes/drawn-900/restore', { ...ofWholePlan, ok: 404 })],
    findRoutePath: [
      probe('two stops', '/api/route-paths', { body: { stops: [placeInCounty, placeInCounty] } }),
    ],
    previewRelease: perState((_, id) => ({
      url: `/api/versions/${id}/release-preview`,
      body: disclosure,
      ok: 200,
    })),
    publishVersion: perState((_, id) => ({ url: `/api/versions/${id}/publish`, body: disclosure, ok: 409 })),
    retractRelease: [
      probe('absent', '/api/releases/authorization-none/retract', { body: { reason: '测试' }, ok: 404 }),
    ],
    listReleases: [],
    getRelease: [],
    getHistory: [probe('a version', `/api/history/version/${fixtureId('draft')}`)],
    listAuditEvents: [probe('all', '/api/audit')],
    listPeople: [probe('all', '/api/people')],
    createPerson: [
      probe('in the plan region', '/api/people', {
        body: {
          login: 'authorization-new',
          name: '新人',
          grants: [{ role: 'leader', regionCode: planRegion }],
        },
        region: planRegion,
      }),
    ],
    updatePerson: [probe('other', `/api/people/${otherId}`, { body: { name: '改名' } })],
    changeGrants: [
      probe('other', `/api/people/${otherId}/grants`, {
        body: { add: [{ role: 'leader', regionCode: planRegion }] },
        region: planRegion,
      }),
    ],
    createPasswordLink: [probe('other', `/api/people/${otherId}/password-link`)],
    getSession: [],
    login: [],
    logout: [],
    changePassword: [],
    getSetupLink: [],
    useSetupLink: [],
  };
}

/** Routes whose access is not a matter of permissions, with the test that holds each. */
export const heldElsewhere = {
  streamEvents: 'tests/api/events.test.ts',
  listReleases: 'tests/api/releases.test.ts',
  getRelease: 'tests/api/releases.test.ts',
  getSession: 'tests/api/session.test.ts',
  login: 'tests/api/session.test.ts',
  logout: 'tests/api/session.test.ts',
  changePassword: 'tests/api/session.test.ts',
  getSetupLink: 'tests/api/session.test.ts',
  useSetupLink: 'tests/api/session.test.ts',
} as const satisfies Partial<Record<EndpointName, string>>;

export type AnyRoute = Routes[EndpointName];
