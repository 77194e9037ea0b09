import type { ReadyRule } from '#domain/rules/classify';
import type { RuleVillage } from '#domain/rules/villageAttributes';
import { answering, type RuleAnswers } from './ruleAnswers.ts';
import type { RuleGround } from './ruleGround.ts';
import type { EngineGround, EngineRules } from './ruleMessages.ts';

/** Above this many villages a frame would be late while a threshold is dragged: 5,000 take 16 ms. */
const villagesInPage = 2000;

/** Evaluates rules over the villages of one ground, here or in a worker. */
export interface RuleEngine {
  /** @throws Error when the worker fails */
  answer(rules: readonly ReadyRule[]): Promise<RuleAnswers>;
  stop(): void;
}

function engineHere(villages: readonly RuleVillage[]): RuleEngine {
  const answer = answering(villages);
  return { answer: (rules) => Promise.resolve(answer(rules)), stop: () => {} };
}

function engineInWorker({ catalogue, villages }: RuleGround): RuleEngine {
  const worker = new Worker(new URL('../../../workers/ruleAnswers.ts', import.meta.url), { type: 'module' });
  const ground: EngineGround = { kind: 'ground', attributes: catalogue.attributes, villages };
  worker.postMessage(ground, []);
  return {
    answer: (rules) =>
      new Promise((resolve, reject) => {
        const done = new AbortController();
        const { signal } = done;
        worker.addEventListener(
          'message',
          ({ data }: MessageEvent<RuleAnswers>) => {
            done.abort();
            resolve(data);
          },
          { signal },
        );
        worker.addEventListener(
          'error',
          ({ message }) => {
            done.abort();
            reject(new Error(`evaluating rules failed: ${message}`));
          },
          { signal },
        );
        const bare = rules.map(({ id, categoryKey, expression, clause, note }) => ({
          id,
          categoryKey,
          expression,
          clause,
          note,
        }));
        worker.postMessage({ kind: 'rules', rules: bare } satisfies EngineRules, []);
      }),
    stop: () => worker.terminate(),
  };
}

/** One list of rules at a time: the next is asked when the last was answered. */
export function engineOf(ground: RuleGround): RuleEngine {
  return ground.villages.length > villagesInPage ? engineInWorker(ground) : engineHere(ground.villages);
}
