import { describe, expect, it } from 'vitest';
import { versionStates } from '#domain/versions/versionState';
import { offersFor } from './versionSteps.ts';

const regionCode = '433100';
const planner = { id: 1, grants: [{ role: 'planner' as const, regionCode }] };
const countyPlanner = { id: 3, grants: [{ role: 'planner' as const, regionCode: '433124' }] };
const reviewer = { id: 2, grants: [{ role: 'reviewer' as const, regionCode }] };
const both = { id: 1, grants: [...planner.grants, ...reviewer.grants] };
const version = (state: (typeof versionStates)[number], submittedBy: number | null = 1) => ({
  state,
  regionCode,
  submittedBy: submittedBy === null ? null : { id: submittedBy, name: '某' },
});
const steps = (...args: Parameters<typeof offersFor>) => offersFor(...args).map(({ step }) => step);

describe('the buttons of a version', () => {
  it('follow state and role', () => {
    expect(versionStates.map((state) => steps(version(state), planner, false))).toEqual([
      ['submit'],
      ['withdraw'],
      ['revise', 'submit'],
      [],
      [],
      [],
      [],
    ]);
    expect(versionStates.map((state) => steps(version(state), reviewer, false))).toEqual([
      [],
      ['return', 'approve'],
      [],
      ['publish'],
      [],
      [],
      [],
    ]);
  });

  it('are not for a planner of a part of the region', () => {
    expect(steps(version('draft'), countyPlanner, false)).toEqual([]);
  });

  it('say why one cannot judge what one submitted', () => {
    expect(offersFor(version('submitted'), both, false)).toEqual([
      { step: 'withdraw', blocker: null },
      { step: 'return', blocker: 'own-submission' },
      { step: 'approve', blocker: 'own-submission' },
    ]);
    expect(offersFor(version('approved'), both, false)).toEqual([
      { step: 'publish', blocker: 'own-submission' },
    ]);
    expect(offersFor(version('submitted', 5), both, false).map(({ blocker }) => blocker)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('keep a draft here while changes are on their way', () => {
    expect(offersFor(version('draft'), planner, true)).toEqual([{ step: 'submit', blocker: 'unsaved' }]);
  });
});
