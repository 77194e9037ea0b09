/** A name with its syllables, one a character, separated by spaces. */
export interface SpelledName {
  name: string;
  pinyin: string;
}

/** Characters that many names of villages are made of, with their syllables. */
const firsts =
  '大 da|小 xiao|上 shang|下 xia|东 dong|西 xi|南 nan|北 bei|新 xin|老 lao|青 qing|白 bai|红 hong|黄 huang|双 shuang|三 san|五 wu|龙 long|凤 feng|马 ma|牛 niu|石 shi|金 jin|银 yin|松 song|竹 zhu|桃 tao|梅 mei|清 qing|高 gao';
const seconds =
  '坪 ping|溪 xi|沟 gou|坡 po|岩 yan|洞 dong|湾 wan|塘 tang|井 jing|桥 qiao|田 tian|坝 ba|岭 ling|寨 zhai|冲 chong|坳 ao|河 he|泉 quan|堡 bao|庄 zhuang|店 dian|园 yuan|林 lin|峰 feng|屯 tun|塬 yuan|滩 tan|口 kou|梁 liang|川 chuan';
const digits = [
  '零 ling',
  '一 yi',
  '二 er',
  '三 san',
  '四 si',
  '五 wu',
  '六 liu',
  '七 qi',
  '八 ba',
  '九 jiu',
];

const spelled = (text: string): SpelledName => {
  const [name, pinyin] = text.split(' ') as [string, string];
  return { name, pinyin };
};
const [first, second] = [firsts.split('|').map(spelled), seconds.split('|').map(spelled)];
const numbers = digits.map(spelled);

/** Every name begins with it, wherever it is shown. */
const mark = spelled('示 shi');
const markEnd = spelled('例 li');

function joined(parts: readonly SpelledName[]): SpelledName {
  const all = [mark, markEnd, ...parts];
  return {
    name: all.map((part) => part.name).join(''),
    pinyin: all.map((part) => part.pinyin).join(' '),
  };
}

/** 示例大坪村: names come again every 900, as they do in a country. @param number from 0 */
export function placeName(number: number, ending: 'village' | 'township'): SpelledName {
  // A step that shares no factor with 900, so that neighbours are not in the order of the lists.
  const place = (number * 523) % (first.length * second.length);
  const middle = [first[Math.floor(place / second.length)]!, second[place % second.length]!];
  return joined([...middle, ending === 'village' ? spelled('村 cun') : spelled('乡 xiang')]);
}

/** 示例一二县: numbered. @param number from 1 */
export function numberedName(number: number, ending: 'county' | 'prefecture'): SpelledName {
  const middle = [...String(number)].map((digit) => numbers[Number(digit)]!);
  return joined([...middle, ending === 'county' ? spelled('县 xian') : spelled('州 zhou')]);
}

/** The country around several prefectures. */
export const wholeName: SpelledName = joined([spelled('全 quan'), spelled('境 jing')]);
