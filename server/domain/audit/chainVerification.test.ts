import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { genesisMac, macInput, sealRecord, type AuditAnchor, type AuditRecord } from './auditChain.ts';
import type { Mac, SealedRecord } from './auditChain.ts';
import { verifyChain } from './chainVerification.ts';

const seed = 20260106;
const macWith =
  (key: string): Mac =>
  (text) =>
    createHmac('sha256', key).update(text).digest('hex');
const mac = macWith('the key of the instance');
const chain = '433124';

const event = (number: number): Omit<AuditRecord, 'previousMac'> => ({
  chain,
  number,
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, number)).toISOString(),
  personId: number % 3 === 0 ? null : number,
  personName: number % 3 === 0 ? null : '示例人员',
  role: 'planner',
  action: 'assign',
  subjectType: 'version',
  subjectId: `v${number % 4}`,
  regionCode: chain,
  requestId: `r${number}`,
  address: '127.0.0.1',
  before: { 7: null },
  after: { 7: 'first', reason: '产业基础好' },
});

/** Seals events one after another; `start` continues a chain. */
function sealed(
  events: Omit<AuditRecord, 'previousMac'>[],
  start = genesisMac(chain),
  by = mac,
): SealedRecord[] {
  let previousMac = start;
  return events.map((one) => {
    const record = sealRecord({ ...one, previousMac }, by);
    previousMac = record.mac;
    return record;
  });
}
const chainOf = (length: number) => sealed(Array.from({ length }, (_, index) => event(index + 1)));
const anchorAt = (records: SealedRecord[], number: number): AuditAnchor => ({
  number,
  mac: records[number - 1]!.mac,
});
const verify = (records: SealedRecord[], anchor: AuditAnchor | null = null) =>
  verifyChain({ chain, records, mac, anchor });
const kindsOf = (records: SealedRecord[], anchor: AuditAnchor | null = null) =>
  verify(records, anchor).faults.map(({ number, kind }) => `${number} ${kind}`);

const six = chainOf(6);
const edited = (number: number, change: Partial<SealedRecord>) =>
  six.map((record) => (record.number === number ? { ...record, ...change } : record));

describe('the MAC of a record', () => {
  it('is made of every field and of nothing else', () => {
    const record = { ...six[0]!, note: 'not part of the record' };
    expect(macInput(record)).toBe(
      '{"action":"assign","address":"127.0.0.1","after":{"7":"first","reason":"产业基础好"},' +
        '"at":"2026-01-01T00:00:01.000Z","before":{"7":null},"chain":"433124","format":"xiangtu-audit-1",' +
        '"number":1,"personId":1,"personName":"示例人员",' +
        `"previousMac":"${'343333313234'.padEnd(64, '0')}","regionCode":"433124","requestId":"r1",` +
        '"role":"planner","subjectId":"v1","subjectType":"version"}',
    );
  });

  it('refuses a record with a field missing', () => {
    const record: Partial<AuditRecord> = { ...six[0]! };
    delete record.role;
    expect(() => sealRecord(record as AuditRecord, mac)).toThrow('$.role');
  });

  it('starts every chain differently, in the form of a MAC', () => {
    expect(genesisMac('system')).toMatch(/^[0-9a-f]{64}$/);
    expect(genesisMac('system')).not.toBe(genesisMac('433124'));
  });
});

