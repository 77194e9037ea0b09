import { expect, test } from 'vitest';
import type { Release } from '#contract/releases';
import { I18n } from '../../i18n/i18n.svelte.ts';
import { windowOf, windowText } from './releaseWindow.ts';

const release = { windowStart: '2026-11-10', windowEnd: '2026-12-09' } as Release;

test('the first and the last day belong to the window', () => {
  expect(windowOf(release, '2026-11-09')).toEqual({ state: 'coming', daysLeft: 30 });
  expect(windowOf(release, '2026-11-10').state).toBe('open');
  expect(windowOf(release, '2026-11-23')).toEqual({ state: 'open', daysLeft: 16 });
  expect(windowOf(release, '2026-12-09')).toEqual({ state: 'open', daysLeft: 0 });
  expect(windowOf(release, '2026-12-10').state).toBe('closed');
});

test('says the window in a sentence of each language', () => {
  const zh = new I18n(() => 'zh-CN');
  const en = new I18n(() => 'en');
  expect(windowText(release, '2026-11-01', zh)).toBe('11 月 10 日起公示');
  expect(windowText(release, '2026-11-23', zh)).toBe('公示中，12 月 9 日截止');
  expect(windowText(release, '2026-12-09', zh)).toBe('公示中，今天截止');
  expect(windowText(release, '2027-01-01', zh)).toBe('公示已于 2026 年 12 月 9 日截止');
  expect(windowText(release, '2026-11-23', en)).toBe('Open for objection until 9 December');
});
