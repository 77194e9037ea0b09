/** An address that tells a household: where it begins, as far as the text shows, and where it ends. */
export interface AddressSpan {
  start: number;
  end: number;
}

const numeral = '(?:[0-9]{1,4}|[一二三四五六七八九十百]{1,4})';
const piece = `(?:第?${numeral}\\s?(?:村民小组|小组|组|号|栋|幢|单元|室|户|楼|层|队)(?:附${numeral}号)?)`;
/** A hamlet goes by any name: its group counts where a door or somebody living there follows. */
const hamlet = `[\\u4e00-\\u9fff]第?${numeral}(?:村民小组|小组|组)(?=\\s?[0-9]{1,4}号|村民|居民|农户|户主)(?:${piece}[\\s\\-]?){0,3}`;
const household = new RegExp(
  `(?:村|社区|居委会|寨|屯|庄|路|街|大道|巷|弄|胡同|小区|花园|家园|苑|城|院|里|湾|坪|镇|乡|区)\\s?` +
    `(?:第?${numeral}\\s?(?:村民小组|小组|组|号|栋|幢|单元|室)(?:附${numeral}号)?)[\\s\\-]?(?:${piece}[\\s\\-]?){0,4}|${hamlet}`,
  'g',
);
/** Words after which a number is a line, a table or an office, no door. */
const notADoor = /^(?:线|文|公告|令|通知|项目|工程|表|图|附件|机|井|站|桥|隧道|码|至)/;
const longestLead = 34;
/** What leads to an address without being part of it. */
const leadWord =
  /(?:现居住于|现居住在|居住于|居住在|现居于|现住址|家庭住址|家庭地址|户籍地址?|户口所在地|收件人地址|住址|地址|家住|现住|居住|住在|住于|落户|住|家在|位于)[：:\s]*/g;

/** Whether a word before an address says that somebody lives there. */
export const dwellingWord = /(?:居住|居于|住址|家庭地址|户籍|户口|收件人|住|家在)/;

/** Where the address that ends before `tail` begins: behind the last mark or word that leads to it. */
function leadStart(text: string, tail: number): number {
  let start = tail;
  while (start > 0 && tail - start < longestLead && /[\u4e00-\u9fff〇]/.test(text[start - 1]!)) start -= 1;
  const lead = text.slice(start, tail);
  let cut = 0;
  for (const match of lead.matchAll(leadWord)) {
    // 「住」 inside a word such as 住房 leads nowhere.
    if (match[0] !== '住' || !/^[房户院宅建]/.test(lead.slice(match.index + 1)))
      cut = match.index + match[0].length;
  }
  return start + cut;
}

/** Addresses down to a household: a village, estate or road with the number of a group, a door or a flat. */
export function householdAddressesOf(folded: string): AddressSpan[] {
  const found: AddressSpan[] = [];
  for (const match of folded.matchAll(household)) {
    const end = match.index + match[0].trimEnd().replace(/-$/, '').length;
    if (notADoor.test(folded.slice(end, end + 3))) continue;
    found.push({ start: leadStart(folded, match.index + 1), end });
  }
  return found;
}
