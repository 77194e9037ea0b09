import type { FieldError } from '#contract/errors';
import { findPersonalData } from '#domain/personalData/findPersonalData';
import type { FindingKind } from '#domain/personalData/finding';
import { AppError } from '../../errors.ts';

const kindText: Record<FindingKind, string> = {
  'identity-number': '身份证号 an identity number',
  'bank-card': '银行卡号 a bank card number',
  'mobile-number': '手机号 a mobile number',
  landline: '个人电话 a private telephone number',
  'name-and-address': '姓名和住址 a name with an address',
};

/** Personal data in a text that everybody may come to read. */
export const personalFaults = (path: string, text: unknown): FieldError[] =>
  typeof text !== 'string'
    ? []
    : findPersonalData(text).map(({ kind, excerpt }) => ({
        path,
        message: `像是${kindText[kind]}：${excerpt}，请去掉 remove it`,
      }));

/** Years further ahead are slips of the pen. */
const yearsAhead = 15;

/** A year nothing can be built in yet. */
export function yearFaults(path: string, year: unknown, now = new Date()): FieldError[] {
  const latest = now.getFullYear() + yearsAhead;
  if (typeof year !== 'number' || year <= latest) return [];
  return [{ path, message: `年份不能晚于 ${latest} a year after ${latest} is not plausible` }];
}

/** @throws AppError invalid-request when there is any fault */
export function refuseFaults(errors: FieldError[]): void {
  if (errors.length > 0) {
    throw new AppError('invalid-request', `${errors.length} faults in what was drawn`, { errors });
  }
}
