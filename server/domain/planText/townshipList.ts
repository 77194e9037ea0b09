import {
  closingClass,
  countCharacters,
  openingClass,
  partnerOf,
  townshipSuffix,
  villageSuffix,
} from './characters.ts';
import { countPattern, readNumeral } from './heading.ts';
import type { IrregularityLog, Place } from './irregularityLog.ts';
import type { SeparatorPlace } from './planText.ts';
import type { Junction } from './separatorStyle.ts';
import type { Token } from './token.ts';
import { hasVillageSuffix, splitJoinedNames } from './villageName.ts';

/** A name with its place. */
export interface PlacedName extends Place {
  readonly name: string;
}

/** The villages under one township heading, before repeated headings are merged. */
export interface TownshipDraft extends PlacedName {
  declared: number | null;
  readonly villages: PlacedName[];
}

/** What a list reader finds besides the names; shared by all lists of a text. */
export interface ListFindings {
  readonly log: IrregularityLog;
  readonly junctions: Junction[];
  /** Every pair of brackets around a township, such as `（）`, with its place. */
  readonly brackets: ({ readonly pair: string } & Place)[];
}

const endsAsTownship = new RegExp(`${townshipSuffix}$`, 'u');
/** Up to and including the first township suffix that leaves at least one character before it. */
const townshipThenRest = new RegExp(`^(.{1,12}?${townshipSuffix})(.*)$`, 'su');
const townshipThenVillage = new RegExp(
  `^([^${openingClass}${closingClass}\\s]{1,6}?${townshipSuffix})(.{2,}${villageSuffix})$`,
  'u',
);
const villagesThenTownship = new RegExp(
  `^(.*${villageSuffix})?([^${openingClass}${closingClass}]{1,10}${townshipSuffix})$`,
  'su',
);
const trailingCount = new RegExp(`[${openingClass}：:\\s]*(${countPattern})[${closingClass}]?$`, 'u');
const onlyCount = new RegExp(`^${countPattern}$`, 'u');
const colons = new Set(['：', ':']);
const betweenTownships = new Set(['；', ';', '。', '.', '．']);

/** Reads the tokens of one county's list. */
export class TownshipListReader {
  readonly #tokens: readonly Token[];
  readonly #findings: ListFindings;
  readonly #townships: TownshipDraft[] = [];
  #item: { text: string; line: number; column: number } | null = null;
  /** Where the last name or heading ended, and the separators met since. */
  #separators: Token[] = [];
  #layout: '' | ' ' | '\n' = '';
  #last: 'nothing' | 'township' | 'village' = 'nothing';
  #hasSeparatorInLine = false;

  constructor(tokens: readonly Token[], findings: ListFindings) {
    this.#tokens = tokens;
    this.#findings = findings;
  }

  read(): TownshipDraft[] {
    for (let index = 0; index < this.#tokens.length; index += 1) {
      const token = this.#tokens[index]!;
      if (token.type === 'open') index = this.#readBracket(index);
      else if (token.type === 'close') this.#readUnopened(token);
      else if (token.type === 'separator') this.#readSeparator(token);
      else if (token.type === 'text') this.#readText(token);
      else this.#readLayout(token, this.#tokens[index + 1]);
    }
    this.#finishItem();
    this.#endBlock();
    return this.#townships;
  }

  #readText(token: Token): void {
    if (this.#item) this.#item.text += token.text;
    else this.#item = { text: token.text, line: token.line, column: token.column };
  }

