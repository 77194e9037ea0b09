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
  for (const { text, line, column } of segments) {
    if (previousLine !== null && previousLine !== line) {
      tokens.push({ type: 'newline', text: '\n', line, column: 1 });
    }
    previousLine = line;
    const indent = text.length - text.trimStart().length;
    tokenizeLine(
      { text: text.trim(), line, column: column + countCharacters(text.slice(0, indent)) },
      tokens,
    );
  }
  return tokens;
}

function tokenizeLine({ text, line, column: firstColumn }: Segment, tokens: Token[]): void {
  let column = firstColumn;
  let start = 0;
  let startColumn = firstColumn;
  let type: CharacterKind | null = null;
  const endRun = (end: number) => {
    if (type !== null) tokens.push({ type, text: text.slice(start, end), line, column: startColumn });
    start = end;
    startColumn = column;
  };
  let index = 0;
  for (const character of text) {
    const kind = kindOfCharacter(character);
    if (kind !== type || (kind !== 'text' && kind !== 'space')) {
      endRun(index);
      type = kind;
    }
    index += character.length;
    column += 1;
  }
  endRun(index);
}
