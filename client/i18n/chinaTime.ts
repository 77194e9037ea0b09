import type { I18n } from './i18n.svelte.ts';

/** The offices' clock: a note of 23:30 there must not move to another day. */
const zone = 'Asia/Shanghai';
const days = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' });
const clocks = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });

/** YYYY-MM-DD in China. @param at an ISO time */
export const chinaDay = (at: string | Date): string => days.format(new Date(at));

/** HH:MM in China. */
export const chinaClock = (at: string | Date): string => clocks.format(new Date(at));

/** Day and time; the time alone for today. */
export function momentText(at: string, i18n: I18n, now: Date = new Date()): string {
  const day = chinaDay(at);
  return day === chinaDay(now) ? chinaClock(at) : `${i18n.date(day)} ${chinaClock(at)}`;
}

/** Days from one date to another, both YYYY-MM-DD. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
