import type { Browser, Page } from 'playwright-core';
import { traceFrames, type FrameWork } from './frames.ts';
import { areaOf, drag, patience, rareColours, reject } from './page.ts';

/** A lasso is measured when it is let go: few events on the way there. */
const lassoStepPixels = 120;

export interface Lasso {
  frames: FrameWork[];
  painted: number;
  /** Milliseconds from letting go to the frame that shows all fills, and to the one that shows all. */
  filled: number;
  complete: number;
  /** The same in frames that the map drew: what remains where a slow graphics card stretches each. */
  framesToFill: number;
  framesToComplete: number;
}

/** A lasso round all villages in another colour each time; taken back afterwards. */
export async function measureLasso(
  browser: Browser,
  page: Page,
  { lasso, villages }: { lasso: number; villages: number },
): Promise<Lasso> {
  const colour = rareColours[lasso % rareColours.length]!;
  const { left, top, right, bottom } = await areaOf(page, villages);
  const [west, north, east, south] = [left - 3, top - 3, right + 3, bottom + 3];
  await page.keyboard.press('l');
  await page.keyboard.press(String(colour));
  await drag(
    page,
    [
      [west, north],
      [east, north],
      [east, south],
      [west, south],
      [west, north + 10],
    ],
    lassoStepPixels,
  );
  await page.evaluate(() => {
    const { map } = window.__xiangtu!;
    const times = { released: 0, filled: 0, complete: 0, frames: 0, framesToFill: 0 };
    Object.assign(window, { benchLasso: times });
    const probe = window.__xiangtuPainting!;
    addEventListener('pointerup', () => (times.released = performance.now()), { capture: true, once: true });
    const onrender = () => {
      const { fills, patterns, edges } = probe.backlog;
      if (times.released === 0 || probe.pendingCount === 0) return;
      times.frames += 1;
      if (fills > 0) return;
      times.filled ||= performance.now();
      times.framesToFill ||= times.frames;
      if (patterns + edges > 0) return;
      times.complete = performance.now();
      map.off('render', onrender);
    };
    map.on('render', onrender);
  });
  const frames = await traceFrames(browser, page, async () => {
    await page.mouse.up();
    await page.waitForFunction(
      () => (window as unknown as Lassoed).benchLasso.complete > 0,
      undefined,
      patience,
    );
  });
  const times = await page.evaluate(() => (window as unknown as Lassoed).benchLasso);
  const painted = await page.evaluate(() => window.__xiangtuPainting!.pendingCount);
  await reject(page);
  return {
    frames,
    painted,
    filled: times.filled - times.released,
    complete: times.complete - times.released,
    framesToFill: times.framesToFill,
    framesToComplete: times.frames,
  };
}
interface Lassoed {
  benchLasso: Record<'released' | 'filled' | 'complete' | 'frames' | 'framesToFill', number>;
}
