import type { Irregularity, IrregularityKind, NameSuspicion, SeparatorPlace } from './planText.ts';

type Params = Irregularity['params'];

const placeNames: Readonly<Record<SeparatorPlace, string>> = {
  betweenVillages: '两个村之间',
  beforeTownship: '乡镇之前',
  afterTownship: '乡镇之后',
  blockEnd: '一县名单末尾',
};

/** A separator as it can be read in a sentence. */
function quote(separator: string | number | undefined): string {
  if (separator === '\n') return '换行';
  if (separator === ' ') return '空格';
  if (separator === '') return '无标点';
  return `「${separator}」`;
}

const placeName = ({ place }: Params) => placeNames[place as SeparatorPlace];
const zoneName = ({ zone }: Params) => (zone === '' ? '（未写分区名）' : zone);
const countyName = ({ county }: Params) => (county === '' ? '（未写县名）' : county);

const messages: Readonly<Record<IrregularityKind, (params: Params) => string>> = {
  unusualSeparator: (params) => `${placeName(params)}是${quote(params.found)}，应为${quote(params.usual)}`,
  missingSeparator: (params) => `${placeName(params)}缺${quote(params.usual)}`,
  emptyItem: ({ found }) => `${quote(found)}前没有村名`,
  doubledBracket: ({ found }) => `括号重复：${quote(found)}`,
  unclosedBracket: ({ township }) => `括号没有右半边，按乡镇「${township}」读`,
  unopenedBracket: ({ township }) => `括号没有左半边，按乡镇「${township}」读`,
  mismatchedBracket: ({ found }) => `左右括号不成对：${quote(found)}`,
  unusualBracket: ({ found, usual }) => `括号是${quote(found)}，名单里多用${quote(usual)}`,
  strayBracket: ({ found }) => `多余的括号${quote(found)}`,
  unbracketedTownship: ({ township }) => `乡镇「${township}」没有括号`,
  townshipWithoutSuffix: ({ township }) => `乡镇「${township}」没有写明镇、乡、街道`,
  repeatedTownship: ({ township, firstLine, firstColumn }) =>
    `乡镇「${township}」重复出现，并入 ${firstLine}:${firstColumn}`,
  townshipWithoutVillages: ({ township }) => `乡镇「${township}」之下没有村`,
  villageOutsideTownship: ({ village }) => `「${village}」之前没有乡镇`,
  brokenName: ({ name }) => `名称跨行，连读为「${name}」`,
  repeatedCounty: ({ county, firstLine }) => `「${county}」在同一分区重复出现，并入第 ${firstLine} 行`,
  countyWithoutCount: (params) => `「${countyName(params)}」没有写村数`,
  countyOutsideZone: (params) => `「${countyName(params)}」之上没有分区名`,
  repeatedZone: ({ zone, firstLine }) => `分区「${zone}」重复出现，并入第 ${firstLine} 行`,
  zoneWithoutCount: (params) => `分区「${zoneName(params)}」没有写村数`,
  verticalZoneName: ({ zone }) => `分区名一字一行，连读为「${zone}」`,
  countySumDiffers: (params) =>
    `分区「${zoneName(params)}」写明 ${params.declared} 个村，各县写明之和是 ${params.sum}`,
  headingWithoutList: ({ name, declared }) => `「${name}」写明 ${declared} 个村，其下没有名单`,
  restatedCountDiffers: ({ name, declared, earlier }) =>
    `「${name}」此处写 ${declared} 个村，前面写 ${earlier} 个`,
  unreadLine: () => '名单中间的一行，没有读作名单',
};

/** Says in Chinese what an irregularity is. */
export function describeIrregularity({ kind, params }: Irregularity): string {
  return messages[kind](params);
}

const suspicionNames: Readonly<Record<NameSuspicion, string>> = {
  noVillageSuffix: '没有村、社区等字样',
  containsPunctuation: '含标点或符号',
  containsDigit: '含数字',
  containsLatinLetter: '含拉丁字母',
  containsSpace: '含空格',
  containsUnusualCharacter: '含罕见字符',
  containsTownshipSuffix: '含镇、乡、街道字样',
  tooShort: '过短',
  tooLong: '过长',
};

/** Says in Chinese why a name is suspicious. */
export function describeSuspicion(suspicion: NameSuspicion): string {
  return suspicionNames[suspicion];
}
