/**
 * Passwords of at least ten characters that guessing starts with: keyboard walks, counting, and words with a
 * number behind, as they head every published list of leaked passwords, and a few of this place. Folded.
 */
const list = `
  1234567890 12345678910 123456789a 123456789q 1234567891 0123456789 9876543210 0987654321 1234567899
  12345678900 123456789123 123123123123 1231231234 1122334455 112233445566 1111122222 1212121212 1313131313
  1010101010 123454321a 1234554321 12344321aa 1234abcd1234 abcd123456 abc1234567 abcd1234567 abcdefghij
  abcdefg123 abcdef123456 aa12345678 aa123456789 a123456789 a1234567890 a12345678910 as123456789
  asd123456789 asdf123456 asdfg12345 asdfghjkl1 asdfghjkl123 asdfghjkl; asdfghjklzxcvbnm asdasdasdasd
  qwertyuiop qwertyuiop1 qwertyuiop123 qwertyuiop[] qwerty1234 qwerty12345 qwerty123456 qwerty123456789
  qwertyqwerty qwe1234567 qwe123456789 qweasdzxc1 qweasdzxc123 qweasd123456 qwer123456 qwer12345678
  qwert12345 qwert123456 q1w2e3r4t5 q1w2e3r4t5y6 q1w2e3r4t5y6u7i8 1q2w3e4r5t 1q2w3e4r5t6y 1q2w3e4r5t6y7u
  1qaz2wsx3edc 1qazxsw23edc 1qaz@wsx3edc zaq12wsxcde3 zaq1xsw2cde3 1qaz2wsx3edc4rfv !qaz2wsx3edc
  qazwsxedcrfv qazwsxedc123 qazwsx123456 qaz123456789 zxcvbnm123 zxcvbnm1234 zxcvbnm123456 zxcvbnmasdfghjkl
  zxc123456789 zxcv123456 poiuytrewq 0okm9ijn8uhb mnbvcxz123 lkjhgfdsa1 password12 password123 password1234
  password12345 password123456 password123! password01 password11 passwordpassword p@ssw0rd12 p@ssw0rd123
  p@ssword123 p@55w0rd123 passw0rd12 passw0rd123 passw0rd1234 pass123456 pass1234567 pass12345678
  mypassword mypassword1 changeme12 changeme123 changeme1234 letmein123 letmein1234 welcome123 welcome1234
  welcome2024 welcome2025 welcome2026 iloveyou12 iloveyou123 iloveyou1314 iloveyou520 woaini1314
  woaini13145 woaini1314520 woaini5201314 woaini520520 woaini123456 5201314520 5201314woaini 1314520520
  13145201314 5205201314 5201314123 520520520520 1314131413 woaiwojia1 woaiwojia123 woaizhongguo
  zhongguo123 zhongguo1949 zhonghua123 nihao123456 nihao12345 wangyut2000 wang123456 wang1234567
  zhang123456 li123456789 liu123456789 chen123456 yang123456 huang123456 admin12345 admin123456
  admin1234567 admin@123456 admin@12345 admin888888 admin123123 administrator administrator1 root123456
  root12345678 test123456 test12345678 testtest123 guest123456 user123456 user12345678 system123456
  super123456 superman123 superman1234 batman12345 dragon12345 dragon123456 monkey12345 monkey123456
  football12 football123 baseball12 baseball123 basketball basketball1 sunshine12 sunshine123 princess12
  princess123 starwars12 starwars123 computer12 computer123 internet12 internet123 michael123 jordan123456
  liverpool1 liverpool123 chelsea123 arsenal123 manchester manchester1 trustno1trustno1 whatever12
  whatever123 freedom123 secret1234 secret12345 spring2024 spring2025 spring2026 summer2024 summer2025
  summer2026 autumn2024 autumn2025 autumn2026 winter2024 winter2025 winter2026 xiangxi123 xiangxi1957
  xiangtu123 xiangtu123456 xiangcun123 zhenxing123 huayuan123 hunan123456 xiangcunzhenxing xiangxizhou
  fupin123456 guihua123456 guihua2024 guihua2025 shibadong123 1357924680 2468013579 147258369a 1472583690
  7894561230 78945612300 741852963a 7418529630 159357456852 a1b2c3d4e5 a1s2d3f4g5 aaaaaaaa11 aaaa111111
  abc123abc123 abc123456789 abcabcabc1 987654321a 987654321q 98765432100 99999999aa 888888888a 666666666a
  wo12345678 wo123456789 w123456789 z123456789 s123456789 l123456789 q123456789 x123456789 m123456789
  c123456789
`;

export const commonPasswords: ReadonlySet<string> = new Set(list.trim().split(/\s+/));
