import { isCountyLike, isCountyName } from './heading.ts';
import type { IrregularityLog, Place } from './irregularityLog.ts';
import { longestGap, type Section } from './section.ts';
import type { Segment } from './segment.ts';

/** A county of a zone with the lines of its list, not yet read. */
export interface CountyOutline {
  readonly name: string;
  /** One number for every heading that gives one: a repeated heading gives another. */
  readonly declaredCounts: number[];
  readonly place: Place;
  /** The lines of its list; a repeated heading begins another block. */
  readonly blocks: Segment[][];
}

/** A zone with its counties. */
export interface ZoneOutline {
  readonly name: string;
  declared: number | null;
  group: string | null;
  readonly place: Place;
  readonly counties: CountyOutline[];
  readonly countyByName: Map<string, CountyOutline>;
}

/** A heading over several zones. */
export interface GroupOutline {
  readonly name: string;
  readonly declared: number | null;
  readonly line: number;
}

/** What stands above what in a text. */
export interface Outline {
  readonly zones: readonly ZoneOutline[];
  readonly groups: readonly GroupOutline[];
  /** Headings below the first list, with a number of villages but no list. */
  readonly headingsWithoutList: readonly (Place & { readonly name: string; readonly declared: number })[];
}

type CountedSection = Extract<Section, { type: 'counted' }>;
type PlainSection = Extract<Section, { type: 'plain' }>;

/** Lines below a heading among which its list or the next heading is looked for. */
const nearby = 5;
/** Sections that a heading over several zones may cover; a bound keeps the search linear. */
const longestGroup = 300;

/**
 * Finds the level of each heading by what follows it: a heading directly above a list is a county, a heading above
 * such headings is a zone. No names are known beforehand.
 */
export function readOutline(sections: readonly Section[], log: IrregularityLog): Outline {
  return new OutlineReader(sections, log).read();
}

class OutlineReader {
  readonly #sections: readonly Section[];
  readonly #log: IrregularityLog;
  readonly #lastListIndex: number;
  readonly #zones: ZoneOutline[] = [];
  readonly #zoneByName = new Map<string, ZoneOutline>();
  readonly #groups: GroupOutline[] = [];
  readonly #headingsWithoutList: (Place & { name: string; declared: number })[] = [];
  /** Names of the headings directly above a list. */
  readonly #leafNames = new Set<string>();
  #zone: ZoneOutline | null = null;
  #county: CountyOutline | null = null;
  #pending: PlainSection | null = null;
  #unread: Segment[] = [];
  /** Zones that the current group heading still covers, by their declared numbers. */
  #zonesLeftInGroup = 0;

  constructor(sections: readonly Section[], log: IrregularityLog) {
    this.#sections = sections;
    this.#log = log;
    this.#lastListIndex = sections.findLastIndex(({ type }) => type === 'list');
  }

