import type { Person } from '#contract/people';
import type { MessageKey } from '../../i18n/zh.ts';

export const isLocked = ({ lockedUntil }: Pick<Person, 'lockedUntil'>, now = Date.now()): boolean =>
  lockedUntil !== null && Date.parse(lockedUntil) > now;

/** Whether somebody can log in, and if not, why: the gravest reason first. */
export function personState(
  person: Pick<Person, 'isDisabled' | 'lockedUntil' | 'hasPassword'>,
  now = Date.now(),
): MessageKey {
  if (person.isDisabled) return 'personStateDisabled';
  if (isLocked(person, now)) return 'personStateLocked';
  return person.hasPassword ? 'personStateActive' : 'personStateInvited';
}
