import {
  engineAnswers,
  type EngineGround,
  type EngineRules,
} from '../features/painting/rules/ruleMessages.ts';

/** Evaluates rules off the main thread: villages first, then one answer a list of rules. */
const answer = engineAnswers();

addEventListener('message', ({ data }: MessageEvent<EngineGround | EngineRules>) => {
  const answers = answer(data);
  if (answers === null) return;
  postMessage(answers, { transfer: answers.truths.map(({ buffer }) => buffer as ArrayBuffer) });
});
