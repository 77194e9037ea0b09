/** Text of a document and the encoding it was read in, or why there is none. */
export type DecodedDocument =
  | { readonly ok: true; readonly text: string; readonly encoding: 'UTF-8' | 'UTF-16' | 'GB 18030' }
  | { readonly ok: false; readonly reason: 'binary' };

/**
 * Decodes the bytes of a plan document. Chinese offices save UTF-8, UTF-16 with a byte-order mark, or GB 18030
 * (which includes GBK and GB 2312); anything with control characters is taken for binary.
 */
export function decodeDocument(bytes: Uint8Array): DecodedDocument {
  const isLittleEndian = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  const candidates =
    isLittleEndian || isBigEndian
      ? ([[isBigEndian ? 'utf-16be' : 'utf-16le', 'UTF-16']] as const)
      : ([
          ['utf-8', 'UTF-8'],
          ['gb18030', 'GB 18030'],
        ] as const);
  for (const [label, encoding] of candidates) {
    const text = decode(bytes, label);
    if (text !== null && !binaryCharacter.test(text)) return { ok: true, text, encoding };
  }
  return { ok: false, reason: 'binary' };
}

/** A control character that is not white space. */
const binaryCharacter = /(?!\s)\p{Cc}/u;

function decode(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