  read(): Outline {
    if (this.#lastListIndex === -1) return { zones: [], groups: [], headingsWithoutList: [] };
    for (const [index, section] of this.#sections.entries()) {
      const isLeaf = section.type === 'counted' && this.#followingType(index) === 'list';
      if (isLeaf && isCountyLike(section.name)) this.#leafNames.add(section.name);
    }
    for (const [index, section] of this.#sections.entries()) {
      if (section.type === 'counted') this.#readCounted(section, index);
      else if (section.type === 'plain') this.#readPlain(section, index);
      else if (section.type === 'list') this.#readList(section.segment, index);
      else this.#setAside(section.segment);
      if (section.type !== 'plain') this.#pending = null;
    }
    return { zones: this.#zones, groups: this.#groups, headingsWithoutList: this.#headingsWithoutList };
  }

  #readCounted(section: CountedSection, index: number): void {
    const pending = this.#pending;
    this.#unread = [];
    if (this.#followingType(index) === 'list') {
      this.#readLeaf(section, pending);
      return;
    }
    const name = section.name || (pending?.name ?? '');
    // A county whose list is missing: it is called so, or heads a list elsewhere.
    const isCounty = isCountyName(name) || this.#leafNames.has(name);
    if (isCounty && this.#zone && this.#county && pending?.look !== 'vertical') {
      this.#startCounty(name, section.declared, section.segment);
      return;
    }
    if (this.#followingLeaf(index)) {
      this.#startZone(name, section.declared, section, pending);
      return;
    }
    const memberCount = index < this.#lastListIndex ? this.#countGroupMembers(index, section.declared) : 0;
    if (memberCount > 0) {
      this.#groups.push({ name, declared: section.declared, line: section.segment.line });
      this.#zonesLeftInGroup = memberCount;
    } else if (this.#zones.length > 0 && index < this.#lastListIndex) {
      this.#startZone(name, section.declared, section, pending);
    } else if (this.#zones.length > 0 && /^[\p{L}\p{Nl}]{2,}$/u.test(name)) {
      this.#headingsWithoutList.push({ name, declared: section.declared, ...placeOf(section.segment) });
    }
  }

  /** A counted heading directly above a list. */
  #readLeaf(section: CountedSection, pending: PlainSection | null): void {
    if (section.name === '' && pending && pending.look !== 'countyLike') {
      this.#startZone(pending.name, section.declared, section, pending);
      this.#startCounty('', null, section.segment);
      return;
    }
    const name = section.name || (pending?.name ?? '');
    const isNewZone =
      pending &&
      section.name !== '' &&
      (pending.look === 'vertical' || pending.look === 'zoneLike' || (!this.#zone && isCountyLike(name)));
    if (isNewZone && pending.name !== this.#zone?.name) this.#startZone(pending.name, null, pending, pending);
    // Only where counties are named do zones stand above them.
    const isCounty = isCountyLike(name) || (this.#zone && this.#zone.counties[0]?.name !== '');
    if (isCounty) this.#startCounty(name, section.declared, section.segment);
    else {
      this.#startZone(name, section.declared, section, null);
      this.#startCounty('', null, section.segment);
    }
  }

  #readPlain(section: PlainSection, index: number): void {
    const isDirectlyAboveList = this.#sections[index + 1]?.type === 'list';
    if (section.look === 'countyLike' && isDirectlyAboveList) {
      if (this.#pending && (!this.#zone || this.#pending.look !== 'title')) {
        this.#startZone(this.#pending.name, null, this.#pending, this.#pending);
      }
      this.#startCounty(section.name, null, section.segment);
      this.#pending = null;
      return;
    }
    const isZone = section.look === 'vertical' || section.look === 'zoneLike';
    if (isZone && isDirectlyAboveList && section.name !== this.#county?.name) {
      this.#startZone(section.name, null, section, section);
      this.#startCounty('', null, section.segment);
      this.#pending = null;
      return;
    }
    if (!isZone) this.#setAside(section.segment);
    this.#pending = section;
  }

  #readList(segment: Segment, index: number): void {
    if (!this.#county || this.#unread.length > longestGap) {
      this.#zone = null;
      this.#startCounty('', null, this.#sections[index]!.segment);
    } else if (this.#county.blocks.at(-1)!.length > 0) {
      for (const unread of this.#unread) this.#log.add('unreadLine', placeOf(unread));
    }
    this.#unread = [];
    this.#county!.blocks.at(-1)!.push(segment);
  }

  #setAside(segment: Segment): void {
    if (this.#unread.length <= longestGap) this.#unread.push(segment);
  }

  #startZone(name: string, declared: number | null, section: Section, pending: PlainSection | null): void {
    this.#county = null;
    const place = placeOf(section.segment);
    const isVertical = pending?.look === 'vertical';
    if (isVertical) this.#log.add('verticalZoneName', placeOf(pending.segment), { zone: pending.name });
    const known = name === '' ? undefined : this.#zoneByName.get(name);
    if (known) {
      this.#log.add('repeatedZone', place, { zone: name, firstLine: known.place.line });
      known.declared ??= declared;
      this.#zone = known;
      return;
    }
    if (declared === null && name !== '') this.#log.add('zoneWithoutCount', place, { zone: name });
    if (isVertical && pending.name !== name && name.startsWith(pending.name)) {
      this.#groups.push({ name: pending.name, declared: null, line: pending.segment.line });
      this.#zonesLeftInGroup = 0;
    }
    this.#zone = { name, declared, group: this.#groupOf(name), place, counties: [], countyByName: new Map() };
    this.#zones.push(this.#zone);
    this.#zoneByName.set(name, this.#zone);
  }

  /** The group heading above covers a zone that it counts, or one whose name begins with its own. */
  #groupOf(name: string): string | null {
    const group = this.#groups.at(-1);
    if (!group) return null;
    if (this.#zonesLeftInGroup > 0) {
      this.#zonesLeftInGroup -= 1;
      return group.name;
    }
    return group.declared === null && name.startsWith(group.name) ? group.name : null;
  }

  #startCounty(name: string, declared: number | null, segment: Segment): void {
    const place = placeOf(segment);
    if (!this.#zone) {
      this.#startZone('', null, { type: 'prose', segment }, null);
      this.#log.add('countyOutsideZone', place, { county: name });
    }
    const zone = this.#zone!;
    const known = name === '' ? undefined : zone.countyByName.get(name);
    if (known) {
      this.#log.add('repeatedCounty', place, { county: name, firstLine: known.place.line });
      if (declared !== null) known.declaredCounts.push(declared);
      known.blocks.push([]);
      this.#county = known;
      return;
    }
    if (declared === null && name !== '') this.#log.add('countyWithoutCount', place, { county: name });
    this.#county = { name, declaredCounts: declared === null ? [] : [declared], place, blocks: [[]] };
    zone.counties.push(this.#county);
    zone.countyByName.set(name, this.#county);
  }

  /** What the lines below a heading are: a list, another heading, or neither nearby. */
  #followingType(index: number): 'list' | 'heading' | null {
    for (let next = index + 1; next <= index + nearby && next < this.#sections.length; next += 1) {
      const { type } = this.#sections[next]!;
      if (type === 'list') return 'list';
      if (type === 'counted' || this.#isCountyWithoutCount(next)) return 'heading';
    }
    return null;
  }

  #isCountyWithoutCount(index: number): boolean {
    const section = this.#sections[index];
    return (
      section?.type === 'plain' && section.look === 'countyLike' && this.#sections[index + 1]?.type === 'list'
    );
  }

  /** Whether the next heading is directly above a list, so that this one is a zone. */
  #followingLeaf(index: number): boolean {
    const next = this.#nextHeading(index);
    if (next === null) return false;
    const section = this.#sections[next]!;
    return (
      section.type === 'plain' ||
      this.#followingType(next) === 'list' ||
      (section.type === 'counted' && isCountyName(section.name))
    );
  }

  /** Index of the next heading of a county or zone, skipping stray lines. */
  #nextHeading(index: number): number | null {
    for (let next = index + 1; next <= index + nearby && next < this.#sections.length; next += 1) {
      if (this.#sections[next]!.type === 'counted' || this.#isCountyWithoutCount(next)) return next;
    }
    return null;
  }

  /** How many of the following zone headings add up to a declared number; 0 when they do not. */
  #countGroupMembers(index: number, declared: number): number {
    let sum = 0;
    let members = 0;
    const end = Math.min(this.#sections.length, index + longestGroup);
    for (let next = index + 1; next < end && sum < declared; next += 1) {
      const section = this.#sections[next]!;
      if (section.type !== 'counted' || isCountyLike(section.name) || !this.#followingLeaf(next)) continue;
      sum += section.declared;
      members += 1;
    }
    return sum === declared ? members : 0;
  }
}

function placeOf({ line, column, text }: Segment): Place {
  return { line, column: column + (text.length - text.trimStart().length) };
}
