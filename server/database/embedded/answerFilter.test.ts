import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerFilter } from './answerFilter.ts';

/** A message of the protocol: type, length, content. */
function message(type: string, content: string): Buffer {
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([header, Buffer.from(content, 'latin1')]);
}
const ready = (status: string) => message('Z', status);

function filter(pieces: Uint8Array[]): Buffer {
  const written: Uint8Array[] = [];
  const answer = new AnswerFilter((data) => written.push(data.slice()));
  pieces.forEach((piece) => answer.write(piece));
  answer.end();
  return Buffer.concat(written);
}

describe('AnswerFilter', () => {
  it('drops the end PGlite adds at a failure', () => {
    const failure = [message('1', ''), message('E', 'SERROR'), ready('E'), ready('E')];
    expect(filter(failure)).toEqual(Buffer.concat(failure.slice(0, 3)));
  });

  it('drops it too when a setting that went back is reported between failure and end', () => {
    const setting = message('S', 'is_superuser\0on\0');
    const pieces = [message('E', 'SERROR'), Buffer.concat([setting, ready('E')]), ready('E')];
    expect(filter(pieces)).toEqual(Buffer.concat([message('E', 'SERROR'), setting, ready('E')]));
  });

  it('is not misled by content that looks like an end', () => {
    const pieces = [message('D', `..${ready('T').toString('latin1')}`), message('C', 'SELECT 1'), ready('T')];
    expect(filter(pieces)).toEqual(Buffer.concat(pieces));
  });

  it('gives the same answer however it is cut', () => {
    const messages = fc.array(
      fc.tuple(fc.constantFrom(...'12nTDCSEZ'), fc.string({ maxLength: 20, unit: 'binary-ascii' })),
      { maxLength: 12 },
    );
    const cuts = fc.array(fc.nat(12), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(messages, cuts, (list, widths) => {
        const all = list.map(([type, content]) => (type === 'Z' ? ready('T') : message(type, content)));
        const stream = Buffer.concat([...all, ready('I')]);
        const pieces: Buffer[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const width = widths[turn % widths.length]! + 1;
          pieces.push(stream.subarray(at, at + width));
          at += width;
        }
        const expected = [...all.filter((_, index) => list[index]![0] !== 'Z'), ready('I')];
        expect(filter(pieces)).toEqual(Buffer.concat(expected));
      }),
      { seed: 20260102, numRuns: 300 },
    );
  });
});