  #readSeparator(token: Token): void {
    this.#hasSeparatorInLine = true;
    if (this.#item && colons.has(token.text) && this.#headsTownship(this.#item.text))
      this.#readHeadingInItem();
    if (this.#item) this.#finishItem();
    else if (this.#separators.length > 0 || this.#last === 'nothing') {
      this.#findings.log.add('emptyItem', token, { found: token.text });
    }
    this.#separators.push(token);
  }

  #readLayout(token: Token, next: Token | undefined): void {
    const layout = token.type === 'newline' ? '\n' : ' ';
    const hadSeparatorInLine = this.#hasSeparatorInLine;
    if (layout === '\n') this.#hasSeparatorInLine = false;
    if (this.#item && next?.type === 'text' && !hasVillageSuffix(this.#item.text)) {
      if (layout === ' ') {
        // Not known to separate: the name stays as printed and is flagged.
        this.#item.text += token.text;
        return;
      }
      if (hadSeparatorInLine) {
        this.#findings.log.add('brokenName', this.#item, { name: this.#item.text + next.text });
        return;
      }
    }
    if (this.#item && next?.type !== 'separator' && next?.type !== 'close') this.#finishItem();
    if (this.#layout !== '\n') this.#layout = layout;
  }

  /** @returns index of the last token that belongs to the bracket */
  #readBracket(start: number): number {
    const { log, brackets } = this.#findings;
    const open = this.#tokens[start]!;
    let index = start + 1;
    for (; this.#tokens[index]?.type === 'open' || this.#tokens[index]?.type === 'space'; index += 1) {
      if (this.#tokens[index]!.type === 'open')
        log.add('doubledBracket', this.#tokens[index]!, { found: this.#tokens[index]!.text });
    }
    const content: Token[] = [];
    for (; ['text', 'space', 'newline', 'separator'].includes(this.#tokens[index]?.type ?? ''); index += 1) {
      const token = this.#tokens[index]!;
      // A colon may stand before a count; any other separator means that the bracket was never closed.
      if (token.type === 'separator' && !colons.has(token.text)) break;
      content.push(token);
    }
    const close = this.#tokens[index];
    if (close?.type !== 'close') return this.#readUnclosed(start, index - content.length, content);

    const text = content
      .map((token) => token.text)
      .join('')
      .replace(/\s+/gu, '');
    if (text === '') {
      log.add('strayBracket', open, { found: open.text + close.text });
      return index;
    }
    if (onlyCount.test(text) && this.#item && this.#headsTownship(this.#item.text)) {
      this.#readHeadingInItem(readNumeral(text));
      return index;
    }
    const name = text.replace(trailingCount, '');
    const next = this.#tokens[index + 1];
    if (!this.#isTownship(name, next)) {
      this.#keepInName(open, text, close);
      return index;
    }
    if (partnerOf(open.text) !== close.text)
      log.add('mismatchedBracket', open, { found: open.text + close.text });
    else brackets.push({ pair: open.text + close.text, line: open.line, column: open.column });
    for (; this.#tokens[index + 1]?.type === 'close'; index += 1) {
      log.add('doubledBracket', this.#tokens[index + 1]!, { found: this.#tokens[index + 1]!.text });
    }
    this.#finishItem();
    const first = content.find((token) => token.type === 'text')!;
    const township = { name, line: first.line, column: first.column };
    if (content.some(({ type }) => type === 'newline')) log.add('brokenName', township, { name });
    this.#startTownship(township, name === text ? null : readNumeral(trailingCount.exec(text)![1]!), open);
    if (!endsAsTownship.test(name)) log.add('townshipWithoutSuffix', township, { township: name });
    return index;
  }

  /** Tells a township heading from a remark that belongs to a village's name. */
  #isTownship(name: string, next: Token | undefined): boolean {
    const followsName = this.#item !== null;
    const precedesName = next?.type === 'text' || next?.type === 'newline' || next?.type === 'space';
    if (endsAsTownship.test(name) && countCharacters(name) > 1) {
      return !followsName || precedesName || next?.type === 'close' || colons.has(next?.text ?? '');
    }
    const length = countCharacters(name);
    return !followsName && precedesName && length >= 2 && length <= 12 && !/[\p{N}\p{P}]/u.test(name);
  }

  #keepInName(open: Token, text: string, close: Token): void {
    this.#readText({ ...open, text: open.text + text + close.text });
  }

  /** `（某镇甲村、`: the township's name ends at its suffix. */
  #readUnclosed(start: number, contentStart: number, content: readonly Token[]): number {
    const { log } = this.#findings;
    const open = this.#tokens[start]!;
    const offset = content.findIndex(({ type }) => type === 'text');
    const first = content[offset];
    const match = first && townshipThenRest.exec(first.text);
    if (!first || !match) {
      log.add('strayBracket', open, { found: open.text });
      return contentStart - 1;
    }
    this.#finishItem();
    const [, name = '', rest = ''] = match;
    log.add('unclosedBracket', open, { found: open.text, township: name });
    this.#startTownship({ name, line: first.line, column: first.column }, null, open);
    if (rest !== '') this.#readText({ ...first, text: rest, column: first.column + countCharacters(name) });
    return contentStart + offset;
  }

  /** `某镇）甲村、`: what stands before the bracket is the township's name, if it ends as one. */
  #readUnopened(close: Token): void {
    const { log } = this.#findings;
    if (!this.#item || !villagesThenTownship.test(this.#item.text)) {
      log.add('strayBracket', close, { found: close.text });
      return;
    }
    const township = this.#readHeadingInItem();
    log.add('unopenedBracket', township, { found: close.text, township: township.name });
  }

  /** The text at hand is a township heading, perhaps with a village before it that no separator ends. */
  #readHeadingInItem(declared: number | null = null): PlacedName {
    const { text, line, column } = this.#item!;
    const [, before = '', name = text] = villagesThenTownship.exec(text) ?? [];
    this.#item = before === '' ? null : { text: before, line, column };
    this.#finishItem();
    const township = { name, line, column: column + countCharacters(before) };
    this.#startTownship(township, declared);
    return township;
  }

