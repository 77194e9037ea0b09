import { genesisMac, macInput, type AuditAnchor, type Mac, type SealedRecord } from './auditChain.ts';

/**
 * - altered: the record does not fit its MAC, or not the anchor
 * - missing: numbers without a record
 * - reordered: a record comes after one with a higher number
 * - inserted: a second record of a number, or a record of another chain
 * - broken-link: a genuine record that does not continue the one before it
 * - truncated: the chain ends before the anchor
 */
export type ChainFaultKind = 'altered' | 'missing' | 'reordered' | 'inserted' | 'broken-link' | 'truncated';

export interface ChainFault {
  /** The record, or the first of those missing. */
  number: number;
  kind: ChainFaultKind;
  detail: string;
}

export interface ChainReport {
  isIntact: boolean;
  /** By number. */
  faults: ChainFault[];
  /** The anchor's number, 0 without one: up to here nothing can have been changed or cut off unnoticed. */
  anchoredUpTo: number;
  /** Consistent records after the anchor: they are genuine, but later ones may have been cut off. */
  unanchored: number;
}

/** What verification keeps of a record. */
interface Link {
  number: number;
  mac: string;
  previousMac: string;
  isGenuine: boolean;
}

export interface ChainVerification {
  /** Takes the next record, in the order in which the chain is kept. */
  add: (record: SealedRecord) => void;
  /** Once, after the last record. */
  finish: () => ChainReport;
}

const isNumber = (number: number) => Number.isSafeInteger(number) && number > 0;

function isGenuine(record: SealedRecord, mac: Mac): boolean {
  if (!isNumber(record.number)) return false;
  let text: string;
  try {
    text = macInput(record);
  } catch {
    // A field that is no JSON was not there when the record was sealed.
    return false;
  }
  return mac(text) === record.mac;
}

const range = (first: number, last: number) =>
  first === last ? `record ${first} is` : `records ${first} to ${last} are`;

/** Gaps between the numbers that are there, up to the last number that must be. */
function gaps(numbers: readonly number[], last: number): ChainFault[] {
  const faults: ChainFault[] = [];
  let expected = 1;
  for (const number of numbers.filter((candidate) => candidate <= last)) {
    if (number > expected) {
      faults.push({ number: expected, kind: 'missing', detail: `${range(expected, number - 1)} missing` });
    }
    expected = number + 1;
  }
  if (expected <= last) {
    const detail = `${range(expected, last)} missing from the end: the anchor is at ${last}`;
    faults.push({ number: expected, kind: 'truncated', detail });
  }
  return faults;
}

/** Genuine records that do not continue the genuine record before them; an altered one is told already. */
function brokenLinks(links: ReadonlyMap<number, Link>, chain: string): ChainFault[] {
  return [...links.values()].flatMap(({ number, previousMac, isGenuine: isOwn }): ChainFault[] => {
    const previous = links.get(number - 1);
    const expected = number === 1 ? genesisMac(chain) : previous?.isGenuine ? previous.mac : null;
    if (!isOwn || expected === null || expected === previousMac) return [];
    const before = number === 1 ? 'the start of the chain' : `record ${number - 1}`;
    const detail = `record ${number} does not continue ${before}`;
    return [{ number, kind: 'broken-link', detail }];
  });
}

/**
 * Verifies a chain record by record, so that a long one can be read in pages.
 * @param chain the chain that every record must belong to
 * @param mac with the key the records were sealed with
 * @param anchor the last one kept outside the database, null without any
 */
export function startVerification({
  chain,
  mac,
  anchor,
}: {
  chain: string;
  mac: Mac;
  anchor: AuditAnchor | null;
}): ChainVerification {
  const links = new Map<number, Link>();
  const faults: ChainFault[] = [];
  let highest = 0;

  const add = (record: SealedRecord) => {
    const { number, previousMac } = record;
    const link = { number, mac: record.mac, previousMac, isGenuine: isGenuine(record, mac) };
    const tell = (kind: ChainFaultKind, detail: string) => faults.push({ number, kind, detail });
    if (link.isGenuine && record.chain !== chain) {
      tell('inserted', `record ${number} belongs to the chain ${record.chain}`);
      return;
    }
    const known = links.get(number);
    if (known) {
      tell('inserted', `record ${number} is there more than once`);
      if (known.isGenuine || !link.isGenuine) return;
    }
    links.set(number, link);
    if (!link.isGenuine) return;
    if (number < highest) tell('reordered', `record ${number} comes after record ${highest}`);
    highest = Math.max(highest, number);
  };

  const finish = (): ChainReport => {
    const anchored = anchor?.number ?? 0;
    const numbers = [...links.keys()].filter(isNumber).sort((one, other) => one - other);
    faults.push(...gaps(numbers, Math.max(highest, anchored)), ...brokenLinks(links, chain));
    for (const { number, isGenuine: isOwn } of links.values()) {
      if (!isOwn) faults.push({ number, kind: 'altered', detail: `record ${number} does not fit its MAC` });
    }
    const atAnchor = links.get(anchored);
    if (anchor && atAnchor?.isGenuine && atAnchor.mac !== anchor.mac) {
      const detail = `record ${anchored} is genuine but not the one that was anchored`;
      faults.push({ number: anchored, kind: 'altered', detail });
    }
    faults.sort((one, other) => one.number - other.number);
    const faulty = new Set(faults.map(({ number }) => number));
    const unanchored = numbers.filter((number) => number > anchored && !faulty.has(number)).length;
    return { isIntact: faults.length === 0, faults, anchoredUpTo: anchored, unanchored };
  };
  return { add, finish };
}

/** Verifies a whole chain, its records in the order in which it is kept; see `startVerification`. */
export function verifyChain({
  records,
  ...input
}: {
  chain: string;
  records: Iterable<SealedRecord>;
  mac: Mac;
  anchor: AuditAnchor | null;
}): ChainReport {
  const verification = startVerification(input);
  for (const record of records) verification.add(record);
  return verification.finish();
}
