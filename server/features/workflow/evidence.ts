import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileTypeFromFile } from 'file-type';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import { FileStore, type StoredFile } from '../../files/fileStore.ts';

/** Longest evidence, in bytes. */
export const mostEvidenceBytes = 20 * 1024 * 1024;

/** What is taken as evidence: told by the content, whatever the name or the sender says. */
const extensions: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

export interface Evidence extends StoredFile {
  mediaType: string;
}

/**
 * Keeps a file of a kind that is taken. It waits in a place of its own until its kind is known: removing it from the
 * store could take away what others keep there under the same hash.
 * @throws AppError payload-too-large, unsupported-media-type; nothing of the file is kept then
 */
export async function keepEvidence(files: FileStore, source: AsyncIterable<Uint8Array>): Promise<Evidence> {
  const waiting = await mkdtemp(path.join(tmpdir(), 'xiangtu-evidence-'));
  try {
    const staging = new FileStore(waiting);
    const { hash } = await staging.put(source, { maxBytes: mostEvidenceBytes });
    const mediaType = (await fileTypeFromFile(staging.pathOf(hash)).catch(() => undefined))?.mime;
    if (mediaType === undefined || !Object.hasOwn(extensions, mediaType)) {
      throw new AppError('unsupported-media-type', `evidence of the kind ${mediaType ?? 'unknown'}`);
    }
    const stored = await files.put(staging.read(hash));
    return { ...stored, mediaType };
  } finally {
    await rm(waiting, { recursive: true, force: true });
  }
}

/** Remembers who brought a file; bringing it again changes nothing. */
export async function recordEvidence(
  transaction: Transaction,
  { hash, mediaType, bytes, personId }: Evidence & { personId: number },
): Promise<void> {
  await transaction.run(sql`
    insert into evidence (hash, media_type, bytes, uploaded_by)
    values (${hash}, ${mediaType}, ${bytes}, ${personId})
    on conflict do nothing`);
}

export interface EvidenceFile {
  mediaType: string;
  bytes: number;
  fileName: string;
}

/** A file the asker may see, under the name it was last linked by; null for every other. */
export async function findEvidence(transaction: Transaction, hash: string): Promise<EvidenceFile | null> {
  const found = await transaction.first<{ mediaType: string; bytes: number; fileName: string | null }>(sql`
    select
      media_type as "mediaType", bytes,
      (
        select file_name
        from assignment_evidence as link
        where link.hash = evidence.hash
        order by added_at desc
        limit 1
      ) as "fileName"
    from evidence
    where hash = ${hash}
    limit 1`);
  if (!found) return null;
  const { mediaType, bytes, fileName } = found;
  return { mediaType, bytes, fileName: fileName ?? `${hash.slice(0, 12)}.${extensions[mediaType] ?? 'bin'}` };
}
