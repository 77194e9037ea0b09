import { sql, type Fragment } from '../sql.ts';
import type { Transaction } from '../transaction.ts';

/** Tables that hold parts of a version, parts of parts first. */
const parts = [
  'assignment_evidence',
  'assignment_change',
  'assignment_batch',
  'version_comment',
  'assignment',
  'declared_count',
  'version_rule',
  'version_rule_list',
  'version_presence',
].map((table) => `xiangtu.${table}`);
/** Their triggers keep decided versions from changing; that does not hold for what was only tried. */
const guarded = [
  'plan_version',
  'assignment',
  'declared_count',
  'assignment_evidence',
  'version_rule',
  'version_rule_list',
].map((table) => `xiangtu.${table}`);

async function withoutGuards(transaction: Transaction, work: () => Promise<void>): Promise<void> {
  const each = async (act: (table: Fragment) => Fragment) => {
    for (const table of guarded) await transaction.run(act(sql.identifier(table, guarded)));
  };
  // DDL is part of the transaction: nobody else ever sees the tables without their triggers.
  await each((table) => sql`alter table ${table} disable trigger user`);
  await work();
  await each((table) => sql`alter table ${table} enable trigger user`);
}

/**
 * Deletes demonstration versions in any state, others that demonstration accounts began and nobody else has worked
 * on, and what demonstration accounts have commented. Where that takes the public version away, the document it
 * had superseded is public again. An act of the administrator, in whose transaction it must run.
 * @returns number of versions and comments deleted
 */
export async function removeDemonstrationVersions(
  transaction: Transaction,
): Promise<{ plan_version: number; version_comment: number }> {
  const rows = await transaction.all<{ id: string }>(sql`
    with demonstration_person as (select id from xiangtu.person where is_demonstration)
    select id
    from xiangtu.plan_version as version
    where is_demonstration or (
      author_id in (select id from demonstration_person)
      and not exists (
        select from xiangtu.assignment_change
        where version_id = version.id and person_id not in (select id from demonstration_person)
      )
      and not exists (
        select from xiangtu.version_comment
        where version_id = version.id and author_id not in (select id from demonstration_person)
      )
    )`);
  const ids = rows.map(({ id }) => id);
  const comments = await transaction.run(sql`
    delete from xiangtu.version_comment
    where author_id in (select id from xiangtu.person where is_demonstration) or version_id = any(${ids})`);
  await withoutGuards(transaction, async () => {
    for (const table of parts) {
      await transaction.run(sql`delete from ${sql.identifier(table, parts)} where version_id = any(${ids})`);
    }
    await transaction.run(sql`delete from xiangtu.plan_version where id = any(${ids})`);
    await transaction.run(sql`
      update xiangtu.plan_version as document
      set state = 'published'
      where state = 'superseded' and kind = 'document' and exists (
        select from archive.release
        where plan_id = document.plan_id and state = 'published' and version_id = any(${ids})
      )`);
  });
  return { plan_version: ids.length, version_comment: comments };
}
