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
function nulErrors(path: readonly string[], value: unknown, language: Language): FieldError[] {
  if (typeof value === 'string') {
    return value.includes('\0') ? [{ path: path.join('.'), message: nulCharacter[language] }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => nulErrors([...path, key], inner, language));
}

/**
 * Parses one part of a request; `part` begins the paths of errors (null: they begin in the input itself).
 * @throws AppError `invalid-request` with one entry a field, in the asker's language
 */
export function parsePart<Schema extends z.ZodObject>(
  schema: Schema,
  input: Record<string, unknown>,
  { part, language }: { part: 'params' | 'query' | null; language: Language },
): z.output<Schema> {
  const root = part === null ? [] : [part];
  const parsed = schema.safeParse(input, { error: sentences[language] });
  const errors = parsed.success ? nulErrors(root, parsed.data, language) : [];
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      const message = language === 'zh' ? (inChinese[issue.message] ?? issue.message) : issue.message;
      errors.push({ path: [...root, ...issue.path].join('.'), message });
    }
  }
  if (errors.length > 0 || !parsed.success) {
    throw new AppError(
      'invalid-request',
      `${part ?? 'body'}: ${errors.map((error) => error.path).join(', ')}`,
      {
        errors,
      },
    );
  }
  return parsed.data;
}
