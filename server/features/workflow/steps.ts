import type { VersionRow } from '#contract/workflow';
import type { Permission } from '#domain/access/permissions';
import { checkTransition, type TransitionFault, type VersionAction } from '#domain/versions/versionState';
import { AppError } from '../../errors.ts';
import type { Principal, RequestOrigin } from '../../http/principal.ts';
import type { RequestDatabase } from '../../http/requestDatabase.ts';
import type { Services } from '../../services.ts';
import { sendEvent } from '../events/outbox.ts';
import { actorOf, auditRole, requireAllowed } from './access.ts';
import { checkReasons } from './missingReasons.ts';
import { lockVersion, moveVersion, readVersionRow, type VersionFacts } from './queries.ts';

/** The parts of a bound request a step needs. */
export interface StepRequest {
  database: RequestDatabase;
  principal: Principal | null;
  origin: RequestOrigin;
  params: { id: string };
}

interface Step {
  action: VersionAction;
  permission: Permission;
  /** Why, or a note to the next reader. */
  reason: string | null;
}

const illegalState = ({ id, state }: VersionFacts, action: VersionAction) =>
  new AppError('illegal-state', `version ${id} is ${state}: ${action} is not possible`, {
    members: { state },
  });

function errorOf(fault: TransitionFault, version: VersionFacts, { action }: Step): AppError {
  switch (fault) {
    case 'illegal-transition':
      return illegalState(version, action);
    case 'own-submission':
      return new AppError(
        'own-submission',
        `version ${version.id} was submitted by who wants to ${action} it`,
      );
    case 'reason-required':
    case 'reason-too-long':
      return new AppError('invalid-request', `${action} of version ${version.id}: ${fault}`, {
        errors: [
          { path: 'reason', message: '请写明理由，不超过 2000 字 give a reason of up to 2000 characters' },
        ],
      });
  }
}

/**
 * Takes one step of the workflow: checks region, state machine and person, moves the version, and leaves an audit
 * event and an event for those who look on, all in one transaction.
 * @throws AppError not-found, forbidden, illegal-state, own-submission, invalid-request, reasons-missing
 */
export function takeStep(
  { audit }: Pick<Services, 'audit'>,
  { database, principal, origin, params: { id } }: StepRequest,
  step: Step,
): Promise<VersionRow> {
  const actor = actorOf(principal);
  const { action, permission, reason } = step;
  return database.write(async (transaction) => {
    const version = await lockVersion(transaction, id);
    requireAllowed(actor, permission, version.regionCode);
    const { state, submittedById, regionCode } = version;
    const outcome = checkTransition({ state, action, actorId: actor.personId, submittedById, reason });
    if ('fault' in outcome) throw errorOf(outcome.fault, version, step);
    const { next } = outcome;
    if (action === 'submit') await checkReasons(transaction, version);
    const move = { id, action, next, actorId: actor.personId, reason };
    if (!version.isLocked || !(await moveVersion(transaction, move))) throw illegalState(version, action);
    await sendEvent(transaction, {
      topic: 'version-changed',
      regionCode,
      versionId: id,
      actorId: actor.personId,
      payload: { action, state: next, revision: version.revision },
    });
    await audit.record(transaction, {
      principal: actor,
      role: auditRole(database.role),
      action: `${action}-version`,
      subjectType: 'version',
      subjectId: id,
      regionCode,
      before: { state },
      after: { state: next, revision: version.revision, reason },
      origin,
    });
    return readVersionRow(transaction, id);
  });
}
