import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackWoff } from './woff.ts';

/** A WOFF of two tables, one packed and one as it is. */
function makeWoff(): Buffer {
  const long = Buffer.alloc(300, 'a');
  const tables = [
    { tag: 'glyf', bytes: deflateSync(long), length: long.length },
    { tag: 'head', bytes: Buffer.from('short'), length: 5 },
  ];
  const header = Buffer.alloc(44 + tables.length * 20);
  header.write('wOFF', 0);
  header.writeUInt32BE(0x00010000, 4);
  header.writeUInt16BE(tables.length, 12);
  let offset = header.length;
  tables.forEach(({ tag, bytes, length }, index) => {
    const at = 44 + index * 20;
    header.write(tag, at);
    header.writeUInt32BE(offset, at + 4);
    header.writeUInt32BE(bytes.length, at + 8);
    header.writeUInt32BE(length, at + 12);
    header.writeUInt32BE(7 + index, at + 16);
    offset += bytes.length;
  });
  return Buffer.concat([header, ...tables.map(({ bytes }) => bytes)]);
}

describe('a WOFF file', () => {
  it('is unpacked into the font it holds', async () => {
    const font = await unpackWoff(makeWoff());
    expect(font.readUInt32BE(0)).toBe(0x00010000);
    expect(font.readUInt16BE(4)).toBe(2);
    const tableOf = (index: number) => {
      const at = 12 + index * 16;
      const [offset, length] = [font.readUInt32BE(at + 8), font.readUInt32BE(at + 12)];
      expect(offset % 4).toBe(0);
      return [
        font.toString('latin1', at, at + 4),
        font.readUInt32BE(at + 4),
        font.toString('latin1', offset, offset + length),
      ];
    };
    expect(tableOf(0)).toEqual(['glyf', 7, 'a'.repeat(300)]);
    expect(tableOf(1)).toEqual(['head', 8, 'short']);
  });

  it('is not taken for one where it is something else', async () => {
    await expect(
      unpackWoff(Buffer.from('wOF2 and more bytes than a header of a file needs')),
    ).rejects.toThrow('not a WOFF file');
  });
});
