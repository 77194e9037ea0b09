/**
 * What the plan-text parser reads out of a plan document: village lists as printed, and everything odd about them.
 *
 * All positions are 1-based; columns count characters (code points), a tab or a wide character is one column.
 * All names are kept exactly as printed. Plain data throughout: it can be serialized as JSON.
 */
export interface PlanText {
  /** In the order printed; empty when the text holds no village list. */
  readonly zones: readonly PlanZone[];
  /** Headings over several zones, such as a zone printed in two sub-types. */
  readonly groups: readonly PlanZoneGroup[];
  readonly villageCount: number;
  /** In the order of the text. */
  readonly irregularities: readonly Irregularity[];
  readonly sameNames: readonly SameName[];
  readonly suspiciousNames: readonly SuspiciousName[];
  /** Every place where the printed number of villages differs from the number listed. */
  readonly countMismatches: readonly CountMismatch[];
  /** Declared counts that were compared: `agreeing` of `compared` zone × county counts agree. */
  readonly countyCounts: { readonly compared: number; readonly agreeing: number };
}

/** A printed number of villages beside the number that is listed under it. */
export interface Counted {
  /** The number printed in the heading, or null when none is printed. */
  readonly declared: number | null;
  readonly listed: number;
}

/** A class of villages; its name is empty when the list has no heading above its counties. */
export interface PlanZone extends Counted {
  readonly name: string;
  /** Name of the {@link PlanZoneGroup} that the zone is a part of. */
  readonly group: string | null;
  readonly line: number;
  readonly counties: readonly PlanCounty[];
}

/** The villages of one county in one zone; its name is empty when the list does not name counties. */
export interface PlanCounty extends Counted {
  readonly name: string;
  readonly line: number;
  readonly townships: readonly PlanTownship[];
}

/** The villages of one township; headings repeated in one county are merged into the first. */
export interface PlanTownship extends Counted {
  /** Empty for villages printed before any township heading. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly villages: readonly PlanVillage[];
}

/** One village as printed. */
export interface PlanVillage {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly flags: readonly VillageFlag[];
}

/** Why a village's name deserves a second look. */
export type VillageFlag = NameSuspicion | 'sameNameInTownship' | 'sameNameInCounty';

/** Oddities of a single name. */
export type NameSuspicion =
  | 'noVillageSuffix'
  | 'containsPunctuation'
  | 'containsDigit'
  | 'containsLatinLetter'
  | 'containsSpace'
  | 'containsUnusualCharacter'
  | 'containsTownshipSuffix'
  | 'tooShort'
  | 'tooLong';

/** A heading over several zones; `listed` is the sum of its zones. */
export interface PlanZoneGroup extends Counted {
  readonly name: string;
  readonly line: number;
}

/** Places of a list where a separator stands, or should. */
export type SeparatorPlace = 'betweenVillages' | 'beforeTownship' | 'afterTownship' | 'blockEnd';

/** Everything about the printed list that the parser had to look past; it reports, it does not repair. */
export type IrregularityKind =
  /** params: found, usual, place ({@link SeparatorPlace}) */
  | 'unusualSeparator'
  /** params: usual, place */
  | 'missingSeparator'
  /** Two separators with no name between. params: found */
  | 'emptyItem'
  /** params: found */
  | 'doubledBracket'
  /** params: found, township */
  | 'unclosedBracket'
  /** params: found, township */
  | 'unopenedBracket'
  /** Opened by one style of bracket and closed by another. params: found */
  | 'mismatchedBracket'
  /** Another style of bracket than the rest of the list. params: found, usual */
  | 'unusualBracket'
  /** A bracket without content or without a partner that leads to a township. params: found */
  | 'strayBracket'
  /** A township heading without the brackets that the others have. params: township */
  | 'unbracketedTownship'
  /** A township heading whose name is not called 镇, 乡, 街道 or the like. params: township */
  | 'townshipWithoutSuffix'
  /** The heading occurs again in the same county of the same zone: merged. params: township, firstLine, firstColumn */
  | 'repeatedTownship'
  /** params: township */
  | 'townshipWithoutVillages'
  /** Villages before the first township heading of a county. params: village */
  | 'villageOutsideTownship'
  /** A name broken across two lines: joined. params: name */
  | 'brokenName'
  /** params: county, firstLine */
  | 'repeatedCounty'
  /** params: county */
  | 'countyWithoutCount'
  /** Counties above which no zone is named. params: county */
  | 'countyOutsideZone'
  /** params: zone, firstLine */
  | 'repeatedZone'
  /** params: zone */
  | 'zoneWithoutCount'
  /** The zone's name is set one character to a line. params: zone */
  | 'verticalZoneName'
  /** The zone's own number is not the sum of its counties' numbers. params: zone, declared, sum */
  | 'countySumDiffers'
  /** A heading with a number of villages but no list, outside the list. params: name, declared */
  | 'headingWithoutList'
  /** Such a heading that gives a zone another number. params: name, declared, earlier */
  | 'restatedCountDiffers'
  /** A line inside a county's list that is not part of it. No params. */
  | 'unreadLine';

/** One oddity at one place. */
export interface Irregularity {
  readonly kind: IrregularityKind;
  readonly line: number;
  readonly column: number;
  /** A few characters of the line around the place. */
  readonly excerpt: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Villages of one county that share a name. */
export interface SameName {
  readonly county: string;
  readonly name: string;
  /** `township`: at least two of the places are in one township; `county`: all are in different townships. */
  readonly scope: 'township' | 'county';
  readonly places: readonly {
    readonly zone: string;
    readonly township: string;
    readonly line: number;
    readonly column: number;
  }[];
}

/** A village name that looks wrong. */
export interface SuspiciousName {
  readonly zone: string;
  readonly county: string;
  readonly township: string;
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly reasons: readonly NameSuspicion[];
}

/** A printed number that is not the number listed. */
export interface CountMismatch {
  readonly level: 'group' | 'zone' | 'county' | 'township';
  readonly zone: string;
  readonly county: string | null;
  readonly township: string | null;
  readonly declared: number;
  readonly listed: number;
  readonly line: number;
}
