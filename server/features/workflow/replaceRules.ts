import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { FieldError } from '#contract/errors';
import type { replaceRulesBody, RuleList } from '#contract/rules';
import { compileRules } from '#domain/rules/classify';
import { isEditable } from '#domain/versions/versionState';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { sendEvent } from '../events/outbox.ts';
import { readCategoryKeys } from '../plans/categoryKeys.ts';
import { actorOf, auditRole, requireAllowed } from './access.ts';
import { readRevision } from './preconditions.ts';
import { lockVersion } from './queries.ts';
import type { StepRequest } from './steps.ts';
import { readCatalogue, readRules, writeRules } from './ruleQueries.ts';

type NewRules = z.output<typeof replaceRulesBody>['rules'];

const repeatedIds = (rules: NewRules): FieldError[] =>
  rules.flatMap(({ id }, index) =>
    rules.findIndex((other) => other.id === id) < index
      ? [{ path: `rules.${index}.id`, message: '规则的标识重复了 the id of a rule is repeated' }]
      : [],
  );

const unknownCategories = (rules: NewRules, keys: readonly string[]): FieldError[] =>
  rules.flatMap(({ categoryKey }, index) =>
    keys.includes(categoryKey)
      ? []
      : [
          {
            path: `rules.${index}.categoryKey`,
            message: '方案中没有这个类别 the scheme has no such category',
          },
        ],
  );

/** Faults of expressions at their place in the body: `rules.2.expression.1.1`. */
async function expressionFaults(transaction: Transaction, rules: NewRules): Promise<FieldError[]> {
  const set = compileRules(rules, await readCatalogue(transaction));
  if (set.ok) return [];
  return set.faults.flatMap(({ ruleId, faults }) => {
    const index = rules.findIndex(({ id }) => id === ruleId);
    return faults.map(({ path, sentence: { zh, en } }) => ({
      path: ['rules', index, 'expression', ...path].join('.'),
      message: `${zh} ${en}`,
    }));
  });
}

/** @throws AppError invalid-request naming every fault */
async function checkRules(transaction: Transaction, rules: NewRules, schemeId: string): Promise<void> {
  const keys = await readCategoryKeys(transaction, schemeId);
  const repeated = repeatedIds(rules);
  const errors = [
    ...repeated,
    ...unknownCategories(rules, keys),
    // Faults are found by the id of their rule.
    ...(repeated.length > 0 ? [] : await expressionFaults(transaction, rules)),
  ];
  if (errors.length > 0)
    throw new AppError('invalid-request', `${errors.length} faults in rules`, { errors });
}

/**
 * Replaces the rules of a draft, if its sender has seen the latest ones.
 * @throws AppError precondition-required, invalid-request, not-found, forbidden, illegal-state, stale-revision
 */
export function replaceRules(
  { audit }: Pick<Services, 'audit'>,
  {
    database,
    principal,
    origin,
    params: { id },
    body: { rules },
    raw,
  }: StepRequest & { body: { rules: NewRules }; raw: IncomingMessage },
): Promise<RuleList> {
  const actor = actorOf(principal);
  const seen = readRevision(raw);
  return database.write(async (transaction) => {
    const version = await lockVersion(transaction, id);
    requireAllowed(actor, 'edit-rules', version.regionCode);
    const { state, regionCode, schemeId } = version;
    if (!version.isLocked || !isEditable(state)) {
      throw new AppError('illegal-state', `version ${id} is ${state}: its rules are fixed`, {
        members: { state },
      });
    }
    await checkRules(transaction, rules, schemeId);
    const before = await readRules(transaction, id);
    if (before.revision !== seen) {
      throw new AppError('stale-revision', `rules of ${id}: revision ${seen}, not ${before.revision}`, {
        members: { revision: before.revision },
      });
    }
    const revision = seen + 1;
    await writeRules(transaction, { versionId: id, rules, revision, personId: actor.personId });
    await sendEvent(transaction, {
      topic: 'rules-changed',
      regionCode,
      versionId: id,
      actorId: actor.personId,
      payload: { revision },
    });
    await audit.record(transaction, {
      principal: actor,
      role: auditRole(database.role),
      action: 'change-rules',
      subjectType: 'version',
      subjectId: id,
      regionCode,
      before: { revision: seen, rules: before.items },
      after: { revision, rules },
      origin,
    });
    return readRules(transaction, id);
  });
}