describe('verification of a chain', () => {
  it('finds an untouched chain intact, and counts what no anchor covers', () => {
    const intact = { isIntact: true, faults: [] };
    expect(verify([])).toEqual({ ...intact, anchoredUpTo: 0, unanchored: 0 });
    expect(verify(six)).toEqual({ ...intact, anchoredUpTo: 0, unanchored: 6 });
    expect(verify(six, anchorAt(six, 4))).toEqual({ ...intact, anchoredUpTo: 4, unanchored: 2 });
    expect(verify(six, anchorAt(six, 6))).toEqual({ ...intact, anchoredUpTo: 6, unanchored: 0 });
  });

  it('survives the way through JSON with its keys in another order', () => {
    const stored = six.map(
      (record) =>
        JSON.parse(
          JSON.stringify({ ...record, after: { reason: '产业基础好', 7: 'first' } }),
        ) as SealedRecord,
    );
    expect(verify(stored, anchorAt(six, 6)).isIntact).toBe(true);
  });

  it('finds an altered record', () => {
    expect(verify(edited(3, { role: 'admin' })).faults).toEqual([
      { number: 3, kind: 'altered', detail: 'record 3 does not fit its MAC' },
    ]);
    expect(kindsOf(edited(3, { mac: mac('something else') }))).toEqual(['3 altered']);
    expect(kindsOf(edited(3, { after: undefined }))).toEqual(['3 altered']);
  });

  it('finds missing records, at the start and in the middle', () => {
    expect(verify(six.filter(({ number }) => number !== 3 && number !== 4)).faults).toEqual([
      { number: 3, kind: 'missing', detail: 'records 3 to 4 are missing' },
    ]);
    expect(kindsOf(six.slice(1))).toEqual(['1 missing']);
  });

  it('finds a tail cut off below the anchor, and cannot find one cut off above it', () => {
    expect(verify(six.slice(0, 3), anchorAt(six, 5)).faults).toEqual([
      { number: 4, kind: 'truncated', detail: 'records 4 to 5 are missing from the end: the anchor is at 5' },
    ]);
    expect(kindsOf([], anchorAt(six, 5))).toEqual(['1 truncated']);
    expect(verify(six.slice(0, 5), anchorAt(six, 5))).toMatchObject({ isIntact: true, unanchored: 0 });
    expect(verify(six.slice(0, 3))).toMatchObject({ isIntact: true, unanchored: 3 });
  });

  it('finds records out of order', () => {
    const [one, two, three, ...rest] = six as [SealedRecord, SealedRecord, SealedRecord];
    expect(kindsOf([one, three, two, ...rest])).toEqual(['2 reordered']);
  });

  it('finds two records that changed their numbers', () => {
    const swapped = six.map((record) =>
      record.number === 2 || record.number === 3 ? { ...record, number: 5 - record.number } : record,
    );
    expect(kindsOf(swapped)).toEqual(['2 altered', '3 altered']);
  });

  it('finds an inserted record: a forged one, a copy, one of another chain', () => {
    const forged = { ...six[2]!, action: 'publish' };
    expect(kindsOf([...six.slice(0, 2), forged, ...six.slice(2)])).toEqual(['3 inserted']);
    expect(kindsOf([...six, forged])).toEqual(['3 inserted']);
    expect(kindsOf([...six, six[2]!])).toEqual(['3 inserted']);
    const foreign = sealRecord({ ...event(7), chain: 'system', previousMac: six[5]!.mac }, mac);
    expect(kindsOf([...six, foreign])).toEqual(['7 inserted']);
  });

  it('finds numbers that are none', () => {
    for (const number of [0, -5, 2.5, Number.NaN, 99]) {
      const faults = kindsOf(edited(2, { number }), anchorAt(six, 6));
      expect(faults).toHaveLength(2);
      expect(faults).toContain('2 missing');
      expect(faults).toContain(`${number} altered`);
    }
  });

  it('finds a genuine record that continues another one', () => {
    const fork = sealed([event(4), event(5), event(6)], six[0]!.mac);
    expect(kindsOf([...six.slice(0, 3), ...fork])).toEqual(['4 broken-link']);
    expect(kindsOf(sealed([event(1)], genesisMac('system')))).toEqual(['1 broken-link']);
  });

  it('finds a history rewritten with the key itself, by the anchor', () => {
    const rewritten = [
      ...six.slice(0, 2),
      ...sealed([{ ...event(3), role: 'admin' }, event(4), event(5), event(6)], six[1]!.mac),
    ];
    expect(verify(rewritten).isIntact).toBe(true);
    expect(kindsOf(rewritten, anchorAt(six, 5))).toEqual(['5 altered']);
  });
});

/** Another value for any field of a record. */
const otherValues: { [Field in keyof SealedRecord]: fc.Arbitrary<SealedRecord[Field]> } = {
  chain: fc.constantFrom('system', '433101', ''),
  number: fc.oneof(fc.integer({ min: -3, max: 40 }), fc.double()),
  at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  personId: fc.option(fc.nat()),
  personName: fc.option(fc.string()),
  role: fc.constantFrom('admin', 'reviewer', ''),
  action: fc.string(),
  subjectType: fc.string(),
  subjectId: fc.string(),
  regionCode: fc.option(fc.string()),
  requestId: fc.option(fc.string()),
  address: fc.option(fc.ipV4()),
  before: fc.jsonValue(),
  after: fc.jsonValue(),
  previousMac: fc.constantFrom(mac('another'), genesisMac('system')),
  mac: fc.constantFrom(mac('another'), ''),
};
const fields = Object.keys(otherValues) as (keyof SealedRecord)[];
const anyEdit = fc
  .constantFrom(...fields)
  .chain((field) => (otherValues[field] as fc.Arbitrary<unknown>).map((value) => ({ [field]: value })));

