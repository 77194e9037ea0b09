/**
 * Where in a document a fact stands, in words: 「专栏2，第 445、485 行」. Without lines the place alone; null
 * where neither is known.
 */
export function sourcePlace(place: string | null, lines: readonly number[]): string | null {
  const parts = [
    ...(place === null ? [] : [place]),
    ...(lines.length > 0 ? [`第 ${lines.join('、')} 行`] : []),
  ];
  return parts.length > 0 ? parts.join('，') : null;
}
