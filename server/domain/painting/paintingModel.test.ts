import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ids, operation, paint, someIds, wantedValue } from '../../../tests/support/paintingDraft.ts';
import { PaintingSession } from '../../../tests/support/paintingSession.ts';

const seed = 20260404;
const operationCount = 500;
const runs = 25;

describe('a draft that is painted, locked, undone, sent, reloaded and changed by others', () => {
  it('is what a simple model says after every one of 500 operations, and converges', () => {
    const steps = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.array(operation, { minLength: operationCount, maxLength: operationCount }),
        (operations) => {
          const session = new PaintingSession();
          for (const each of operations) {
            session.run(each);
            session.check();
          }
          session.run({ kind: 'reject' });
          while (session.news.length > 0) session.deliver();
          while (session.queue.length > 0) session.send(() => true);
          session.check();
          for (const id of ids) expect(session.local.shownValueOf(id)).toEqual(session.server.valueOf(id));
          session.reload();
          for (const [name, count] of Object.entries(session.steps)) {
            steps.set(name, (steps.get(name) ?? 0) + count);
          }
        },
      ),
      { seed, numRuns: runs, endOnFailure: true },
    );
    // The sequences do reach what they are about.
    expect([...steps].filter(([name, count]) => name !== 'foreseen' && count < runs)).toEqual([]);
  });

  it('foresees the conflicts that the server will find', () => {
    let foreseen = 0;
    const other = fc.record({
      kind: fc.constant('remote' as const),
      wanted: wantedValue,
      villageIds: someIds,
    });
    const answer = fc.record({ kind: fc.constant('send' as const), salt: fc.nat(1) });
    fc.assert(
      fc.property(
        fc.array(fc.oneof(paint, other, answer), { minLength: 30, maxLength: 60 }),
        (operations) => {
          const session = new PaintingSession();
          for (const each of operations) {
            session.run(each);
            if (each.kind === 'paint') session.run({ kind: 'accept' });
            session.run({ kind: 'deliver' });
            session.check();
          }
          foreseen += session.steps.foreseen;
        },
      ),
      { seed, numRuns: 150, endOnFailure: true },
    );
    expect(foreseen).toBeGreaterThan(150);
  });

  it('undone to the last step, with nobody else about, is as it was', () => {
    fc.assert(
      fc.property(fc.array(paint, { minLength: 1, maxLength: 200 }), (strokes) => {
        const session = new PaintingSession();
        for (const stroke of strokes) {
          session.run(stroke);
          session.run({ kind: 'accept' });
        }
        const painted = ids.map(session.shownInModel);
        const count = session.history.strokes.length;
        for (let step = 0; step < count; step += 1) session.run({ kind: 'undo' });
        expect(session.history.strokes).toEqual([]);
        for (const id of ids) expect(session.local.shownValueOf(id)).toEqual(session.server.valueOf(id));
        session.reload();
        for (let step = 0; step < count; step += 1) session.run({ kind: 'redo' });
        expect(ids.map((id) => session.local.shownValueOf(id))).toEqual(painted);
      }),
      { seed, numRuns: 30 },
    );
  });
});
