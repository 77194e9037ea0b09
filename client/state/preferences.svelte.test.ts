import { flushSync } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import { Preferences } from './preferences.svelte.ts';

beforeEach(() => localStorage.clear());

test('choices are kept for the next visit', () => {
  const first = new Preferences();
  first.theme = 'dark';
  first.locale = 'en';
  first.largeText = true;
  const second = new Preferences();
  expect([second.theme, second.locale, second.largeText]).toEqual(['dark', 'en', true]);
});

test.each(['not json', '[]', 'null', '{"theme":"pink","locale":5,"largeText":"yes"}'])(
  'stored nonsense %s gives the defaults',
  (stored) => {
    localStorage.setItem('xiangtu.preferences', stored);
    const preferences = new Preferences();
    expect([preferences.theme, preferences.locale, preferences.largeText]).toEqual([
      'system',
      'zh-CN',
      false,
    ]);
  },
);

test('the page says theme, size and language while connected', () => {
  const preferences = new Preferences();
  const disconnect = preferences.connect();
  flushSync();
  const root = document.documentElement;
  expect([root.dataset['theme'], root.dataset['size'], root.lang]).toEqual(['light', 'normal', 'zh-CN']);
  preferences.theme = 'dark';
  preferences.largeText = true;
  preferences.locale = 'en';
  flushSync();
  expect([root.dataset['theme'], root.dataset['size'], root.lang]).toEqual(['dark', 'large', 'en']);
  disconnect();
});
