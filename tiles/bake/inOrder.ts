/**
 * Works on a few items at once and gives the results in the order of the items. When one fails, or the
 * caller stops reading, nothing new is begun and what is under way is waited for, so that no work goes on
 * behind the caller's back.
 */
export async function* inOrder<Item, Result>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const running: Promise<Result>[] = [];
  const begin = (item: Item) => {
    const result = work(item);
    // Whoever awaits it is told; until then a failure is not an unhandled one.
    result.catch(() => {});
    running.push(result);
  };
  try {
    for (const item of items) {
      begin(item);
      if (running.length >= atOnce) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}
