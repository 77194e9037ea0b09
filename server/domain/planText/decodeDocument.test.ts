import { describe, expect, it } from 'vitest';
import { decodeDocument } from './decodeDocument.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('decodeDocument', () => {
  it('reads UTF-8, with or without a byte-order mark', () => {
    expect(decodeDocument(new TextEncoder().encode('青禾县\f\n'))).toEqual({
      ok: true,
      text: '青禾县\f\n',
      encoding: 'UTF-8',
    });
    expect(decodeDocument(bytes(0xef, 0xbb, 0xbf, 0x41))).toEqual({ ok: true, text: 'A', encoding: 'UTF-8' });
  });

  it('reads UTF-16 of both byte orders', () => {
    expect(decodeDocument(bytes(0xff, 0xfe, 0x51, 0x67))).toEqual({
      ok: true,
      text: '村',
      encoding: 'UTF-16',
    });
    expect(decodeDocument(bytes(0xfe, 0xff, 0x67, 0x51))).toEqual({
      ok: true,
      text: '村',
      encoding: 'UTF-16',
    });
  });

  it('reads GB 18030', () => {
    expect(decodeDocument(bytes(0xb4, 0xe5, 0x0a))).toEqual({ ok: true, text: '村\n', encoding: 'GB 18030' });
  });

  it('takes control characters and impossible bytes for binary', () => {
    expect(decodeDocument(bytes(0x50, 0x4b, 0x03, 0x04))).toEqual({ ok: false, reason: 'binary' });
    expect(decodeDocument(bytes(0x41, 0x00))).toEqual({ ok: false, reason: 'binary' });
    expect(decodeDocument(bytes(0xff, 0xff, 0x41))).toEqual({ ok: false, reason: 'binary' });
  });

  it('reads an empty file as an empty text', () => {
    expect(decodeDocument(bytes())).toEqual({ ok: true, text: '', encoding: 'UTF-8' });
  });
});
