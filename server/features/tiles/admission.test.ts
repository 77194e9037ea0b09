import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors.ts';
import { Admission } from './admission.ts';

/** Work that ends when told to. */
function pendingWork() {
  let finish: () => void = () => {};
  const ended = new Promise<void>((resolve) => (finish = resolve));
  return { work: () => ended, finish: () => finish() };
}
const present = () => new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('Admission', () => {
  it('runs no more than its limit at once, the rest in order', async () => {
    const admission = new Admission({ atOnce: 2, mostWaiting: 10 });
    const started: number[] = [];
    const gates = [0, 1, 2, 3].map(() => pendingWork());
    const all = gates.map(({ work }, index) =>
      admission.run(() => {
        started.push(index);
        return work();
      }, present()),
    );
    await settle();
    expect(started).toEqual([0, 1]);
    gates[1]!.finish();
    await settle();
    expect(started).toEqual([0, 1, 2]);
    for (const gate of gates) gate.finish();
    await Promise.all(all);
    expect([started, admission.running, admission.waiting]).toEqual([[0, 1, 2, 3], 0, 0]);
  });

  it('turns work away when too much is waiting, and says when to come back', async () => {
    const admission = new Admission({ atOnce: 1, mostWaiting: 1 });
    const gate = pendingWork();
    const accepted = [admission.run(gate.work, present()), admission.run(gate.work, present())];
    const refusal = await admission.run(gate.work, present()).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect((refusal as AppError).status).toBe(503);
    expect((refusal as AppError).headers).toEqual({ 'retry-after': '1' });
    gate.finish();
    await Promise.all(accepted);
  });

  it('gives the place of failed work to the next', async () => {
    const admission = new Admission({ atOnce: 1, mostWaiting: 5 });
    const failed = admission.run(() => Promise.reject(new Error('broken')), present());
    const next = admission.run(() => Promise.resolve('done'), present());
    await expect(failed).rejects.toThrow('broken');
    await expect(next).resolves.toBe('done');
    expect(admission.running).toBe(0);
  });

  it('lets work that is no longer wanted leave the queue', async () => {
    const admission = new Admission({ atOnce: 1, mostWaiting: 5 });
    const gate = pendingWork();
    const running = admission.run(gate.work, present());
    const leaving = new AbortController();
    let hasRun = false;
    const waiting = admission.run(() => Promise.resolve((hasRun = true)), leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    expect(admission.waiting).toBe(0);
    gate.finish();
    await running;
    expect(hasRun).toBe(false);
  });
});
