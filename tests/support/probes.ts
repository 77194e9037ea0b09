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
    getVillageFacts: [
      probe('a township', '/api/village-facts?region=433124110', { region: planRegion, isHidden: true }),
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
