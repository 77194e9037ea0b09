import { z } from 'zod';
import type { FieldError } from '#contract/errors';
import { AppError } from '../errors.ts';
import type { Language } from './language.ts';

const sentences = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

/** Messages the contract writes itself are English; these are the same in Chinese. */
const inChinese: Readonly<Record<string, string>> = {
  'a division code has 6, 9 or 12 digits': '行政区划代码为 6、9 或 12 位数字',
};

const nulCharacter = { zh: '不能含有空字符（U+0000）', en: 'must not contain the character U+0000' };

/** Text PostgreSQL cannot store: refused here, so that it is the asker's error and not the database's. */
function nulErrors(part: string, input: Record<string, unknown>, language: Language): FieldError[] {
  return Object.entries(input)
    .filter(([, value]) => typeof value === 'string' && value.includes('\0'))
    .map(([key]) => ({ path: `${part}.${key}`, message: nulCharacter[language] }));
}

/**
 * Parses one part of a request.
 * @throws AppError `invalid-request` with one entry a field, in the asker's language
 */
export function parsePart<Schema extends z.ZodObject>(
  schema: Schema,
  input: Record<string, unknown>,
  { part, language }: { part: 'params' | 'query'; language: Language },
): z.output<Schema> {
  const errors = nulErrors(part, input, language);
  const parsed = schema.safeParse(input, { error: sentences[language] });
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const message = language === 'zh' ? (inChinese[issue.message] ?? issue.message) : issue.message;
      errors.push({ path: [part, ...issue.path].join('.'), message });
    }
  }
  if (errors.length > 0 || !parsed.success) {
    throw new AppError('invalid-request', `${part}: ${errors.map((error) => error.path).join(', ')}`, {
      errors,
    });
  }
  return parsed.data;
}
