import type { I18n } from '../../i18n/i18n.svelte.ts';
import type { MessageKey } from '../../i18n/zh.ts';

/** What was done, or why less was done than asked, for a toast. */
export interface PaintNotice {
  kind: 'locked' | 'unchanged' | 'kept' | 'undone' | 'redone' | 'accepted';
  villages: number;
  at: number;
}

const words: Record<PaintNotice['kind'], MessageKey> = {
  locked: 'paintNoticeLocked',
  unchanged: 'paintNoticeUnchanged',
  kept: 'paintNoticeKept',
  undone: 'paintNoticeUndone',
  redone: 'paintNoticeRedone',
  accepted: 'paintNoticeAccepted',
};

/** What was done, or why less was done than asked. */
export const noticeText = ({ kind, villages }: PaintNotice, i18n: I18n): string =>
  i18n.t(words[kind], { n: villages });
