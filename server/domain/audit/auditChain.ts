import { canonicalJson } from './canonicalJson.ts';

/**
 * One event of the audit trail. Records of a chain (a county's, or `system`) are numbered from 1 without
 * gaps, and each carries the MAC of the one before it.
 */
export interface AuditRecord {
  /** `system` or the code of a county. */
  chain: string;
  number: number;
  /** ISO 8601 UTC; must be read back from the database to the very same text. */
  at: string;
  personId: number | null;
  personName: string | null;
  role: string;
  action: string;
  subjectType: string;
  subjectId: string;
  regionCode: string | null;
  requestId: string | null;
  address: string | null;
  /** JSON values: what was there before and is there after; null where there is nothing. */
  before: unknown;
  after: unknown;
  previousMac: string;
}

export type SealedRecord = AuditRecord & { mac: string };

/** HMAC-SHA-256 of a text as hex, with the key of the instance. */
export type Mac = (text: string) => string;

/** The number and MAC of a record, kept outside the database. */
export interface AuditAnchor {
  number: number;
  mac: string;
}

/** Written into every MAC, so that a later form of records can never be taken for this one. */
const format = 'xiangtu-audit-1';

/**
 * The text a record's MAC is made of: its fields as canonical JSON, nothing else of the row.
 * @throws TypeError when a field is missing or is no JSON
 */
export function macInput(record: AuditRecord): string {
  return canonicalJson({
    format,
    chain: record.chain,
    number: record.number,
    at: record.at,
    personId: record.personId,
    personName: record.personName,
    role: record.role,
    action: record.action,
    subjectType: record.subjectType,
    subjectId: record.subjectId,
    regionCode: record.regionCode,
    requestId: record.requestId,
    address: record.address,
    before: record.before,
    after: record.after,
    previousMac: record.previousMac,
  });
}

/**
 * What the first record of a chain has for a previous MAC: no MAC but the chain's name in hex, padded to the
 * length of one, so that it fits where MACs are kept.
 */
export function genesisMac(chain: string): string {
  const bytes = new TextEncoder().encode(chain);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .padEnd(64, '0');
}

/** @throws TypeError when a field is missing or is no JSON */
export const sealRecord = (record: AuditRecord, mac: Mac): SealedRecord => ({
  ...record,
  mac: mac(macInput(record)),
});
