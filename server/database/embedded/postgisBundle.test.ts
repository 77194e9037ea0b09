import { describe, expect, it } from 'vitest';
import { filterTar } from './postgisBundle.ts';

/** A tar entry: header block and content padded to blocks. */
function entry(name: string, content: string, type = '0'): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.write(type, 156);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}
const end = Buffer.alloc(1024);

describe('filterTar', () => {
  it('keeps wanted entries byte for byte and drops the others with their content', () => {
    const wanted = [entry('lib/postgis-3.so', 'x'.repeat(1300)), entry('share/link.sql', '', '2')];
    const unwanted = entry('lib/postgis_raster-3.so', 'y'.repeat(600));
    const archive = Buffer.concat([wanted[0]!, unwanted, wanted[1]!, end]);
    const filtered = filterTar(archive, (name) => name.includes('raster'));
    expect(filtered?.equals(Buffer.concat([...wanted, end]))).toBe(true);
  });

  it('gives up on entries that describe the next one', () => {
    const archive = Buffer.concat([entry('././@LongLink', 'a long name', 'L'), entry('a', ''), end]);
    expect(filterTar(archive, () => false)).toBeNull();
  });
});
