/**
 * States of a plan version: 草案, 送审, 退回, 批准, 发布, 被替代, 撤回.
 * The wire, the database and the interface use the same words.
 */
export const versionStates = [
  'draft',
  'submitted',
  'returned',
  'approved',
  'published',
  'superseded',
  'retracted',
] as const;
export type VersionState = (typeof versionStates)[number];

export const versionActions = [
  'submit',
  'withdraw',
  'return',
  'revise',
  'approve',
  'publish',
  'supersede',
  'retract',
] as const;
export type VersionAction = (typeof versionActions)[number];

/** What each state allows; an action that is not named is illegal there. */
const transitions: Record<VersionState, Partial<Record<VersionAction, VersionState>>> = {
  draft: { submit: 'submitted' },
  submitted: { withdraw: 'draft', return: 'returned', approve: 'approved' },
  returned: { submit: 'submitted', revise: 'draft' },
  approved: { publish: 'published' },
  published: { supersede: 'superseded', retract: 'retracted' },
  superseded: { retract: 'retracted' },
  retracted: {},
};

/** The state an action leads to, or null where it is illegal. */
export const transition = (state: VersionState, action: VersionAction): VersionState | null =>
  transitions[state][action] ?? null;

/** Actions a state allows, in the order of `versionActions`. */
export const actionsFrom = (state: VersionState): VersionAction[] =>
  versionActions.filter((action) => transition(state, action) !== null);

/** A return tells the planner what to mend; a retraction tells the public why (the tombstone shows it). */
export const needsReason = (action: VersionAction): boolean => action === 'return' || action === 'retract';

/** Assignments may change in a draft only; a returned version is edited after `revise`. */
export const isEditable = (state: VersionState): boolean => state === 'draft';

/** No action leads back to a draft: the assignments never change again. */
export const isImmutable = (state: VersionState): boolean =>
  state === 'approved' || state === 'published' || state === 'superseded' || state === 'retracted';

/** Longest reason, in characters (code points, as the database counts them) without outer white space. */
export const maxReasonLength = 2000;

export type TransitionFault = 'illegal-transition' | 'own-submission' | 'reason-required' | 'reason-too-long';

/** One attempt of a person to move a version on. */
export interface TransitionAttempt {
  state: VersionState;
  action: VersionAction;
  actorId: number;
  /** Who submitted the version last; null where nobody did (a draft, or a version that was loaded). */
  submittedById: number | null;
  reason: string | null;
}

/** Both decide on a submission, so neither is for the person who made it. */
const judgesSubmission = (action: VersionAction) => action === 'approve' || action === 'return';

/** Something to read: white space, control and zero-width characters alone are no reason. */
const hasText = (reason: string) => /[^\s\p{Cc}\p{Cf}]/u.test(reason);

/**
 * Whether a person may take an action, apart from roles and regions. Of several faults the first is told:
 * illegal transition, own submission, reason missing, reason too long (also where none is needed).
 */
export function checkTransition({
  state,
  action,
  actorId,
  submittedById,
  reason,
}: TransitionAttempt): { next: VersionState } | { fault: TransitionFault } {
  const next = transition(state, action);
  if (next === null) return { fault: 'illegal-transition' };
  if (judgesSubmission(action) && actorId === submittedById) return { fault: 'own-submission' };
  if (needsReason(action) && !hasText(reason ?? '')) return { fault: 'reason-required' };
  if ([...(reason ?? '').trim()].length > maxReasonLength) return { fault: 'reason-too-long' };
  return { next };
}
