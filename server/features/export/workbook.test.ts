import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { writeWorkbook } from './workbook.ts';

/** The text of an entry of a ZIP, found by its central directory. */
function entryOf(zip: Buffer, name: string): string {
  let at = zip.readUInt32LE(zip.length - 22 + 16);
  for (let left = zip.readUInt16LE(zip.length - 22 + 10); left > 0; left -= 1) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const header = zip.readUInt32LE(at + 42);
      const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
      const content = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      return (zip.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content)).toString();
    }
    at += 46 + nameLength + extra + comment;
  }
  throw new Error(`no ${name}`);
}

const part = {
  title: '指标',
  columns: ['name', 'value', 'is_demonstration'],
  rows: [
    { name: '=1+1', value: 12.5, is_demonstration: true },
    { name: '@SUM(A1)', value: null, is_demonstration: false },
  ],
};

describe('a workbook', () => {
  it('is the same file for the same rows, whenever it is written', async () => {
    const first = await writeWorkbook([part], ['说明']);
    // The times in a ZIP are even seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await writeWorkbook([part], ['说明'])).equals(first)).toBe(true);
  });

  it('keeps what looks like a formula as text', async () => {
    const workbook = await writeWorkbook([part], ['演示站']);
    const sheet = entryOf(workbook, 'xl/worksheets/sheet2.xml');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('<v>12.5</v>');
    const strings = entryOf(workbook, 'xl/sharedStrings.xml');
    expect(strings).toContain('=1+1');
    expect(strings).toContain('@SUM(A1)');
    expect(strings).toContain('演示站');
  });
});
