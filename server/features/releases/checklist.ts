import type { Disclosure, ReleasePreview } from '#contract/releases';
import type { VersionState } from '#domain/versions/versionState';
import { addDays } from './calendarDays.ts';

type ChecklistItem = ReleasePreview['checklist'][number];

export interface ChecklistInput {
  state: VersionState;
  disclosure: Disclosure;
  /** YYYY-MM-DD in China. */
  today: string;
  /** Pieces of personal data in what would be published. */
  findings: number;
  /** Villages of the list without a category. */
  unassigned: number;
  openComments: number;
  /** The publisher submitted the version. */
  isOwnSubmission: boolean;
}

/** Shortest time, in days, in which people can object. */
const leastWindowDays = 7;

function hasWindow({ windowStart, windowEnd }: Disclosure, today: string): boolean {
  if (windowStart === null || windowEnd === null) return false;
  return windowEnd >= addDays(windowStart, leastWindowDays) && windowEnd >= today;
}

/** What must be there before a version becomes public; warnings do not stand in the way. */
export function checklistOf(input: ChecklistInput): ChecklistItem[] {
  const { disclosure, findings, unassigned, openComments } = input;
  const must = (key: ChecklistItem['key'], isDone: boolean, count: number | null = null): ChecklistItem => ({
    key,
    status: isDone ? 'done' : 'open',
    count,
  });
  const warn = (key: ChecklistItem['key'], count: number): ChecklistItem => ({
    key,
    status: count === 0 ? 'done' : 'warning',
    count,
  });
  return [
    must('state', input.state === 'approved'),
    must('own-version', !input.isOwnSubmission),
    must('map-approval', disclosure.mapApprovalNumber !== '' || disclosure.acceptsSchematicMap),
    must('window', hasWindow(disclosure, input.today)),
    must('contact', disclosure.contact !== ''),
    must('objection', disclosure.objection !== ''),
    must('personal-data', findings === 0, findings),
    warn('unassigned', unassigned),
    warn('open-comments', openComments),
  ];
}
