import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { fillMessage } from './message.ts';
import { zh } from './zh.ts';

const plain = String;
const thousands = (value: number) => value.toLocaleString('en');

/** Names of parameters that a message takes, each once. */
function parametersOf(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].sort();
}

describe('messages', () => {
  it('exist in both languages under the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(zh).sort());
  });

  it('take the same parameters in both languages, but for plural words', () => {
    for (const [key, message] of Object.entries(zh)) {
      const english = en[key as keyof typeof zh];
      expect({ key, parameters: parametersOf(english) }).toEqual({ key, parameters: parametersOf(message) });
    }
  });

  it('are never empty and never hold an exclamation mark', () => {
    for (const message of [...Object.values(zh), ...Object.values(en)]) {
      expect(message.trim()).not.toBe('');
      expect(message).not.toMatch(/[!！]/);
    }
  });
});

describe('filling a message', () => {
  it('puts parameters in and formats numbers', () => {
    expect(fillMessage('{members} 村在名单', { members: 1110 }, thousands)).toBe('1,110 村在名单');
    expect(fillMessage('到 {year} 年', { year: '2025' }, thousands)).toBe('到 2025 年');
  });

  it('chooses the English word by number', () => {
    const message = '{n} {n|village|villages}';
    expect(fillMessage(message, { n: 1 }, plain)).toBe('1 village');
    expect(fillMessage(message, { n: 0 }, plain)).toBe('0 villages');
  });

  it('refuses a missing parameter', () => {
    expect(() => fillMessage('{n} 村', {}, plain)).toThrow(RangeError);
  });
});
