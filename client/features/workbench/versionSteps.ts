import type { VersionRow } from '#contract/workflow';
import { isAllowed, type Grant, type Permission } from '#domain/access/permissions';
import { transition, type VersionAction } from '#domain/versions/versionState';

export type Step = Extract<
  VersionAction,
  'submit' | 'withdraw' | 'revise' | 'return' | 'approve' | 'publish'
>;

/** Why a step that would be due cannot be taken now. */
export type Blocker = 'own-submission' | 'unsaved';

export interface StepOffer {
  step: Step;
  blocker: Blocker | null;
}

const permissionOf: Record<Step, Permission> = {
  submit: 'submit-version',
  withdraw: 'submit-version',
  revise: 'submit-version',
  return: 'decide-version',
  approve: 'decide-version',
  publish: 'publish-version',
};
/** Steps that take the version on come last, where the main button is. */
const inOrder: readonly Step[] = ['withdraw', 'return', 'revise', 'approve', 'submit', 'publish'];

/**
 * The steps that state and grants allow, each with what stands in its way. A step the person's role has nothing to
 * do with is not offered at all.
 */
export function offersFor(
  version: Pick<VersionRow, 'state' | 'regionCode' | 'submittedBy'>,
  person: { id: number; grants: readonly Grant[] },
  hasUnsaved: boolean,
): StepOffer[] {
  return inOrder
    .filter((step) => transition(version.state, step) !== null)
    .filter((step) => isAllowed(person.grants, permissionOf[step], version.regionCode))
    .map((step) => {
      const judges = step === 'approve' || step === 'return' || step === 'publish';
      const isOwn = judges && version.submittedBy?.id === person.id;
      if (isOwn) return { step, blocker: 'own-submission' };
      return { step, blocker: step === 'submit' && hasUnsaved ? 'unsaved' : null };
    });
}
