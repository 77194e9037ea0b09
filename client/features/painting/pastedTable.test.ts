import { describe, expect, it } from 'vitest';
import { decodeText, parseTable } from './pastedTable.ts';

describe('a pasted table', () => {
  it('has tabs from a spreadsheet, commas from a file, or a name a line', async () => {
    expect(await parseTable('433124101200\t示\n433124101201\t\n')).toEqual([
      ['433124101200', '示'],
      ['433124101201', ''],
    ]);
    expect(await parseTable('石栏村,示\r\n和平村，帮\r\n')).toEqual([
      ['石栏村', '示'],
      ['和平村', '帮'],
    ]);
    expect(await parseTable('石栏村\n\n和平村')).toEqual([['石栏村'], [''], ['和平村']]);
  });

  it('keeps commas and line breaks inside quotes, and takes a stray quote for a character', async () => {
    expect(await parseTable('"石栏村","理由一,\n理由二"')).toEqual([['石栏村', '理由一,\n理由二']]);
    expect(await parseTable('石"栏村')).toEqual([['石"栏村']]);
  });

  it('keeps codes as text', async () => {
    expect(await parseTable('="433124101200"\n4.33124E+11')).toEqual([['="433124101200"'], ['4.33124E+11']]);
  });
});

describe('an uploaded file', () => {
  it('is UTF-8, UTF-16 or GB 18030, as spreadsheets write it', () => {
    expect(decodeText(new TextEncoder().encode('石栏村'))).toBe('石栏村');
    expect(decodeText(Uint8Array.of(0xff, 0xfe, 0xf3, 0x77))).toBe('石');
    expect(decodeText(Uint8Array.of(0xca, 0xaf, 0xc0, 0xb8, 0xb4, 0xe5))).toBe('石栏村');
  });
});
