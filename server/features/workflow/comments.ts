import type { z } from 'zod';
import type { Comment, commentBody } from '#contract/workflow';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { sendEvent } from '../events/outbox.ts';
import { readCategoryKeys } from '../plans/categoryKeys.ts';
import { actorOf, auditRole, requireAllowed } from './access.ts';
import { readVersionFacts, type VersionFacts } from './queries.ts';
import type { StepRequest } from './steps.ts';

type NewComment = z.output<typeof commentBody>;
type Audited = Pick<Services, 'audit'>;

const commentRows = (where: Fragment): Fragment => sql`
  select
    comment.id, comment.text, comment.village_id as "villageId", village.name as "villageName",
    comment.category_key as "categoryKey",
    jsonb_build_object('id', author.id, 'name', author.name) as author, comment.created_at as "createdAt",
    case when resolver.id is not null then jsonb_build_object('id', resolver.id, 'name', resolver.name) end
      as "resolvedBy",
    comment.resolved_at as "resolvedAt"
  from version_comment as comment
  join person as author on author.id = comment.author_id
  left join person as resolver on resolver.id = comment.resolved_by
  left join village on village.id = comment.village_id
  where ${where}
  order by comment.id`;

/** Comments on a version the asker sees, oldest first. @throws AppError not-found */
export async function listComments(transaction: Transaction, versionId: string): Promise<Comment[]> {
  await readVersionFacts(transaction, versionId);
  return transaction.all<Comment>(commentRows(sql`comment.version_id = ${versionId}`));
}

const invalid = (path: string, message: string) =>
  new AppError('invalid-request', `${path} of a comment cannot be used`, { errors: [{ path, message }] });

/** The region a comment belongs to: the village's county, or the plan's. @throws AppError invalid-request */
async function regionOf(
  transaction: Transaction,
  version: VersionFacts,
  { villageId, categoryKey }: NewComment,
): Promise<string> {
  if (villageId !== null && categoryKey !== null) {
    throw invalid(
      'categoryKey',
      '批注只能针对村或类别之一 a comment is about a village or a category, not both',
    );
  }
  if (
    categoryKey !== null &&
    !(await readCategoryKeys(transaction, version.schemeId)).includes(categoryKey)
  ) {
    throw invalid('categoryKey', '方案中没有这个类别 the scheme has no such category');
  }
  if (villageId === null) return version.regionCode;
  const village = await transaction.first<{ countyCode: string }>(sql`
    select county_code as "countyCode"
    from village
    where id = ${villageId}`);
  if (!village) throw invalid('villageId', `没有村 ${villageId} village ${villageId} does not exist`);
  return village.countyCode;
}

/** Comments on a version, one of its categories or a village. @throws AppError not-found, forbidden, invalid-request */
export function createComment(
  { audit }: Audited,
  { database, principal, origin, params: { id }, body }: StepRequest & { body: NewComment },
): Promise<Comment> {
  const actor = actorOf(principal);
  return database.write(async (transaction) => {
    const version = await readVersionFacts(transaction, id);
    requireAllowed(actor, 'comment-version', version.regionCode);
    const regionCode = await regionOf(transaction, version, body);
    requireAllowed(actor, 'comment-version', regionCode);
    const { text, villageId, categoryKey } = body;
    const { commentId } = await transaction.one<{ commentId: number }>(sql`
      insert into version_comment (version_id, region_code, village_id, category_key, text, author_id)
      values (${id}, ${regionCode}, ${villageId}, ${categoryKey}, ${text}, ${actor.personId})
      returning id as "commentId"`);
    await sendEvent(transaction, {
      topic: 'comment-created',
      regionCode,
      versionId: id,
      actorId: actor.personId,
      payload: { commentId, villageId, categoryKey },
    });
    await audit.record(transaction, {
      principal: actor,
      role: auditRole(database.role),
      action: 'create-comment',
      subjectType: 'version',
      subjectId: id,
      regionCode,
      before: null,
      after: { commentId, villageId, categoryKey, text },
      origin,
    });
    return transaction.one<Comment>(
      commentRows(sql`comment.version_id = ${id} and comment.id = ${commentId}`),
    );
  });
}

interface Target {
  regionCode: string;
  authorId: number;
  resolvedAt: string | null;
}

/**
 * Marks a comment as dealt with; one that is already stays as it is.
 * @throws AppError not-found, forbidden
 */
export function resolveComment(
  { audit }: Audited,
  {
    database,
    principal,
    origin,
    params,
    body: { note },
  }: StepRequest & { params: { comment: number }; body: { note: string | null } },
): Promise<Comment> {
  const actor = actorOf(principal);
  const { id, comment: commentId } = params;
  return database.write(async (transaction) => {
    const target = await transaction.first<Target>(sql`
      select region_code as "regionCode", author_id as "authorId", resolved_at as "resolvedAt"
      from version_comment
      where version_id = ${id} and id = ${commentId}
      for update`);
    if (!target) throw notFound('comment', commentId);
    const { regionCode, authorId } = target;
    if (authorId !== actor.personId) requireAllowed(actor, 'comment-version', regionCode);
    if (target.resolvedAt === null) {
      await transaction.run(sql`
        update version_comment
        set resolved_by = ${actor.personId}, resolved_at = now()
        where version_id = ${id} and id = ${commentId}`);
      await sendEvent(transaction, {
        topic: 'comment-resolved',
        regionCode,
        versionId: id,
        actorId: actor.personId,
        payload: { commentId },
      });
      await audit.record(transaction, {
        principal: actor,
        role: auditRole(database.role),
        action: 'resolve-comment',
        subjectType: 'version',
        subjectId: id,
        regionCode,
        before: { commentId, isResolved: false },
        after: { commentId, isResolved: true, note },
        origin,
      });
    }
    return transaction.one<Comment>(
      commentRows(sql`comment.version_id = ${id} and comment.id = ${commentId}`),
    );
  });
}