  #headsTownship(text: string): boolean {
    return endsAsTownship.test(text.replace(trailingCount, '')) && countCharacters(text) > 1;
  }

  #startTownship(heading: PlacedName, declared: number | null, place: Place = heading): void {
    const previous = this.#townships.at(-1);
    if (this.#last === 'township' && previous) {
      this.#findings.log.add('townshipWithoutVillages', previous, { township: previous.name });
    }
    if (this.#last === 'village') this.#addJunction('beforeTownship', place);
    const name = heading.name.replace(trailingCount, '');
    const count = trailingCount.exec(heading.name)?.[1];
    this.#townships.push({ ...heading, name, declared: count ? readNumeral(count) : declared, villages: [] });
    this.#reset('township');
  }

  #finishItem(): void {
    if (!this.#item) return;
    let { text, column } = this.#item;
    const { line } = this.#item;
    this.#item = null;
    text = text.trimEnd();
    if (this.#last === 'township' && onlyCount.test(text)) {
      this.#townships.at(-1)!.declared = readNumeral(text);
      this.#separators = [];
      return;
    }
    const unbracketed = this.#beginsTownship() ? townshipThenVillage.exec(text) : null;
    if (unbracketed) {
      const name = unbracketed[1]!;
      this.#findings.log.add('unbracketedTownship', { line, column }, { township: name });
      this.#startTownship({ name, line, column }, null);
      column += countCharacters(name);
      text = unbracketed[2]!;
    }
    for (const name of splitJoinedNames(text)) {
      this.#addVillage({ name, line, column });
      column += countCharacters(name);
    }
  }

  /** Whether the separators before the item are such as usually stand before a township. */
  #beginsTownship(): boolean {
    if (this.#last === 'nothing') return true;
    return (
      this.#last === 'village' &&
      (this.#layout === '\n' || betweenTownships.has(this.#separators.at(-1)?.text ?? ''))
    );
  }

  #addVillage(village: PlacedName): void {
    if (this.#townships.length === 0) {
      this.#findings.log.add('villageOutsideTownship', village, { village: village.name });
      this.#townships.push({
        name: '',
        line: village.line,
        column: village.column,
        declared: null,
        villages: [],
      });
    } else if (this.#last === 'village') this.#addJunction('betweenVillages', village);
    else if (this.#last === 'township') this.#addJunction('afterTownship', village);
    this.#townships.at(-1)!.villages.push(village);
    this.#reset('village');
  }

  #endBlock(): void {
    const previous = this.#townships.at(-1);
    if (this.#last === 'township' && previous) {
      this.#findings.log.add('townshipWithoutVillages', previous, { township: previous.name });
    }
    const end = this.#tokens.findLast((token) => token.type !== 'space' && token.type !== 'newline');
    if (this.#last === 'village' && end) {
      this.#layout = '';
      this.#addJunction('blockEnd', { line: end.line, column: end.column + countCharacters(end.text) });
    }
  }

  /** Records what stood between the last thing and the next, which begins at `next`. */
  #addJunction(place: SeparatorPlace, next: Place): void {
    const [separator] = this.#separators;
    const found = this.#separators.at(-1)?.text ?? this.#layout;
    const { line, column } = separator ?? next;
    this.#findings.junctions.push({ place, found, line, column });
  }

  #reset(last: 'township' | 'village'): void {
    this.#last = last;
    this.#separators = [];
    this.#layout = '';
  }
}
