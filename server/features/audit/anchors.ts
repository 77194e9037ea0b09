import { timingSafeEqual } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { AuditAnchor } from '#domain/audit/auditChain';
import { canonicalJson } from '#domain/audit/canonicalJson';
import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import type { Audit } from './audit.ts';
import { listHeads, type ChainHead } from './queries.ts';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
/** Where every chain ended at a time, sealed as a whole. */
const anchorFileSchema = z.strictObject({
  format: z.literal('xiangtu-anchors-1'),
  writtenAt: z.string(),
  chains: z.array(z.strictObject({ chain: z.string(), number: z.number().int().nonnegative(), mac: hex })),
  mac: hex,
});
type AnchorFile = z.output<typeof anchorFileSchema>;

/** One file a day; the date is the UTC one. */
const fileName = /^\d{4}-\d\d-\d\d\.json$/;

function sealOf(file: Omit<AnchorFile, 'mac'> & { mac?: string }, audit: Pick<Audit, 'mac'>): string {
  const { mac: _mac, ...content } = file;
  return audit.mac(canonicalJson(content));
}

/** @returns null for a file that this instance did not write, or that was changed */
function readSealed(text: string, audit: Pick<Audit, 'mac'>): AnchorFile | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const file = anchorFileSchema.safeParse(json);
  if (!file.success) return null;
  const [own, theirs] = [Buffer.from(sealOf(file.data, audit)), Buffer.from(file.data.mac)];
  return timingSafeEqual(own, theirs) ? file.data : null;
}

const readIfThere = (file: string): Promise<string | null> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });

/** A chain is never anchored lower than before: its end may have been cut off meanwhile. */
function highest(now: readonly ChainHead[], before: readonly ChainHead[]): ChainHead[] {
  const byChain = new Map(before.map((head) => [head.chain, head]));
  for (const head of now) {
    const earlier = byChain.get(head.chain);
    if (!earlier || head.number > earlier.number) byChain.set(head.chain, head);
  }
  return [...byChain.values()].sort((one, other) => (one.chain < other.chain ? -1 : 1));
}

/**
 * Keeps the heads of all chains in the anchor file of the day, outside the database.
 * @returns the path of the file
 */
export async function writeAnchors(database: Database, audit: Audit, now = new Date()): Promise<string> {
  const heads = await database.read('gate', noScope, listHeads);
  await mkdir(audit.anchorDirectory, { recursive: true });
  const file = path.join(audit.anchorDirectory, `${now.toISOString().slice(0, 10)}.json`);
  const earlier = await readIfThere(file);
  const genuine = earlier === null ? null : readSealed(earlier, audit);
  // What was changed is evidence: it stays beside the new one.
  if (earlier !== null && genuine === null) await rename(file, `${file}.${now.getTime()}.not-genuine`);
  const content = {
    format: 'xiangtu-anchors-1' as const,
    writtenAt: now.toISOString(),
    chains: highest(heads, genuine?.chains ?? []),
  };
  const temporary = `${file}.${process.pid}.new`;
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify({ ...content, mac: sealOf(content, audit) }, null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  return file;
}

export interface Anchors {
  /** Anchors of each chain, lowest first. */
  byChain: Map<string, AuditAnchor[]>;
  files: number;
  /** Files that cannot be believed. */
  faults: string[];
}

/** Every anchor that was ever kept. */
export async function readAnchors(audit: Audit): Promise<Anchors> {
  const anchors: Anchors = { byChain: new Map(), files: 0, faults: [] };
  const names = await readdir(audit.anchorDirectory).catch(() => [] as string[]);
  for (const name of names.sort()) {
    if (name.endsWith('.not-genuine')) anchors.faults.push(`${name}: the anchor file was changed`);
    if (!fileName.test(name)) continue;
    anchors.files += 1;
    const file = readSealed(await readFile(path.join(audit.anchorDirectory, name), 'utf8'), audit);
    if (!file) {
      anchors.faults.push(`${name}: the anchor file was changed, or is of another key`);
      continue;
    }
    for (const { chain, number, mac } of file.chains) {
      anchors.byChain.set(chain, [...(anchors.byChain.get(chain) ?? []), { number, mac }]);
    }
  }
  for (const list of anchors.byChain.values()) list.sort((one, other) => one.number - other.number);
  return anchors;
}
