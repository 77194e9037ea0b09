import type { ReleasePreview } from '#contract/releases';
import type { InboxItem, VersionRow } from '#contract/workflow';
import type { Category } from '#contract/plans';
import type { I18n } from '../../i18n/i18n.svelte.ts';
import type { MessageKey } from '../../i18n/zh.ts';
import { ApiFailure } from '../../api/call.ts';

/** Words for what the server says by keys. */
export const stateWords: Record<VersionRow['state'], MessageKey> = {
  draft: 'stateDraft',
  submitted: 'stateSubmitted',
  returned: 'stateReturned',
  approved: 'stateApproved',
  published: 'statePublished',
  superseded: 'stateSuperseded',
  retracted: 'stateRetracted',
};

export const inboxWords: Record<InboxItem['kind'], MessageKey> = {
  'to-review': 'inboxToReview',
  'returned-to-me': 'inboxReturned',
  'to-publish': 'inboxToPublish',
  'comment-open': 'inboxComment',
  'draft-unassigned': 'inboxUnassigned',
  'window-open': 'inboxWindowOpen',
  'window-ending': 'inboxWindowEnding',
};

type ChecklistKey = ReleasePreview['checklist'][number]['key'];
export const checklistWords: Record<ChecklistKey, MessageKey> = {
  state: 'checkState',
  'own-version': 'checkOwn',
  'map-approval': 'checkMap',
  window: 'checkWindow',
  contact: 'checkContact',
  objection: 'checkObjection',
  'personal-data': 'checkPersonal',
  unassigned: 'checkUnassigned',
  'open-comments': 'checkComments',
};
/** Sentences for items that count something and are not done. */
export const checklistCounts: Partial<Record<ChecklistKey, MessageKey>> = {
  'personal-data': 'checkPersonalCount',
  unassigned: 'checkUnassignedCount',
  'open-comments': 'checkCommentsCount',
};

export const ruleWords: Record<ReleasePreview['withheld'][number]['rule'], MessageKey> = {
  'site-at-village': 'ruleVillageLevel',
  'site-withheld': 'ruleWithheld',
  'facility-not-public': 'ruleNotPublic',
  'small-group': 'ruleSmall',
  complementary: 'ruleComplementary',
  'demonstration-attribute': 'ruleAttribute',
  'working-note': 'ruleNote',
  'demonstration-row': 'ruleDemonstration',
};

const subjects: Record<string, MessageKey> = {
  'site.households': 'subjectSiteHouseholds',
  'site.geom': 'subjectSiteGeom',
  site: 'subjectSite',
  facility: 'subjectFacility',
  demonstration_attribute: 'subjectAttribute',
  'assignment.reason': 'subjectReason',
  'plan_version.decision_reason': 'subjectDecision',
  region: 'subjectRegion',
  village: 'subjectVillage',
  assignment: 'subjectAssignment',
  project: 'subjectProject',
  indicator: 'subjectIndicator',
  tourism_route: 'subjectRoute',
  road: 'subjectRoad',
  plan: 'subjectPlan',
  category: 'subjectCategory',
  declared_count: 'subjectDeclared',
  source: 'subjectSource',
};
/** Tables people have a word for; the others are counted together. */
export const hasSubjectWord = (subject: string): boolean => subject in subjects;
export const subjectWord = (subject: string): MessageKey => subjects[subject] ?? 'subjectOther';

const findings: Record<string, MessageKey> = {
  'identity-number': 'findingId',
  'mobile-number': 'findingPhone',
  landline: 'findingLandline',
  'bank-card': 'findingCard',
  'name-and-address': 'findingAddress',
};
/** @returns the kind itself where there is no word for it */
export const findingWord = (kind: string, i18n: I18n): string =>
  findings[kind] ? i18n.t(findings[kind]) : kind;

const withoutCategory: Record<string, MessageKey> = {
  unassigned: 'membershipUnassigned',
  deferred: 'membershipDeferred',
  outside: 'outsideShort',
};

/** The name of a place key: a category's short name, 未分类, 暂不分类, 不在名单. */
export function placeName(key: string, categories: readonly Category[], i18n: I18n): string {
  const category = categories.find((each) => each.key === key);
  if (category) return i18n.text({ zh: category.shortName, en: category.shortNameEn });
  const word = withoutCategory[key];
  return word ? i18n.t(word) : key;
}

/** What a person reads of a failure: the server's sentence, or that it was not reached. */
export function failureText(failure: unknown, i18n: I18n): string {
  if (!(failure instanceof ApiFailure)) return failure instanceof Error ? failure.message : String(failure);
  return failure.isOffline ? i18n.t('errorOffline') : (failure.errors[0]?.message ?? failure.message);
}

/** 第 3 版 and its label where it has one. */
export function versionTitle(version: Pick<VersionRow, 'number' | 'label'>, i18n: I18n): string {
  return version.label === null
    ? i18n.t('versionNumber', { n: version.number })
    : i18n.t('versionNumbered', { n: version.number, label: version.label });
}
