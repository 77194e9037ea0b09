import type { PlanCounty, PlanTownship, PlanVillage } from '#domain/planText/planText';
import type { Alias } from './alias.ts';
import type { OfficialDivision, OfficialRegion, OfficialVillage } from './officialDivision.ts';
import { proposeVillage, type Proposal } from './villageProposal.ts';

/** How a printed village was brought together with the official list. */
export type MatchDecision = 'literal' | 'townshipAlias' | 'villageAlias' | 'withoutCode';

/** A printed village and the official one it is, if that is certain. */
export interface VillageMatch {
  readonly zone: string;
  readonly county: OfficialRegion;
  /** The official township; that of the alias where the printed one does not exist. */
  readonly township: OfficialRegion;
  readonly printedTownship: string;
  readonly village: PlanVillage;
  readonly decision: MatchDecision;
  readonly official: OfficialVillage | null;
  /** For a village without a code: the official one it may be. Never used to give a code. */
  readonly proposal: Proposal | null;
  /** Why, in Chinese; empty for a literal match. */
  readonly reason: string;
}

interface PrintedVillage {
  readonly zone: string;
  readonly county: PlanCounty;
  readonly township: PlanTownship;
  readonly village: PlanVillage;
}

/** Matches printed villages within county and township: literally, then by a person's aliases, else not at all. */
export class VillageMatcher {
  readonly #division: OfficialDivision;
  readonly #aliases: readonly Alias[];
  readonly #regionByParentAndName = new Map<string, OfficialRegion>();
  readonly #villageByTownshipAndName = new Map<string, OfficialVillage>();
  readonly #villageByCode = new Map<string, OfficialVillage>();

  constructor(division: OfficialDivision, aliases: readonly Alias[]) {
    this.#division = division;
    this.#aliases = aliases;
    for (const region of division.regions) {
      this.#regionByParentAndName.set(
        `${region.level === 'county' ? '' : region.parentCode} ${region.name}`,
        region,
      );
    }
    for (const village of division.villages) {
      this.#villageByTownshipAndName.set(`${village.townshipCode} ${village.name}`, village);
      this.#villageByCode.set(village.code, village);
    }
  }

  /**
   * Matches all villages of a plan, in order.
   *
   * @throws Error when a county or township is neither official nor an alias, or two printed villages get one code
   */
  matchAll(printed: readonly PrintedVillage[]): VillageMatch[] {
    const certain = printed.map((village) => this.#match(village));
    const taken = new Set<string>();
    for (const { official, village } of certain) {
      if (!official) continue;
      if (taken.has(official.code))
        throw new Error(`line ${village.line}: ${village.name}: ${official.code} is taken`);
      taken.add(official.code);
    }
    const free = this.#division.villages.filter(({ code }) => !taken.has(code));
    return certain.map((match) => {
      if (match.official) return match;
      const place = {
        name: match.village.name,
        townshipCode: match.township.code,
        countyCode: match.county.code,
      };
      const proposal = proposeVillage(place, free, (code) => this.#townshipName(code));
      return { ...match, proposal, reason: proposal?.reason ?? '官方名录本县内没有相近村名' };
    });
  }

  #match({ zone, county, township, village }: PrintedVillage): VillageMatch {
    const officialCounty = this.#regionByParentAndName.get(` ${county.name}`);
    if (!officialCounty) throw new Error(`line ${county.line}: no county is named ${county.name}`);
    const townshipAlias = this.#aliases.find(
      (alias) =>
        alias.level === 'township' && alias.county === county.name && alias.printed === township.name,
    );
    const literalTownship = this.#regionByParentAndName.get(`${officialCounty.code} ${township.name}`);
    const officialTownship =
      literalTownship ?? this.#division.regions.find(({ code }) => code === townshipAlias?.code);
    if (!officialTownship) {
      throw new Error(
        `line ${township.line}: ${county.name} has no township ${township.name}: decide in aliases.csv`,
      );
    }
    const villageAlias = this.#aliases.find(
      (alias) =>
        alias.level === 'village' &&
        alias.county === county.name &&
        alias.township === township.name &&
        alias.printed === village.name,
    );
    const literal = this.#villageByTownshipAndName.get(`${officialTownship.code} ${village.name}`) ?? null;
    const base = {
      zone,
      county: officialCounty,
      township: officialTownship,
      printedTownship: township.name,
      village,
      proposal: null,
    };
    if (literal && literalTownship) return { ...base, decision: 'literal', official: literal, reason: '' };
    if (literal)
      return { ...base, decision: 'townshipAlias', official: literal, reason: townshipAlias!.reason };
    const official = villageAlias ? (this.#villageByCode.get(villageAlias.code) ?? null) : null;
    if (official) return { ...base, decision: 'villageAlias', official, reason: villageAlias!.reason };
    return { ...base, decision: 'withoutCode', official: null, reason: '' };
  }

  #townshipName(code: string): string {
    return this.#division.regions.find((region) => region.code === code)?.name ?? code;
  }
}
