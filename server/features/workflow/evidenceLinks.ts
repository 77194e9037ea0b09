import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** A file that is to stand beside a village's assignment. */
export interface EvidenceLink {
  villageId: number;
  countyCode: string;
  hash: string;
  fileName: string;
}

/** Of these files, the ones the asker brought or sees. */
export async function listKnownEvidence(
  transaction: Transaction,
  hashes: readonly string[],
): Promise<Set<string>> {
  const rows = await transaction.all<{ hash: string }>(sql`
    select distinct hash
    from evidence
    where hash = any(${hashes}::text[])`);
  return new Set(rows.map(({ hash }) => hash));
}

/** Links files to villages; returns how many links are new. The linker stands for the file as if they had brought it. */
export async function linkEvidence(
  transaction: Transaction,
  links: readonly EvidenceLink[],
  { versionId, personId }: { versionId: string; personId: number },
): Promise<number> {
  const hashes = [...new Set(links.map(({ hash }) => hash))];
  await transaction.run(sql`
    insert into evidence (hash, media_type, bytes, uploaded_by)
    select distinct on (hash) hash, media_type, bytes, ${personId}::integer
    from evidence
    where hash = any(${hashes}::text[])
    on conflict do nothing`);
  return transaction.run(sql`
    insert into assignment_evidence (version_id, county_code, village_id, hash, file_name, added_by)
    select ${versionId}, "countyCode", "villageId", hash, "fileName", ${personId}::integer
    from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as link(
      "villageId" integer, "countyCode" text, hash text, "fileName" text
    )
    on conflict do nothing`);
}
