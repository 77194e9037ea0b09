import { createHmac, hkdfSync } from 'node:crypto';
import path from 'node:path';
import { genesisMac, sealRecord, type Mac } from '#domain/audit/auditChain';
import { countyOf } from '#domain/regions/regionCodes';
import { readInstanceKey } from './instanceKey.ts';
import { appendEvent, lockHead } from './queries.ts';
import type { AuditEntry, RecordAudit } from './recordAudit.ts';

/** The audit log as the rest of the server knows it. The key stays in here. */
export interface Audit {
  /** See `RecordAudit`. The chain is locked until the transaction ends: call it last. */
  record: RecordAudit;
  /** HMAC-SHA-256 with the key of the instance: for verification and anchors. */
  mac: Mac;
  /** Where heads of chains are kept outside the database. */
  anchorDirectory: string;
  /** 32 bytes for another purpose, which tell nothing of the key they come from. */
  secretFor(purpose: string): Buffer;
}

/** The chain of the rest: what belongs to no county. */
export const systemChain = 'system';

const chainOf = (regionCode: string | null): string =>
  (regionCode === null ? null : countyOf(regionCode)) ?? systemChain;

/** What the database will give back: JSON has no undefined members and no dates. */
const asJson = (value: unknown): unknown => (value == null ? null : JSON.parse(JSON.stringify(value)));

/**
 * Opens the audit log.
 * @param input.key 64 hexadecimal digits; null: the key in the data directory, made when there is none
 * @throws StartError when the data directory holds something else in the place of the key
 */
export async function createAudit(input: { key: string | null; dataDirectory: string }): Promise<Audit> {
  const key = await readInstanceKey(input);
  const mac: Mac = (text) => createHmac('sha256', key).update(text).digest('hex');

  const record: RecordAudit = async (transaction, entry: AuditEntry) => {
    const { principal, role, action, subjectType, subjectId, regionCode, origin } = entry;
    const chain = chainOf(regionCode);
    const head = await lockHead(transaction, { chain, genesis: genesisMac(chain) });
    const sealed = sealRecord(
      {
        chain,
        number: head.number + 1,
        at: new Date().toISOString(),
        personId: principal?.personId ?? null,
        personName: principal?.name ?? null,
        role,
        action,
        subjectType,
        subjectId,
        regionCode,
        requestId: origin?.requestId ?? null,
        address: origin?.address ?? null,
        before: asJson(entry.before),
        after: asJson(entry.after),
        previousMac: head.mac,
      },
      mac,
    );
    await appendEvent(transaction, sealed);
  };

  return {
    record,
    mac,
    anchorDirectory: path.join(input.dataDirectory, 'anchors'),
    secretFor: (purpose) => Buffer.from(hkdfSync('sha256', key, '', `xiangtu ${purpose}`, 32)),
  };
}
