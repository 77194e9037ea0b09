/**
 * The one form in which names and questions are compared: full-width and half-width alike, lower case, ü as v,
 * without spaces and punctuation, so that 「Shí bā dòng」 typed with or without gaps is one thing.
 */
export function normalize(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/u\u0304?\u0308[\u0300-\u036f]?/g, 'v')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Whether the text is written in Chinese characters only. */
export const isHan = (text: string): boolean => /^\p{Script=Han}+$/u.test(text);
/** Whether the text holds Latin letters and digits only, at least one letter. */
export const isLatin = (text: string): boolean => /^[a-z0-9]*[a-z][a-z0-9]*$/.test(text);
export const isDigits = (text: string): boolean => /^[0-9]+$/.test(text);
