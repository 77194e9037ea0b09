import type { SeededRandom } from './seededRandom.ts';

// The test's own arithmetic: nothing here may come from the detector it measures.

const divisions =
  '433101 433122 433123 433124 433125 433126 433127 433130 430102 110105 310115 440306 520602 500241 710000 810000 820000 830000'.split(
    ' ',
  );
/** Beginnings of cards in use in China, with the length of the number. */
const issuers: readonly (readonly [string, number])[] = [
  ['622848', 19],
  ['621799', 19],
  ['621700', 19],
  ['622202', 19],
  ['621226', 19],
  ['623059', 19],
  ['622188', 19],
  ['621661', 19],
  ['622260', 19],
  ['622588', 16],
  ['622155', 16],
  ['625910', 16],
  ['622908', 18],
  ['622521', 16],
  ['623090', 19],
  ['436742', 19],
  ['427020', 16],
  ['439225', 16],
  ['456351', 19],
  ['552801', 16],
  ['518710', 16],
  ['520169', 16],
  ['601382', 19],
  ['603367', 18],
  ['622309', 17],
  ['955880', 19],
];
const mobilePrefixes =
  '130 131 132 133 135 136 137 138 139 145 147 150 151 152 153 155 157 158 159 166 170 173 175 176 177 178 180 181 183 185 186 187 188 189 190 191 193 198 199'.split(
    ' ',
  );
const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const two = (value: number) => String(value).padStart(2, '0');

function birthDate(random: SeededRandom, firstYear: number, lastYear: number): string {
  return `${random.whole(firstYear, lastYear)}${two(random.whole(1, 12))}${two(random.whole(1, 28))}`;
}

/** An 18-digit number whose check character is right (GB 11643-1999). */
export function makeIdentityNumber(random: SeededRandom): string {
  const body = random.pick(divisions) + birthDate(random, 1935, 2020) + random.digits(3);
  const sum = [...body].reduce((total, digit, index) => total + Number(digit) * (2 ** (17 - index) % 11), 0);
  return body + '10X98765432'[sum % 11];
}

export const makeOldIdentityNumber = (random: SeededRandom): string =>
  random.pick(divisions) + birthDate(random, 1935, 1985).slice(2) + random.digits(3);

/** A card number whose last digit satisfies ISO/IEC 7812-1. */
export function makeCardNumber(random: SeededRandom): string {
  const [prefix, length] = random.pick(issuers);
  const body = prefix + random.digits(length - prefix.length - 1);
  let sum = 0;
  [...body].reverse().forEach((digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  });
  return body + String((10 - (sum % 10)) % 10);
}

export const makeMobileNumber = (random: SeededRandom): string =>
  random.pick(mobilePrefixes) + random.digits(8);

export const makeLandline = (random: SeededRandom): string =>
  `0743-${random.pick(['8', '5', '6', '3'])}${random.digits(6)}`;

/** A unified social credit code with its check character (GB 32100-2015). */
export function makeCreditCode(random: SeededRandom): string {
  const organization = Array.from({ length: 9 }, () =>
    random.pick([...'0123456789ABCDEFGHJKLMNPQRTUWXY']),
  ).join('');
  const body =
    random.pick(['91', '11', '12', '52', '93']) + random.pick(divisions.slice(0, 8)) + organization;
  const sum = [...body].reduce(
    (total, letter, index) => total + creditAlphabet.indexOf(letter) * (3 ** index % 31),
    0,
  );
  return body + creditAlphabet[(31 - (sum % 31)) % 31];
}

/** The same number grouped the way people write it. */
export function spell(value: string, spelling: string, random: SeededRandom): string {
  const groups = groupsOf(value, random);
  switch (spelling) {
    case 'spaced':
      return groups.join(random.pick([' ', '\u3000', '\u00a0', '  ']));
    case 'hyphen':
      return groups.join(random.pick(['-', '－', '–', '—']));
    case 'fullwidth':
      return value.replaceAll(/[0-9Xx]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
    case 'zerowidth':
      return groups.join(random.pick(['\u200b', '\u200d', '\ufeff', '\u2060', '\u00ad']));
    case 'lower':
      return value.toLowerCase();
    case 'plus':
      return random.pick(['+86', '+86 ', '+86-', '0086', '0086-', '（+86）', '＋86']) + value;
    case '86':
      return `86${random.pick(['', '-', ' '])}${value}`;
    default:
      return value;
  }
}

function groupsOf(value: string, random: SeededRandom): string[] {
  if (value.length === 11) {
    const sizes = random.pick([
      [3, 4, 4],
      [3, 8],
      [7, 4],
      [3, 4, 4],
    ]);
    return cut(value, sizes);
  }
  if (/^[1-8]\d{16}[\dX]$/.test(value) && /^(19|20)/.test(value.slice(6))) {
    return cut(
      value,
      random.pick([
        [6, 8, 4],
        [3, 3, 4, 4, 4],
        [6, 4, 4, 4],
        [14, 4],
        [4, 4, 4, 4, 2],
      ]),
    );
  }
  return cut(value, [4, 4, 4, 4, 4]);
}

function cut(value: string, sizes: readonly number[]): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const size of sizes) {
    if (start < value.length) parts.push(value.slice(start, start + size));
    start += size;
  }
  if (start < value.length) parts.push(value.slice(start));
  return parts;
}
