import type { LocationQuality } from '#contract/place';
import type { VillageDetail } from '#contract/villages';
import type { I18n } from '../../i18n/i18n.svelte.ts';
import type { MessageKey } from '../../i18n/zh.ts';
import { targetName, targetValue } from '../home/targets.ts';
import type { Fact } from './fact.ts';

export const qualityNames: Readonly<Record<LocationQuality, MessageKey>> = {
  surveyed: 'qualitySurveyed',
  gazetteer: 'qualityGazetteer',
  estimated: 'qualityEstimated',
  unknown: 'qualityUnknown',
};

export const reachNames: Readonly<Record<VillageDetail['projects'][number]['reach'], MessageKey>> = {
  village: 'reachVillage',
  township: 'reachTownship',
  county: 'reachCounty',
  prefecture: 'reachPrefecture',
};

/** Targets of the village's class, each with its year. */
export function targetFacts(village: VillageDetail, i18n: I18n): Fact[] {
  return (village.assignment?.targets ?? []).map((target) => ({
    label: `${i18n.t('villageTargets', { year: String(target.year) })}${i18n.t('separator')}${targetName(target, i18n)}`,
    value: targetValue(target, i18n),
  }));
}

/** Demonstration attributes, every one marked. */
export function demonstrationFacts(village: VillageDetail, i18n: I18n): Fact[] {
  const { demonstration } = village;
  if (!demonstration) return [];
  const yuan = (value: number | null) =>
    value === null ? i18n.t('noData') : i18n.t('yuanUnit', { n: value });
  const rows: [MessageKey, string][] = [
    [
      'population',
      demonstration.population === null
        ? i18n.t('noData')
        : i18n.t('peopleUnit', { n: demonstration.population }),
    ],
    [
      'households',
      demonstration.households === null
        ? i18n.t('noData')
        : i18n.t('villageHouseholds', { n: demonstration.households }),
    ],
    ['income', yuan(demonstration.incomeYuan)],
    ['collectiveIncome', yuan(demonstration.collectiveIncomeYuan)],
  ];
  return rows.map(([key, value]) => ({ label: i18n.t(key), value, isDemonstration: true }));
}

/** Identity, territory and how well the place is known. */
export function identityFacts(village: VillageDetail, i18n: I18n): Fact[] {
  const facts: Fact[] = [
    { label: i18n.t('villageCode'), value: village.code ?? i18n.t('villageNoCode') },
    {
      label: i18n.t('villageKind'),
      value: i18n.t(village.kind === 'village' ? 'kindVillage' : 'kindCommunity'),
    },
    {
      label: i18n.t('villageTerritory'),
      value: i18n.t(qualityNames[village.territoryQuality]),
    },
    { label: i18n.t('villageArea'), value: i18n.area(village.areaSquareMetres) },
    { label: i18n.t('sourceQuality'), value: i18n.t(qualityNames[village.locationQuality]) },
  ];
  const printed = village.assignment?.printedName;
  if (printed && printed !== village.name) {
    facts.push({
      label: i18n.t('villagePrinted'),
      value: `${village.assignment?.printedTownship ?? ''}${printed}`,
    });
  }
  if (village.aliases.length > 0) {
    facts.push({ label: i18n.t('villageAliases'), value: village.aliases.join('、') });
  }
  return facts;
}
