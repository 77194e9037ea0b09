import { genesisMac, type AuditAnchor } from '#domain/audit/auditChain';
import { startVerification, type ChainFault, type ChainReport } from '#domain/audit/chainVerification';
import type { Transaction } from '../../database/transaction.ts';
import { readAnchors, type Anchors } from './anchors.ts';
import type { Audit } from './audit.ts';
import { listHeads, listRecords, type ChainHead } from './queries.ts';

/** Records read at once. */
const pageRows = 5000;

export interface VerifiedChain extends ChainReport {
  chain: string;
  events: number;
}

export interface AuditVerification {
  isIntact: boolean;
  chains: VerifiedChain[];
  anchorFiles: number;
  /** Anchor files that cannot be believed. */
  anchorFaults: string[];
  events: number;
  seconds: number;
}

interface Expected {
  /** null: a chain that only an anchor knows. */
  head: ChainHead | null;
  anchors: readonly AuditAnchor[];
}

/** What the head says must be the last record; whoever cuts records off would have to change it too. */
function headFaults({ head }: Expected, last: AuditAnchor): ChainFault[] {
  if (head === null || (head.number === last.number && head.mac === last.mac)) return [];
  const detail = `the head says that record ${head.number} is the last, the last one is ${last.number}`;
  const kind = head.number > last.number ? 'truncated' : 'altered';
  return [{ number: Math.min(head.number, last.number) + 1, kind, detail }];
}

/** Each anchor must be the record of its number; the highest is checked by the chain itself. */
function anchorFaults(anchors: readonly AuditAnchor[], seen: ReadonlyMap<number, string>): ChainFault[] {
  return anchors.slice(0, -1).flatMap(({ number, mac }): ChainFault[] => {
    const found = seen.get(number);
    if (number === 0 || found === undefined || found === mac) return [];
    return [{ number, kind: 'altered', detail: `record ${number} is not the one that was anchored` }];
  });
}

async function verifyOne(
  transaction: Transaction,
  audit: Pick<Audit, 'mac'>,
  { chain, ...expected }: Expected & { chain: string },
): Promise<VerifiedChain> {
  const anchor = expected.anchors.at(-1);
  const verification = startVerification({
    chain,
    mac: audit.mac,
    anchor: anchor && anchor.number > 0 ? anchor : null,
  });
  const anchored = new Set(expected.anchors.map(({ number }) => number));
  const seen = new Map<number, string>();
  let last: AuditAnchor = { number: 0, mac: genesisMac(chain) };
  let events = 0;
  let page = await listRecords(transaction, { chain, after: 0, limit: pageRows });
  while (page.length > 0) {
    const after = page.at(-1)!.number;
    // The next page comes while this one is verified.
    const next = listRecords(transaction, { chain, after, limit: pageRows });
    for (const record of page) {
      verification.add(record);
      if (anchored.has(record.number)) seen.set(record.number, record.mac);
    }
    events += page.length;
    last = { number: after, mac: page.at(-1)!.mac };
    page = await next;
  }
  const report = verification.finish();
  const faults = [
    ...report.faults,
    ...anchorFaults(expected.anchors, seen),
    // The chain itself tells already where records are missing.
    ...(report.isIntact ? headFaults(expected, last) : []),
  ];
  return { ...report, chain, events, faults, isIntact: faults.length === 0 };
}

/** Every chain there is, or was when it was anchored. */
function chainsOf(heads: readonly ChainHead[], { byChain }: Anchors): (Expected & { chain: string })[] {
  const names = new Set([...heads.map(({ chain }) => chain), ...byChain.keys()]);
  return [...names].sort().map((chain) => ({
    chain,
    head: heads.find((head) => head.chain === chain) ?? null,
    anchors: byChain.get(chain) ?? [],
  }));
}

/**
 * Verifies every chain against all anchors.
 * @param transaction of the administrator, who sees every record; repeatable read while others write
 */
export async function verifyChains(transaction: Transaction, audit: Audit): Promise<AuditVerification> {
  const started = performance.now();
  const anchors = await readAnchors(audit);
  const heads = await listHeads(transaction);
  const chains: VerifiedChain[] = [];
  for (const chain of chainsOf(heads, anchors)) chains.push(await verifyOne(transaction, audit, chain));
  return {
    isIntact: anchors.faults.length === 0 && chains.every(({ isIntact }) => isIntact),
    chains,
    anchorFiles: anchors.files,
    anchorFaults: anchors.faults,
    events: chains.reduce((sum, { events }) => sum + events, 0),
    seconds: (performance.now() - started) / 1000,
  };
}