interface Situation {
  records: SealedRecord[];
  anchor: AuditAnchor;
  /** Index of the record that is touched: at or below the anchor. */
  at: number;
}
const situations: fc.Arbitrary<Situation> = fc
  .integer({ min: 1, max: 20 })
  .chain((length) => fc.tuple(fc.constant(length), fc.integer({ min: 1, max: length })))
  .chain(([length, anchored]) => fc.tuple(fc.constant(length), fc.constant(anchored), fc.nat(anchored - 1)))
  .map(([length, anchored, at]) => {
    const records = chainOf(length);
    return { records, anchor: anchorAt(records, anchored), at };
  });

/** The records from one on sealed anew with a key that is not the instance's. */
const resealed = (records: SealedRecord[], from: number) => [
  ...records.slice(0, from),
  ...sealed(
    records.slice(from),
    from === 0 ? genesisMac(chain) : records[from - 1]!.mac,
    macWith('not the key of the instance'),
  ),
];
const renumbered = (records: SealedRecord[]) =>
  records.map((record, index) => ({ ...record, number: index + 1 }));
const swapped = (records: SealedRecord[], one: number, other: number) =>
  records.with(one, records[other]!).with(other, records[one]!);

/** Ways to tamper with records at `at`; `change` and `other` feed those that need them. */
interface Tampering extends Situation {
  change: Partial<SealedRecord>;
  other: number;
}
const tamperings: Record<string, (input: Tampering) => SealedRecord[]> = {
  'an edit of any field': ({ records, at, change }) => records.with(at, { ...records[at]!, ...change }),
  'an edit, everything after it sealed again without the key': ({ records, at, change }) =>
    resealed(records.with(at, { ...records[at]!, ...change }), at),
  'everything sealed again without the key': ({ records, at }) => resealed(records, at),
  'a deletion': ({ records, at }) => records.toSpliced(at, 1),
  'a deletion with the rest renumbered': ({ records, at }) => renumbered(records.toSpliced(at, 1)),
  'a deletion of the tail': ({ records, at }) => records.slice(0, at),
  'an insertion': ({ records, at, change }) => records.toSpliced(at, 0, { ...records[at]!, ...change }),
  'an insertion with the rest renumbered': ({ records, at, change }) =>
    renumbered(records.toSpliced(at, 0, { ...records[at]!, ...change })),
  'a swap of places': ({ records, at, other }) => swapped(records, at, other % records.length),
  'a swap of numbers': ({ records, at, other }) => renumbered(swapped(records, at, other % records.length)),
  'a new number': ({ records, at, other }) => records.with(at, { ...records[at]!, number: other }),
};

describe('whatever is done to records up to the anchor', () => {
  for (const [name, tamper] of Object.entries(tamperings)) {
    it(`${name} is a fault`, () => {
      let tampered = 0;
      fc.assert(
        fc.property(situations, anyEdit, fc.integer({ min: -3, max: 40 }), (situation, change, other) => {
          const { records, anchor } = situation;
          const after = tamper({ ...situation, change, other: Math.abs(other) });
          // A drawn value can be the old one; a copy left in its place changes nothing.
          fc.pre(JSON.stringify(after) !== JSON.stringify(records));
          expect(verify(records, anchor).isIntact).toBe(true);
          expect(verify(after, anchor).isIntact).toBe(false);
          tampered += 1;
        }),
        { seed, numRuns: 300 },
      );
      expect(tampered).toBe(300);
    });
  }

  it('an edit, a deletion in the middle or an insertion after the anchor is a fault too', () => {
    fc.assert(
      fc.property(situations, anyEdit, ({ records, at }, change) => {
        const changed = records.with(at, { ...records[at]!, ...change });
        fc.pre(JSON.stringify(changed) !== JSON.stringify(records));
        expect(verify(changed).isIntact).toBe(false);
        expect(verify(records.toSpliced(at, 1)).isIntact).toBe(at === records.length - 1);
        expect(verify(records.toSpliced(at, 0, records[at]!)).isIntact).toBe(false);
      }),
      { seed, numRuns: 300 },
    );
  });
});
