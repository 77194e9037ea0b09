import type { Release } from '#contract/releases';
import { daysBetween } from '../../i18n/chinaTime.ts';
import type { I18n } from '../../i18n/i18n.svelte.ts';

export type WindowState = 'coming' | 'open' | 'closed';

/** Where a day lies to a window of public disclosure, whose last day belongs to it. */
export function windowOf(
  { windowStart, windowEnd }: Pick<Release, 'windowStart' | 'windowEnd'>,
  today: string,
): { state: WindowState; daysLeft: number } {
  const daysLeft = daysBetween(today, windowEnd);
  if (today < windowStart) return { state: 'coming', daysLeft };
  return { state: today > windowEnd ? 'closed' : 'open', daysLeft };
}

/** The window in one short sentence: 「公示中，12 月 9 日截止」. */
export function windowText(release: Release, today: string, i18n: I18n): string {
  const { state, daysLeft } = windowOf(release, today);
  if (state === 'coming') return i18n.t('windowComing', { date: i18n.dayWithoutYear(release.windowStart) });
  if (state === 'closed') return i18n.t('windowClosed', { date: i18n.date(release.windowEnd) });
  return daysLeft === 0
    ? i18n.t('windowLastDay')
    : i18n.t('windowOpen', { date: i18n.dayWithoutYear(release.windowEnd) });
}
