/** Chinese endings of place names and their English, the longest first. */
const endings: readonly (readonly [string, string])[] = [
  ['土家族苗族自治州', 'Tujia and Miao Autonomous Prefecture'],
  ['苗族自治州', 'Miao Autonomous Prefecture'],
  ['土家族自治县', 'Tujia Autonomous County'],
  ['苗族自治县', 'Miao Autonomous County'],
  ['街道', 'Subdistrict'],
  ['社区', 'Community'],
  ['县', 'County'],
  ['市', 'City'],
  ['镇', 'Town'],
  ['乡', 'Township'],
  ['村', 'Village'],
];

/** Joins syllables as GB/T 16159 does: an apostrophe before a syllable that begins with a vowel. */
function joinSyllables(syllables: readonly string[]): string {
  const joined = syllables
    .map((syllable, index) => (index > 0 && /^[aoe]/.test(syllable) ? `'${syllable}` : syllable))
    .join('')
    .replaceAll('v', 'ü');
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}

/**
 * The English form of a Chinese place name: 十八洞村 → Shibadong Village.
 * @param pinyin syllables without tones separated by spaces, ü written v, one syllable a character
 */
export function englishName(name: string, pinyin: string): string {
  const syllables = pinyin.split(' ');
  const isAligned = syllables.length === [...name].length;
  const ending = isAligned ? endings.find(([zh]) => name.endsWith(zh) && name.length > zh.length) : undefined;
  if (!ending) return joinSyllables(syllables);
  return `${joinSyllables(syllables.slice(0, -[...ending[0]].length))} ${ending[1]}`;
}
