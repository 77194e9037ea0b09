import type { Handlers } from '../../http/bind.ts';
import type { Services } from '../../services.ts';
import { listPresence } from '../events/presenceQueries.ts';
import { actorOf } from './access.ts';
import { getApprovalPaper } from './approvalPaper.ts';
import { getApprovalWorkbook } from './approvalWorkbook.ts';
import { pageOfRows } from './assignmentRows.ts';
import { changeAssignments } from './changeAssignments.ts';
import { createComment, listComments, resolveComment } from './comments.ts';
import { readVersionDiff } from './diff.ts';
import { listInbox } from './inbox.ts';
import { listVersionRows, readVersionFacts } from './queries.ts';
import { takeStep } from './steps.ts';
import { listStrokes } from './strokes.ts';
import { createVersion, deleteVersion } from './versionCopies.ts';

type WorkflowHandlers = Pick<
  Handlers,
  | 'listVersions'
  | 'createVersion'
  | 'deleteVersion'
  | 'changeAssignments'
  | 'listAssignmentRows'
  | 'listStrokes'
  | 'submitVersion'
  | 'withdrawVersion'
  | 'returnVersion'
  | 'reviseVersion'
  | 'approveVersion'
  | 'getVersionDiff'
  | 'getApprovalWorkbook'
  | 'getApprovalPaper'
  | 'listComments'
  | 'createComment'
  | 'resolveComment'
  | 'getPresence'
  | 'getInbox'
>;

/** Plan versions from draft to approval: copying, editing, submitting, deciding, commenting, comparing. */
export function workflowHandlers(services: Pick<Services, 'audit'>): WorkflowHandlers {
  return {
    listVersions: ({ database, query: { plan, state } }) =>
      database.read(async (transaction) => ({
        items: await listVersionRows(transaction, { planId: plan, state }),
      })),

    createVersion: (request) => createVersion(services, request),
    deleteVersion: (request) => deleteVersion(services, request),
    changeAssignments: (request) => changeAssignments(services, request),

    listAssignmentRows: ({ database, params: { id }, query }) =>
      database.read(async (transaction) => {
        await readVersionFacts(transaction, id);
        return pageOfRows(transaction, { versionId: id, filter: query });
      }),

    listStrokes: ({ database, principal, params: { id } }) =>
      database.read((transaction) =>
        listStrokes(transaction, { versionId: id, personId: actorOf(principal).personId }),
      ),

    submitVersion: (request) =>
      takeStep(services, request, {
        action: 'submit',
        permission: 'submit-version',
        reason: request.body.note,
      }),
    withdrawVersion: (request) =>
      takeStep(services, request, {
        action: 'withdraw',
        permission: 'submit-version',
        reason: request.body.note,
      }),
    returnVersion: (request) =>
      takeStep(services, request, {
        action: 'return',
        permission: 'decide-version',
        reason: request.body.reason,
      }),
    reviseVersion: (request) =>
      takeStep(services, request, {
        action: 'revise',
        permission: 'submit-version',
        reason: request.body.note,
      }),
    approveVersion: (request) =>
      takeStep(services, request, {
        action: 'approve',
        permission: 'decide-version',
        reason: request.body.note,
      }),

    getVersionDiff: ({ database, params: { id }, query: { against } }) =>
      database.read((transaction) => readVersionDiff(transaction, { id, againstId: against })),

    getApprovalWorkbook: (request) => getApprovalWorkbook(services, request),
    getApprovalPaper: (request) => getApprovalPaper(services, request),

    listComments: ({ database, params: { id } }) =>
      database.read(async (transaction) => ({ items: await listComments(transaction, id) })),
    createComment: (request) => createComment(services, request),
    resolveComment: (request) => resolveComment(services, request),

    getPresence: ({ database, params: { id } }) =>
      database.read(async (transaction) => {
        await readVersionFacts(transaction, id);
        return { items: await listPresence(transaction, id) };
      }),

    getInbox: ({ database, principal }) =>
      database.read(async (transaction) => ({ items: await listInbox(transaction, actorOf(principal)) })),
  };
}
