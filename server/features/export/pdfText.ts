/** Width of a character in ems. */
export type WidthOf = (character: string) => number;

/** Characters that may not begin a line. */
const noStart = new Set('，。；：、！？）】》〉」』〕”’…％%,.;:!?)]}');
/** Characters that may not end a line. */
const noEnd = new Set('（【《〈「『〔“‘([{');
/** Latin letters and figures stay together where there is room. */
const isWordPart = (character: string) => /[A-Za-z0-9_@#&+\-./]/.test(character);

/** The parts of a text between which a line may end. */
function breakable(text: string): string[] {
  const parts: string[] = [];
  let previous = '';
  for (const character of text) {
    const isJoined =
      (isWordPart(character) && isWordPart(previous)) || noStart.has(character) || noEnd.has(previous);
    if (isJoined && parts.length > 0) parts[parts.length - 1] += character;
    else parts.push(character);
    previous = character;
  }
  return parts;
}

/**
 * Breaks a text into lines as Chinese is set: between any two characters, but not before a closing mark, after an
 * opening one, or in a word that fits a line.
 * @param width of a line, ems
 * @returns at least one line
 */
export function wrapText(text: string, { width, widthOf }: { width: number; widthOf: WidthOf }): string[] {
  const lines: string[] = [];
  for (const paragraph of text.replaceAll('\t', ' ').split(/\r\n|\r|\n/)) {
    let line = '';
    let used = 0;
    const add = (part: string, partWidth: number) => {
      if (used + partWidth > width && line !== '') {
        lines.push(line.trimEnd());
        [line, used] = ['', 0];
        if (part === ' ') return;
      }
      line += part;
      used += partWidth;
    };
    for (const part of breakable(paragraph)) {
      const characters = [...part];
      const widths = characters.map(widthOf);
      const partWidth = widths.reduce((sum, each) => sum + each, 0);
      if (partWidth <= width) add(part, partWidth);
      else characters.forEach((character, index) => add(character, widths[index]!));
    }
    lines.push(line.trimEnd());
  }
  return lines;
}
