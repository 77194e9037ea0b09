/** Values put into a message; numbers are formatted for the locale. */
export type MessageParams = Readonly<Record<string, string | number>>;

const placeholder = /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g;

/**
 * Fills `{name}` with a parameter and `{count|village|villages}` with one of two words by the number of
 * `count` (English plural; Chinese messages do not need it).
 * @throws RangeError when a parameter is missing: a hole in a sentence is a bug, never shown as `{x}`.
 */
export function fillMessage(
  message: string,
  params: MessageParams,
  formatNumber: (value: number) => string,
): string {
  return message.replace(placeholder, (_, name: string, one?: string, other?: string) => {
    const value = params[name];
    if (value === undefined) throw new RangeError(`message parameter missing: ${name} in "${message}"`);
    if (one !== undefined && other !== undefined) return value === 1 ? one : other;
    return typeof value === 'number' ? formatNumber(value) : value;
  });
}
