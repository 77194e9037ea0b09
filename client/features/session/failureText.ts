import { ApiFailure } from '../../api/call.ts';
import type { I18n } from '../../i18n/i18n.svelte.ts';

/** How long to wait, as people say it: seconds below two minutes, else whole minutes. */
export function waitText(seconds: number, i18n: I18n): string {
  return seconds < 120
    ? i18n.t('waitSeconds', { n: Math.max(1, Math.ceil(seconds)) })
    : i18n.t('waitMinutes', { n: Math.ceil(seconds / 60) });
}

/**
 * What failed, what is kept and what to do, in a sentence.
 * @param own sentences of the form for codes that mean something of its own there
 */
export function failureText(
  failure: unknown,
  i18n: I18n,
  own: Readonly<Partial<Record<string, string>>> = {},
): string {
  if (!(failure instanceof ApiFailure)) return i18n.t('failureUnknown');
  if (failure.isOffline) return i18n.t('failureOffline');
  if (failure.code === 'too-many-requests') {
    return i18n.t('loginLocked', { time: waitText(failure.retryAfterSeconds ?? 60, i18n) });
  }
  const [field] = failure.errors;
  const said = own[failure.code] ?? (failure.code === 'invalid-request' ? field?.message : undefined);
  return said ?? i18n.t('failureSaid', { title: failure.message, code: failure.code });
}
