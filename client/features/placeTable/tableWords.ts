import type { I18n } from '../../i18n/i18n.svelte.ts';
import { en } from '../../i18n/en.ts';
import { zh, type MessageKey } from '../../i18n/zh.ts';
import type { FacilityKind } from '#contract/places';
import type { CellFault } from './cellValue.ts';
import type { Choice, ColumnWords } from './tableColumns.ts';

const titles: Readonly<Record<string, MessageKey>> = {
  name: 'placeTableName',
  kind: 'facilityKind',
  households: 'placeTableHouseholds',
  people: 'placeTablePeople',
  capacityHouseholds: 'placeTableCapacityHouseholds',
  capacity: 'facilityCapacity',
  sizeClass: 'siteSize',
  status: 'facilityStatus',
  openedYear: 'placeTableOpenedYear',
  position: 'placeTablePosition',
  locationQuality: 'sourceQuality',
  'checks.road': 'placeTableRoad',
  'checks.power': 'placeTablePower',
  'checks.water': 'placeTableWater',
  'checks.gas': 'placeTableGas',
  'checks.communication': 'placeTableCommunication',
  'checks.shop': 'placeTableShop',
  'checks.school': 'placeTableSchool',
  'checks.clinic': 'placeTableClinic',
  'checks.library': 'placeTableLibrary',
  'checks.square': 'placeTableSquare',
};

const keyWords: Readonly<Record<string, Readonly<Record<string, MessageKey>>>> = {
  sizeClass: { small: 'sizeSmall', medium: 'sizeMedium', large: 'sizeLarge' },
  status: { working: 'statusWorking', planned: 'statusPlanned', closed: 'statusClosed' },
  locationQuality: {
    surveyed: 'qualitySurveyed',
    gazetteer: 'qualityGazetteer',
    estimated: 'qualityEstimated',
  },
  checks: { true: 'yes', false: 'no' },
};
/** What spreadsheets say for yes and no. */
const answerWords: Readonly<Record<string, readonly string[]>> = {
  true: ['有', '是', '√', 'yes', 'y', '1', 'true'],
  false: ['无', '没有', '否', '×', 'no', 'n', '0', 'false'],
};

/** Titles and words of lists in the language of the reader; words of the other language are taken when pasted. */
export function columnWords(i18n: I18n, kinds: readonly FacilityKind[]): ColumnWords {
  const choiceOf = (field: string, value: string): Choice => {
    const key = keyWords[field]?.[value];
    const aliases = field === 'checks' ? (answerWords[value] ?? []) : [];
    if (!key) return { value, label: value, aliases };
    return { value, label: i18n.t(key), aliases: [zh[key], en[key], ...aliases] };
  };
  return {
    titleOf: (field) => (titles[field] ? i18n.t(titles[field]) : field.replace(/^checks\./, '')),
    choicesOf: (field, keys) =>
      field === 'kind'
        ? kinds.map((kind) => ({
            value: kind.key,
            label: i18n.nameOf(kind),
            aliases: [kind.name, kind.nameEn],
          }))
        : keys.map((key) => choiceOf(field, key)),
  };
}

/** Why a value cannot be kept, one sentence. */
export function faultText(fault: CellFault, i18n: I18n): string {
  switch (fault.kind) {
    case 'missing':
      return i18n.t('placeTableMissing');
    case 'notWhole':
      return i18n.t('placeTableNotWhole');
    case 'tooSmall':
      return i18n.t('placeTableTooSmall', { n: String(fault.limit) });
    case 'tooLarge':
      return i18n.t('placeTableTooLarge', { n: String(fault.limit) });
    case 'tooLong':
      return i18n.t('placeTableTooLong', { n: fault.limit });
    case 'notAChoice':
      return i18n.t('placeTableNotAChoice');
    case 'notAPosition':
      return i18n.t('placeTableNotAPosition');
    case 'refused':
      return fault.message;
  }
}
