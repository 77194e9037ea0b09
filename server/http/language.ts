import type { Request } from 'express';

export type Language = 'zh' | 'en';

/** `?lang=` decides, then Accept-Language, then Chinese. */
export function languageOf(request: Request): Language {
  const asked = request.query['lang'];
  if (typeof asked === 'string' && /^(zh|en)\b/i.test(asked)) return /^en/i.test(asked) ? 'en' : 'zh';
  const accepted = request.acceptsLanguages('zh', 'zh-CN', 'en');
  return accepted === 'en' ? 'en' : 'zh';
}
