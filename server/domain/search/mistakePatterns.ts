/** A shape a mistyped word may have meant: `_` stands for any one character. */
export interface MistakePattern {
  pattern: string;
  /** Characters of the words it describes. */
  length: number;
  /** What they begin with: everything before the `_`. */
  head: string;
  /** What they end with: everything after the `_`. */
  tail: string;
}

function patternOf(before: readonly string[], after: readonly string[]): MistakePattern {
  const [head, tail] = [before.join(''), after.join('')];
  return { pattern: `${head}_${tail}`, length: before.length + after.length + 1, head, tail };
}

function exactly(characters: readonly string[]): MistakePattern {
  const word = characters.join('');
  return { pattern: word, length: characters.length, head: word, tail: word };
}

/**
 * All shapes one mistake away: a wrong, missing, added or swapped character. A word matches one of them exactly
 * when `isWithinOneMistake` says so (the word itself matches too). Each shape knows its ends, so that an index
 * over beginnings and one over endings find the words that match.
 * @param text normalized: letters and digits, hence no wildcards of its own
 */
export function mistakePatterns(text: string): MistakePattern[] {
  const characters = [...text];
  const patterns = characters.flatMap((character, at) => {
    const [before, after] = [characters.slice(0, at), characters.slice(at + 1)];
    const [next, ...rest] = after;
    return [
      patternOf(before, after),
      patternOf(before, [character, ...after]),
      exactly([...before, ...after]),
      ...(next === undefined ? [] : [exactly([...before, next, character, ...rest])]),
    ];
  });
  patterns.push(patternOf(characters, []));
  return [...new Map(patterns.map((pattern) => [pattern.pattern, pattern])).values()].filter(
    ({ length }) => length > 0,
  );
}
