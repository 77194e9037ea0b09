import { numberFinding, type Candidate } from './finding.ts';
import { nameFrom, nameUpTo } from './personName.ts';

const landline =
  /(?<![0-9.])[(（]?0[1-9][0-9]{1,2}[)）]?[ \-\u2010-\u2015\u2212\uff0d]{0,2}[0-9]{7,8}(?![0-9])/g;
/** Between a name and the number: marks and words for a telephone. */
const between =
  /(?:[\s,，、:：;；|/()（）]|座机|固话|电话|联系|办公|住宅|家庭|家|号码|方式|同志|先生|女士)*$/;
const behind = /^(?:[\s,，、:：;；|/()（）]|联系人|户主)*/;
const opening = /(?:联系人|户主|员|村民|居民|主任|书记|局长|组长|同志)$/;

/** Landline numbers, only where the name of a person stands beside them: an office's number is public. */
export function findLandlines(folded: string): Candidate[] {
  const found: Candidate[] = [];
  for (const match of folded.matchAll(landline)) {
    const start = match.index;
    const end = start + match[0].length;
    const [gap] = between.exec(folded.slice(Math.max(0, start - 20), start)) ?? [''];
    const [lead] = behind.exec(folded.slice(end, end + 12)) ?? [''];
    const name =
      nameUpTo(folded, start - gap.length, 'unlabelled', opening) ??
      nameFrom(folded, end + lead.length, { strictness: 'unlabelled' });
    if (name) {
      const digits = match[0].replaceAll(/[^0-9]/g, '');
      found.push(numberFinding('landline', 'landline.beside-name', { start, end, digits }));
    }
  }
  return found;
}
