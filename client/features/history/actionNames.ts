import type { HistoryEvent } from '#contract/audit';
import type { I18n } from '../../i18n/i18n.svelte.ts';
import type { MessageKey } from '../../i18n/zh.ts';

/** What the server's audit log calls what was done. */
export const actionText: Readonly<Record<string, MessageKey>> = {
  login: 'actionLogin',
  'login-failed': 'actionLoginFailed',
  logout: 'actionLogout',
  denied: 'actionDenied',
  export: 'actionExport',
  'password-changed': 'actionPasswordChanged',
  'password-link-created': 'actionPasswordLink',
  'person-created': 'actionPersonCreated',
  'person-changed': 'actionPersonChanged',
  'grants-changed': 'actionGrantsChanged',
  'create-version': 'actionCreateVersion',
  'delete-version': 'actionDeleteVersion',
  'change-assignments': 'actionChangeAssignments',
  'submit-version': 'actionSubmit',
  'withdraw-version': 'actionWithdraw',
  'return-version': 'actionReturn',
  'revise-version': 'actionRevise',
  'approve-version': 'actionApprove',
  'create-comment': 'actionCreateComment',
  'resolve-comment': 'actionResolveComment',
  'publish-version': 'actionPublishVersion',
  'publish-release': 'actionPublishRelease',
  'retract-release': 'actionRetractRelease',
  'create-site': 'actionCreateSite',
  'change-site': 'actionChangeSite',
  'delete-site': 'actionDeleteSite',
  'restore-site': 'actionRestoreSite',
  'create-facility': 'actionCreateFacility',
  'change-facility': 'actionChangeFacility',
  'delete-facility': 'actionDeleteFacility',
  'restore-facility': 'actionRestoreFacility',
  'create-project-place': 'actionCreateProjectPlace',
  'change-project-place': 'actionChangeProjectPlace',
  'delete-project-place': 'actionDeleteProjectPlace',
  'restore-project-place': 'actionRestoreProjectPlace',
  'create-route': 'actionCreateRoute',
  'change-route': 'actionChangeRoute',
  'delete-route': 'actionDeleteRoute',
  'restore-route': 'actionRestoreRoute',
  'redraw-territory': 'actionRedrawTerritory',
  'hand-over-territory': 'actionHandOverTerritory',
  'split-village': 'actionSplitVillage',
  'merge-villages': 'actionMergeVillages',
  'undo-territory-edit': 'actionUndoTerritoryEdit',
  'change-rules': 'actionChangeRules',
  'remove-demonstration': 'actionRemoveDemonstration',
};

export const subjectText: Readonly<Record<string, MessageKey>> = {
  version: 'subjectVersion',
  village: 'resultVillage',
  release: 'subjectRelease',
  person: 'subjectPerson',
  session: 'subjectSession',
  export: 'subjectExport',
  instance: 'subjectInstance',
  site: 'subjectSite',
  facility: 'subjectFacility',
  project: 'subjectProject',
  route: 'subjectRoute',
};

/** Whoever did it: a person, somebody without a session, or the program itself. */
export function actorText({ actor, role }: Pick<HistoryEvent, 'actor' | 'role'>, i18n: I18n): string {
  return actor?.name ?? i18n.t(role === 'nobody' ? 'historyNobody' : 'historyProgram');
}
