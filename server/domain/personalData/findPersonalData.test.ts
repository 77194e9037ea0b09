import { describe, expect, it } from 'vitest';
import { findPersonalData } from './findPersonalData.ts';

/** A number of the standard's own shape with the right check character; nobody's. */
const identity = '433122198503121238';
const identityWithX = '43312419900101005X';
const card = '6222021234567890128';

const kindsIn = (text: string, exempt?: string[]) => findPersonalData(text, exempt).map(({ kind }) => kind);
const partsIn = (text: string) => findPersonalData(text).map(({ start, end }) => text.slice(start, end));

describe('identity numbers', () => {
  it('finds them in every spelling and tells exact offsets', () => {
    for (const written of [
      identity,
      identityWithX,
      identityWithX.toLowerCase(),
      '433122 19850312 1238',
      '433122-1985-0312-1238',
      '433122\u200b19850312\u200b1238',
      '433122\n198503121238',
      '４３３１２２１９８５０３１２１２３８',
      '４３３１２４１９９００１０１００５Ｘ',
      '四三三一二二一九八五〇三一二一二三八',
    ]) {
      expect(partsIn(`贫困户${written}的补助`), written).toEqual([written]);
      expect(kindsIn(`贫困户${written}的补助`), written).toEqual(['identity-number']);
    }
  });

  it('needs region, date and check character', () => {
    expect(kindsIn('433122198503121231')).toEqual([]);
    expect(kindsIn('433122198502301237')).toEqual([]);
    expect(kindsIn('433122104203')).toEqual([]);
  });

  it('takes a wrong check character and fifteen digits only where labelled', () => {
    expect(findPersonalData('身份证号：433122198503121231')).toMatchObject([
      { reason: 'identity-number.labelled' },
    ]);
    expect(findPersonalData('身份证433122850312123')).toMatchObject([{ reason: 'identity-number.old' }]);
    expect(kindsIn('编号433122850312123')).toEqual([]);
    expect(kindsIn('姓名,身份证号\n甲,433122850312123')).toEqual(['identity-number']);
  });

  it('parts an identity number from the mobile number glued to it', () => {
    expect(partsIn(`${identity}13874361234`)).toEqual([identity, '13874361234']);
    expect(partsIn(`${identityWithX}13874361234`)).toEqual([identityWithX, '13874361234']);
  });
});

describe('bank cards', () => {
  it('needs a known issuer and the check digit', () => {
    expect(partsIn(`卡号${card}`)).toEqual([card]);
    expect(kindsIn(card)).toEqual(['bank-card']);
    expect(kindsIn('6222021234567890127')).toEqual([]);
    expect(kindsIn('1222021234567890120')).toEqual([]);
  });

  it('takes groups, not a part of a longer number or of a decimal, nor a number labelled otherwise', () => {
    expect(partsIn('6222 0212 3456 7890 128')).toEqual(['6222 0212 3456 7890 128']);
    expect(kindsIn(`${card}00`)).toEqual([]);
    expect(kindsIn(`0.${card}`)).toEqual([]);
    expect(kindsIn(`流水号：${card}`)).toEqual([]);
  });
});

describe('mobile numbers', () => {
  it('finds groups, country codes and full-width digits', () => {
    for (const written of [
      '13874361234',
      '138 7436 1234',
      '138-7436-1234',
      '138.7436.1234',
      '+86 13874361234',
      '（+86）13874361234',
      '008613874361234',
      '１３８７４３６１２３４',
    ]) {
      expect(partsIn(`请打${written}咨询`), written).toEqual([written]);
    }
  });

  it('leaves amounts, decimals, longer numbers, hashes and rows of amounts alone', () => {
    for (const text of [
      '13874361234元',
      '28.13874361234',
      '213874361234',
      'a13874361234f',
      '150 2000 3000',
      '4-679-152-63399883',
    ]) {
      expect(kindsIn(text), text).toEqual([]);
    }
  });
});

describe('names', () => {
  it('finds a name beside the address of a household', () => {
    expect(partsIn('双龙镇十八洞村3组12号，施成富，4人')).toEqual(['双龙镇十八洞村3组12号，施成富']);
    expect(partsIn('施成富，男，苗族，现住双龙镇十八洞村3组')).toEqual([
      '施成富，男，苗族，现住双龙镇十八洞村3组',
    ]);
    expect(kindsIn('欧阳建国|红旗路12号3栋201室|危房')).toEqual(['name-and-address']);
  });

  it('finds a name behind or before a word about the household', () => {
    expect(partsIn('户主：张　明')).toEqual(['张　明']);
    expect(partsIn('施成富之子')).toEqual(['施成富']);
    expect(partsIn('低保户：施成富、石进兰')).toEqual(['施成富', '石进兰']);
  });

  it('leaves office holders, places and plan phrases alone', () => {
    for (const text of [
      '十八洞村支部书记施金通带领村民发展猕猴桃产业',
      '十八洞村3组、4组安装路灯30盏',
      '户主年龄、联系人制度、家属区改造',
      '十八洞村12户48人脱贫',
      '地址：人民北路12号，州乡村振兴局',
      '残疾人温馨家园',
    ]) {
      expect(kindsIn(text), text).toEqual([]);
    }
  });

  it('finds a landline only beside a name', () => {
    expect(kindsIn('施成富 0743-8222233')).toEqual(['landline']);
    expect(kindsIn('州乡村振兴局 0743-8222233')).toEqual([]);
  });
});

describe('what is told', () => {
  it('masks the datum', () => {
    const excerpts = findPersonalData(`户主：施成富，${identity}，13874361234`).map(({ excerpt }) => excerpt);
    expect(excerpts).toEqual(['施**', '4331************38', '1387*****34']);
  });

  it('exempts an exact text only where it stands by itself', () => {
    expect(kindsIn('联系人：施成富，电话13874361234', ['施成富', '13874361234'])).toEqual([]);
    expect(kindsIn('电话13874361234、13874361235', ['13874361234'])).toEqual(['mobile-number']);
    expect(kindsIn('电话13874361234', ['874361'])).toEqual(['mobile-number']);
    expect(kindsIn('电话13874361234', ['', ' '])).toEqual(['mobile-number']);
    expect(kindsIn('电话8613874361234', ['13874361234'])).toEqual(['mobile-number']);
  });
});
