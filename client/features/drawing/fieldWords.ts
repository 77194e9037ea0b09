import type { LocationQuality } from '#contract/place';
import type { Catalogue } from '../../state/catalogue.svelte.ts';
import type { I18n } from '../../i18n/i18n.svelte.ts';
import type { MessageKey } from '../../i18n/zh.ts';
import type { FormField, ValueFault } from './formFields.ts';
import type { DraftFault } from './placeDraft.svelte.ts';

interface FieldWord {
  label: MessageKey;
  unit?: MessageKey;
  hint?: MessageKey;
}

/** What the fields of the contract are called. */
const words: Readonly<Record<string, FieldWord>> = {
  name: { label: 'drawFieldName' },
  nameEn: { label: 'drawFieldNameEn', hint: 'drawFieldNameEnHint' },
  place: { label: 'drawFieldPlace' },
  kind: { label: 'facilityKind' },
  status: { label: 'facilityStatus' },
  capacity: { label: 'facilityCapacity', hint: 'drawCapacityHint' },
  households: { label: 'households', unit: 'drawUnitHouseholds' },
  people: { label: 'population', unit: 'drawUnitPeople' },
  capacityHouseholds: { label: 'siteCapacity', unit: 'drawUnitHouseholds' },
  sizeClass: { label: 'siteSize' },
  openedYear: { label: 'drawFieldYear', unit: 'drawUnitYear' },
  checks: { label: 'siteChecks' },
  position: { label: 'drawFieldPosition' },
  geometry: { label: 'drawFieldGeometry' },
  locationQuality: { label: 'drawFieldQuality', hint: 'drawQualityHint' },
  theme: { label: 'drawFieldTheme' },
  note: { label: 'drawFieldNote' },
  stops: { label: 'drawFieldStops' },
  lineQuality: { label: 'drawFieldLineQuality', hint: 'drawQualityHint' },
  project: { label: 'drawFieldProject' },
};

const choices: Readonly<Record<string, Readonly<Record<string, MessageKey>>>> = {
  sizeClass: { small: 'sizeSmall', medium: 'sizeMedium', large: 'sizeLarge' },
  status: { working: 'statusWorking', planned: 'statusPlanned', closed: 'statusClosed' },
  locationQuality: {
    surveyed: 'qualitySurveyed',
    gazetteer: 'qualityGazetteer',
    estimated: 'qualityEstimated',
  },
  lineQuality: {
    surveyed: 'qualitySurveyed',
    gazetteer: 'qualityGazetteer',
    estimated: 'qualityEstimated',
  },
};

export const qualityWords: Record<LocationQuality, MessageKey> = {
  surveyed: 'qualitySurveyed',
  gazetteer: 'qualityGazetteer',
  estimated: 'qualityEstimated',
  unknown: 'qualityUnknown',
};

/** Whether the place is a guess, which is marked wherever it is named. */
export const isGuess = (quality: LocationQuality): boolean =>
  quality === 'estimated' || quality === 'unknown';

/** 五通五有, in its order; what a site has of others is shown behind them by its own name. */
export const checkWords: Readonly<Record<string, MessageKey>> = {
  road: 'drawCheckRoad',
  power: 'drawCheckPower',
  water: 'drawCheckWater',
  gas: 'drawCheckGas',
  communication: 'drawCheckCommunication',
  shop: 'drawCheckShop',
  school: 'drawCheckSchool',
  clinic: 'drawCheckClinic',
  library: 'drawCheckLibrary',
  square: 'drawCheckSquare',
};

export const labelOf = (name: string, i18n: I18n): string => (words[name] ? i18n.t(words[name].label) : name);
export const unitOf = (name: string, i18n: I18n): string | null =>
  words[name]?.unit ? i18n.t(words[name].unit) : null;
export const hintOf = (name: string, i18n: I18n): string | null =>
  words[name]?.hint ? i18n.t(words[name].hint) : null;

export interface Choice {
  value: string;
  label: string;
}

/** The words of a field's choices; kinds of facilities are those that this instance has. */
export function choicesOf(field: FormField, catalogue: Catalogue, i18n: I18n): readonly Choice[] | null {
  if (field.name === 'kind') {
    return catalogue.facilityKinds.map((kind) => ({ value: kind.key, label: i18n.nameOf(kind) }));
  }
  if (field.kind !== 'choice') return null;
  return field.choices.map((value) => {
    const word = choices[field.name]?.[value];
    return { value, label: word ? i18n.t(word) : value };
  });
}

const faultWords: Record<ValueFault['kind'], MessageKey> = {
  missing: 'drawFaultMissing',
  notWhole: 'drawFaultNotWhole',
  tooShort: 'drawFaultTooShort',
  tooLong: 'drawFaultTooLong',
  tooSmall: 'drawFaultTooSmall',
  tooLarge: 'drawFaultTooLarge',
  tooFew: 'drawFaultTooFew',
  tooMany: 'drawFaultTooMany',
  notAChoice: 'drawFaultMissing',
  notAPosition: 'drawFaultNotAPosition',
};

/** A fault in a sentence; null for none. */
export function faultText(faults: readonly DraftFault[], i18n: I18n): string | null {
  const [first] = faults;
  if (first === undefined) return null;
  if (first.kind === 'said') return first.text;
  return i18n.t(faultWords[first.kind], 'limit' in first ? { limit: first.limit } : {});
}

/** A value as the conflict dialog prints it. */
export function valueText(field: FormField, value: unknown, catalogue: Catalogue, i18n: I18n): string {
  if (value === null || value === undefined || value === '') return i18n.t('drawEmpty');
  const choice = choicesOf(field, catalogue, i18n)?.find((each) => each.value === value);
  if (choice) return choice.label;
  switch (field.kind) {
    case 'position':
      return (value as number[]).join(', ');
    case 'geometry':
      return i18n.t('drawValueGeometry');
    case 'rows':
      return (value as { name: string }[]).map(({ name }) => name).join(' → ');
    case 'answers':
      return answersText(value as Record<string, boolean | null>, i18n);
    default:
      return String(value);
  }
}

function answersText(answers: Record<string, boolean | null>, i18n: I18n): string {
  const values = Object.values(answers);
  return i18n.t('siteChecksSummary', {
    yes: values.filter((has) => has === true).length,
    no: values.filter((has) => has === false).length,
    unknown: values.filter((has) => has === null).length,
  });
}

/** Hours and minutes: 「1 小时 5 分」. */
export function timeText(minutes: number, i18n: I18n): string {
  const whole = Math.max(1, Math.round(minutes));
  const hours = Math.floor(whole / 60);
  return hours === 0
    ? i18n.t('drawMinutes', { n: whole })
    : i18n.t('drawHours', { hours, minutes: whole % 60 });
}
