import { type CharacterKind, countCharacters, kindOfCharacter } from './characters.ts';
import type { Segment } from './segment.ts';

/** A piece of a list: a run of text, a single bracket or separator, a run of spaces, or the end of a line. */
export interface Token {
  readonly type: CharacterKind | 'newline';
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
}

/** Cuts list lines into tokens, without the spaces at their ends; between two lines stands a newline token. */
export function tokenize(segments: readonly Segment[]): Token[] {
  const tokens: Token[] = [];
  let previousLine: number | null = null;
  for (const { text: untrimmed, line, column: firstColumn } of segments) {
    const text = untrimmed.trim();
    if (previousLine !== null && previousLine !== line) {
      tokens.push({ type: 'newline', text: '\n', line, column: 1 });
    }
    previousLine = line;
    let column =
      firstColumn + countCharacters(untrimmed.slice(0, untrimmed.length - untrimmed.trimStart().length));
    let run = '';
    let runKind: CharacterKind = 'text';
    const endRun = () => {
      if (run !== '') tokens.push({ type: runKind, text: run, line, column: column - [...run].length });
      run = '';
    };
    for (const character of text) {
      const kind = kindOfCharacter(character);
      if (kind !== runKind || kind === 'open' || kind === 'close' || kind === 'separator') endRun();
      runKind = kind;
      run += character;
      column += 1;
    }
    endRun();
  }
  return tokens;
}
