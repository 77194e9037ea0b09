import { promisify } from 'node:util';
import { inflate } from 'node:zlib';

const inflated = promisify(inflate);
const woffSignature = 0x774f4646;
/** Bytes of the headers and of an entry of the directories. */
const sizes = { woff: 44, woffEntry: 20, sfnt: 12, sfntEntry: 16 };

/**
 * The font in a WOFF file with its tables unpacked, as programs that write other files from fonts need it: one that
 * unpacks a table for each glyph takes seconds for a page. Format: W3C, WOFF File Format 1.0, sections 3 to 5.
 * @throws Error for bytes that are no WOFF
 */
export async function unpackWoff(woff: Buffer): Promise<Buffer> {
  if (woff.length < sizes.woff || woff.readUInt32BE(0) !== woffSignature) throw new Error('not a WOFF file');
  const count = woff.readUInt16BE(12);
  const tables = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const at = sizes.woff + index * sizes.woffEntry;
      const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(at + field)) as [
        number,
        number,
        number,
      ];
      const bytes = woff.subarray(offset, offset + packed);
      // A table that does not get smaller is kept as it is.
      return { entry: woff.subarray(at, at + 20), bytes: packed < length ? await inflated(bytes) : bytes };
    }),
  );
  const power = Math.floor(Math.log2(count));
  const header = Buffer.alloc(sizes.sfnt + count * sizes.sfntEntry);
  woff.copy(header, 0, 4, 8);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(2 ** power * 16, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE((count - 2 ** power) * 16, 10);
  const parts: Buffer[] = [header];
  let offset = header.length;
  for (const [index, { entry, bytes }] of tables.entries()) {
    const at = sizes.sfnt + index * sizes.sfntEntry;
    entry.copy(header, at, 0, 4);
    entry.copy(header, at + 4, 16, 20);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(bytes.length, at + 12);
    const padding = Buffer.alloc((4 - (bytes.length % 4)) % 4);
    parts.push(bytes, padding);
    offset += bytes.length + padding.length;
  }
  return Buffer.concat(parts);
}
