/** The regions a presenter walks through: the whole first, then its children in their order. */
export function nextStop<Code extends string>(
  counties: readonly Code[],
  current: Code | null,
  step: 1 | -1,
): Code | null {
  const stops: (Code | null)[] = [null, ...counties];
  const at = stops.indexOf(current);
  // Somewhere that is no stop, a township for example: the walk starts over.
  if (at === -1) return null;
  return stops[(at + step + stops.length) % stops.length] ?? null;
}

/** Address of the presented view, or of the explorer it came from; everything else of the view is kept. */
export function presentPath(search: string, isPresenting: boolean): string {
  const params = new URLSearchParams(search);
  params.delete('present');
  params.delete('s');
  params.delete('c');
  if (isPresenting) params.set('present', '1');
  const query = params.toString().replaceAll('%2C', ',');
  return query === '' ? '/map' : `/map?${query}`;
}
