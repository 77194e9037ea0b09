import { describe, expect, it } from 'vitest';
import {
  actionsFrom,
  checkTransition,
  isEditable,
  isImmutable,
  needsReason,
  transition,
  versionActions,
  versionStates,
  type TransitionAttempt,
  type VersionAction,
  type VersionState,
} from './versionState.ts';

/** Written out by hand, all 7 × 8 pairs: — is illegal. */
const columns = 'submit withdraw return revise approve publish supersede retract'.split(' ');
const table = `
  draft      submitted —     —        —     —        —         —          —
  submitted  —         draft returned —     approved —         —          —
  returned   submitted —     —        draft —        —         —          —
  approved   —         —     —        —     —        published —          —
  published  —         —     —        —     —        —         superseded retracted
  superseded —         —     —        —     —        —         —          retracted
  retracted  —         —     —        —     —        —         —          —`;
const pairs = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/))
  .flatMap(([state, ...cells]) =>
    cells.map((cell, column) => ({
      state: state as VersionState,
      action: columns[column] as VersionAction,
      next: cell === '—' ? null : (cell as VersionState),
    })),
  );

const planner = 7;
const reviewer = 8;
const attempt = (change: Partial<TransitionAttempt>): TransitionAttempt => ({
  state: 'submitted',
  action: 'approve',
  actorId: reviewer,
  submittedById: planner,
  reason: null,
  ...change,
});

describe('transitions', () => {
  it('the table names every state and action once', () => {
    expect([...new Set(pairs.map(({ state }) => state))]).toEqual([...versionStates]);
    expect(columns).toEqual([...versionActions]);
    expect(pairs).toHaveLength(56);
    expect(pairs.filter(({ next }) => next !== null)).toHaveLength(10);
  });

  for (const { state, action, next } of pairs) {
    it(`${state} × ${action} → ${next ?? 'illegal'}`, () => {
      expect(transition(state, action)).toBe(next);
      expect(actionsFrom(state).includes(action)).toBe(next !== null);
      expect(checkTransition(attempt({ state, action, reason: '数字有误' }))).toEqual(
        next === null ? { fault: 'illegal-transition' } : { next },
      );
    });
  }

  it('only a draft is editable', () => {
    expect(versionStates.filter(isEditable)).toEqual(['draft']);
  });

  it('a state is immutable where no path of the table leads to a draft', () => {
    const reachable = (from: VersionState, seen = new Set<VersionState>()): Set<VersionState> => {
      for (const { state, next } of pairs) {
        if (state === from && next !== null && !seen.has(next)) reachable(next, seen.add(next));
      }
      return seen;
    };
    expect(versionStates.filter(isImmutable)).toEqual(
      versionStates.filter((state) => !isEditable(state) && !reachable(state).has('draft')),
    );
  });
});

describe('who decides on a submission', () => {
  for (const action of ['approve', 'return'] as const) {
    it(`nobody may ${action} their own`, () => {
      const reason = '数字有误';
      expect(checkTransition(attempt({ action, actorId: planner, reason }))).toEqual({
        fault: 'own-submission',
      });
      expect(checkTransition(attempt({ action, reason }))).toHaveProperty('next');
      expect(checkTransition(attempt({ action, submittedById: null, reason }))).toHaveProperty('next');
    });
  }

  it('the submitter may take every other step', () => {
    for (const { state, action, next } of pairs) {
      if (next === null || action === 'approve' || action === 'return') continue;
      expect(checkTransition(attempt({ state, action, actorId: planner, reason: '理由' }))).toEqual({ next });
    }
  });

  it('an illegal transition is told before the own submission, and that before the reason', () => {
    const own = { actorId: planner, reason: '' };
    expect(checkTransition(attempt({ ...own, state: 'draft', action: 'return' }))).toEqual({
      fault: 'illegal-transition',
    });
    expect(checkTransition(attempt({ ...own, action: 'return' }))).toEqual({ fault: 'own-submission' });
  });
});

describe('the reason', () => {
  const returned = (reason: string | null) => checkTransition(attempt({ action: 'return', reason }));

  it('is needed to return and to retract, and for nothing else', () => {
    expect(versionActions.filter(needsReason)).toEqual(['return', 'retract']);
    for (const { state, action, next } of pairs) {
      if (next === null) continue;
      expect(checkTransition(attempt({ state, action }))).toEqual(
        action === 'return' || action === 'retract' ? { fault: 'reason-required' } : { next },
      );
    }
  });

  it('is not white space, an ideographic space or invisible characters', () => {
    for (const blank of [null, '', ' \t\r\n', '\u3000', '\u00a0', '\u200b\u200d', '\ufeff', '\u0007']) {
      expect(returned(blank), JSON.stringify(blank)).toEqual({ fault: 'reason-required' });
    }
    expect(returned('\u3000无\u3000')).toEqual({ next: 'returned' });
  });

  it('has at most 2000 characters, counted without outer space and by code point', () => {
    expect(returned('字'.repeat(2000))).toEqual({ next: 'returned' });
    expect(returned(`  ${'字'.repeat(2000)}\n`)).toEqual({ next: 'returned' });
    expect(returned('𠮷'.repeat(2000))).toEqual({ next: 'returned' });
    expect(returned('字'.repeat(2001))).toEqual({ fault: 'reason-too-long' });
    expect(checkTransition(attempt({ reason: '字'.repeat(2001) }))).toEqual({ fault: 'reason-too-long' });
  });
});
