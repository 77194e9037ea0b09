import { expect, it } from 'vitest';
import { englishName } from './englishName.ts';

it.each([
  ['十八洞村', 'shi ba dong cun', 'Shibadong Village'],
  ['花垣县', 'hua yuan xian', 'Huayuan County'],
  [
    '湘西土家族苗族自治州',
    'xiang xi tu jia zu miao zu zi zhi zhou',
    'Xiangxi Tujia and Miao Autonomous Prefecture',
  ],
  ['吕洞山镇', 'lv dong shan zhen', 'Lüdongshan Town'],
  ['东岸社区', 'dong an she qu', "Dong'an Community"],
  ['木林', 'mu lin', 'Mulin'],
  ['村', 'cun', 'Cun'],
])('%s is %s', (name, pinyin, expected) => expect(englishName(name, pinyin)).toBe(expected));
