const identityCheckCharacters = '10X98765432';
const creditAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Whether the last of 18 characters is the check character of the first 17 (GB 11643-1999, ISO 7064 MOD 11-2). */
export function hasIdentityChecksum(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < 17; index += 1) sum += Number(number[index]) * (2 ** (17 - index) % 11);
  return identityCheckCharacters[sum % 11] === number[17];
}

/** Whether 18 characters are a unified social credit code with its check character (GB 32100-2015). */
export function hasCreditCodeChecksum(code: string): boolean {
  if (!/^[1-9A-HJ-NP-RTUWXY][1-59]\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(code)) return false;
  let sum = 0;
  for (let index = 0; index < 17; index += 1) sum += creditAlphabet.indexOf(code[index]!) * (3 ** index % 31);
  return creditAlphabet[(31 - (sum % 31)) % 31] === code[17];
}

/** Whether the last digit is the check digit of the others (ISO/IEC 7812-1, Luhn). */
export function hasLuhnChecksum(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
