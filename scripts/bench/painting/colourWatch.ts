import type { Page } from 'playwright-core';

/** How long a village waited, from the pointer event that painted it to the frame that showed its colour. */
export interface Wait {
  frames: number;
  milliseconds: number;
}

interface Watch {
  waits: Wait[];
  unseen: number;
  stop(): void;
}
declare global {
  interface Window {
    benchWatch?: Watch;
  }
}

/**
 * Counts frames from the pointer event that made villages `wanted` to the frame in which the map has drawn them so: by
 * the map's own feature state, at its `render` event. A brush reaches villages before the pointer does, so that after
 * each event all of them are looked at; that costs about 0.1 ms, which is counted as script of the page.
 */
export async function watchColours(
  page: Page,
  { wanted, villages }: { wanted: number; villages: number },
): Promise<void> {
  await page.evaluate(
    ([code, count]) => {
      const { map } = window.__xiangtu!;
      const probe = window.__xiangtuPainting!;
      const isWanted = new Uint8Array(count + 1);
      for (let id = 1; id <= count; id += 1) isWanted[id] = probe.codeOf(id) === code ? 1 : 0;
      let waiting: { id: number; frame: number; at: number }[] = [];
      const waits: { frames: number; milliseconds: number }[] = [];
      let frame = 0;
      let request = requestAnimationFrame(function next() {
        frame += 1;
        request = requestAnimationFrame(next);
      });
      // After the page's own listeners, which paint before they return.
      const onpointermove = ({ timeStamp }: PointerEvent) => {
        for (let id = 1; id <= count; id += 1) {
          if (isWanted[id] === 1 || probe.codeOf(id) !== code) continue;
          isWanted[id] = 1;
          waiting.push({ id, frame, at: timeStamp });
        }
      };
      const onrender = () => {
        waiting = waiting.filter(({ id, frame: from, at }) => {
          const state = map.getFeatureState({ source: 'base', sourceLayer: 'villages', id });
          if (state['c'] !== code) return true;
          waits.push({ frames: frame - from, milliseconds: performance.now() - at });
          return false;
        });
      };
      addEventListener('pointermove', onpointermove);
      map.on('render', onrender);
      window.benchWatch = {
        waits,
        get unseen() {
          return waiting.length;
        },
        stop() {
          cancelAnimationFrame(request);
          removeEventListener('pointermove', onpointermove);
          map.off('render', onrender);
        },
      };
    },
    [wanted, villages] as const,
  );
}

/** The same on an empty map: from a pointer event to the next frame that the map draws. */
export async function watchEmptyMap(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { map } = window as unknown as { map: NonNullable<Window['__xiangtu']>['map'] };
    let waiting: { frame: number; at: number }[] = [];
    const waits: { frames: number; milliseconds: number }[] = [];
    let frame = 0;
    let request = requestAnimationFrame(function next() {
      frame += 1;
      request = requestAnimationFrame(next);
    });
    const onpointermove = ({ timeStamp }: PointerEvent) => {
      waiting.push({ frame, at: timeStamp });
      map.triggerRepaint();
    };
    const onrender = () => {
      for (const { frame: from, at } of waiting)
        waits.push({ frames: frame - from, milliseconds: performance.now() - at });
      waiting = [];
    };
    addEventListener('pointermove', onpointermove, { capture: true });
    map.on('render', onrender);
    window.benchWatch = {
      waits,
      get unseen() {
        return waiting.length;
      },
      stop() {
        cancelAnimationFrame(request);
        removeEventListener('pointermove', onpointermove, { capture: true });
        map.off('render', onrender);
      },
    };
  });
}

/** Ends the watch. @returns the waits, and how many villages never got their colour */
export async function endWatch(page: Page): Promise<{ waits: Wait[]; unseen: number }> {
  return page.evaluate(() => {
    const { benchWatch: watch } = window;
    if (!watch) throw new Error('nothing is watched');
    watch.stop();
    return { waits: [...watch.waits], unseen: watch.unseen };
  });
}
