import { maskName, type Candidate, type FindingReason } from './finding.ts';
import { householdAddressesOf, type AddressSpan } from './householdAddress.ts';
import { isHan, isPersonName, nameFrom, nameUpTo, type NameSpan } from './personName.ts';

/** Labels behind which a name stands, with a mark, a space or nothing between. */
const nameLabel =
  /(?:户主姓名|户主|联系人|监护人|家属|配偶|持卡人|开户人|收款人|收件人|申请人|领款人|被赡养人|低保户|五保户|特困户|贫困户|脱贫户|监测户|困难户|危房户|搬迁户|孤儿|残疾人|救助对象|身份证姓名)(?:姓名)?(?:[及和](?:联系)?电话|（签[字名]）)?(?:[:：\s,，、|(（]|为|是){0,4}/g;
/** Words behind a name that make it a household's. */
const familyWord =
  /(?:之[子女妻夫父母孙]|的?家属|的?(?:妻子|丈夫|儿子|女儿|父亲|母亲|配偶)|[\s(（,，:：]{0,3}(?:身份证|家庭住址|家庭地址|户籍地址|住址))/g;
/** What may stand before a name that is followed by a family word or by an address. */
const opening =
  /(?:户|员|系|为|是|与|同志|老人|学生|对象|人|者|儿|妇|工|师|主|民|童|群众|由|经|对|给|及|和|因|其|把|请|到|[:：])$/;
const resident =
  '(?:的|居民|村民|农户|户主|脱贫户|贫困户|监测户|低保户|五保户|特困户|困难户|残疾人|孤寡老人|老人|党员|学生|儿童|群众|住户|住着|有)';
const afterAddress = new RegExp(`^(?:[\\s,，、:：;；|(（]|${resident}){0,4}`);
const residentAtEnd = new RegExp(`${resident}$`);
/** Between a name and the address behind it: marks, sex, people, age, numbers, and words for living somewhere. */
const beforeAddress =
  /(?:[\s,，、:：;；|()（）]|现居住于|现居住在|居住于|居住在|现居于|现住址|家庭住址|家庭地址|收件人地址|户籍地址?|住址|地址|家住|现住|现居|居住|住在|住于|住|家在|系|是|男|女|[汉苗侗瑶回白壮]族|土家族|[0-9Xx*+.-]+|同志|先生|女士|老人|性别|民族|年龄|原|周岁|岁|年|月|日|出生|生|现年|身份证号?码?|号码|电话|手机|联系方式|口人|人|户主|户|本人)+$/;
const tableCell = /[^\t,|;，；、\n]+/g;
/** How far a name may stand from an address in a row of a table, and in prose. */
const rowReach = 100;
const proseReach = 14;

function lineAround(text: string, { start, end }: AddressSpan): { start: number; end: number } {
  const isStop = (character: string) => character === '\n' || character === '。' || character === '\r';
  let left = start;
  while (left > 0 && start - left < rowReach && !isStop(text[left - 1]!)) left -= 1;
  let right = end;
  while (right < text.length && right - end < rowReach && !isStop(text[right]!)) right += 1;
  return { start: left, end: right };
}

/** A cell of the same row that is a name and nothing else. */
function nameInRow(text: string, address: AddressSpan): NameSpan | null {
  const line = lineAround(text, address);
  const row = text.slice(line.start, line.end);
  const isRuled = /[\t|;]|,(?! )/.test(row);
  const reach = isRuled ? rowReach : proseReach;
  for (const match of row.matchAll(tableCell)) {
    const trimmed = match[0].trim();
    const token = /^\S\s+\S$/.test(trimmed) ? trimmed.replaceAll(/\s/g, '') : trimmed;
    const start = line.start + match.index + match[0].indexOf(trimmed);
    const end = start + trimmed.length;
    const distance = end <= address.start ? address.start - end : start - address.end;
    if (distance >= 0 && distance <= reach && isPersonName(token, 'unlabelled')) return { start, end };
  }
  return null;
}

function nameBehind(text: string, { end }: AddressSpan): NameSpan | null {
  const [gap] = afterAddress.exec(text.slice(end, end + 24)) ?? [''];
  const isResident = residentAtEnd.test(gap) && gap !== '的' && !gap.endsWith('有');
  return nameFrom(text, end + gap.length, { strictness: 'unlabelled', unboundedFrom: isResident ? 2 : 5 });
}

function nameBefore(text: string, { start }: AddressSpan): NameSpan | null {
  const lead = text.slice(Math.max(0, start - 60), start);
  const stop = Math.max(lead.lastIndexOf('。'), lead.lastIndexOf('\n')) + 1;
  const gap = beforeAddress.exec(lead.slice(stop));
  if (!gap) return null;
  // The gap may have swallowed the last character of a name (王生): the name may end within it.
  const from = start - gap[0].length;
  return nameUpTo(text, from, 'unlabelled', opening) ?? nameUpTo(text, from + 1, 'unlabelled', opening);
}

function candidate(text: string, name: NameSpan, reason: FindingReason, address?: AddressSpan): Candidate {
  const start = address ? Math.min(name.start, address.start) : name.start;
  const end = address ? Math.max(name.end, address.end) : name.end;
  const masked = maskName(text.slice(name.start, name.end));
  const place = address
    ? `${text.slice(address.start, Math.min(address.start + 4, address.end - 2))}***`
    : '';
  const isNameFirst = !address || name.start < address.start;
  return {
    kind: 'name-and-address',
    start,
    end,
    excerpt: isNameFirst ? [masked, place].join(place ? '…' : '') : `${place}…${masked}`,
    reason,
    datum: name,
  };
}

/** A name and those that 、 lists behind it. */
function withFollowing(text: string, name: NameSpan): NameSpan[] {
  const names = [name];
  for (let last = name; text[last.end] === '、';) {
    const next = nameFrom(text, last.end + 1, { strictness: 'unlabelled' });
    if (!next) break;
    names.push(next);
    last = next;
  }
  return names;
}

/** Names beside an address that tells a household. */
function findBesideAddresses(text: string): Candidate[] {
  return householdAddressesOf(text).flatMap((address) => {
    const name = nameBehind(text, address) ?? nameBefore(text, address) ?? nameInRow(text, address);
    if (!name) return [];
    const [first, ...others] = withFollowing(text, name);
    return [
      candidate(text, first!, 'name.beside-address', address),
      ...others.map((other) => candidate(text, other, 'name.beside-address')),
    ];
  });
}

/** Names behind 户主, 联系人 and the like, and before 之子, 身份证, 家庭住址. */
function findLabelled(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const match of text.matchAll(nameLabel)) {
    const end = match.index + match[0].length;
    const isMarked = /[:：\s,，、|(（为是]$/.test(match[0]) && isHan(text[end]);
    const name = nameFrom(text, end, {
      unboundedFrom: 3,
      strictness: isMarked && /[:：为是(（]/.test(match[0]) ? 'labelled' : 'unlabelled',
    });
    if (name) found.push(...withFollowing(text, name).map((one) => candidate(text, one, 'name.labelled')));
  }
  for (const match of text.matchAll(familyWord)) {
    const name = nameUpTo(text, match.index, 'unlabelled', opening);
    if (name) found.push(candidate(text, name, 'name.labelled'));
  }
  return found;
}

/** Names of persons that an address or a word about the household makes personal data. */
export function findNames(folded: string): Candidate[] {
  return [...findBesideAddresses(folded), ...findLabelled(folded)];
}
