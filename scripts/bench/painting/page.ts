import type { Browser, Page } from 'playwright-core';
import { draftVersionId } from '../../scale/planRows.ts';
import { endWatch, watchColours, watchEmptyMap, type Wait } from './colourWatch.ts';
import { traceFrames, type FrameWork } from './frames.ts';
import type { Station } from './station.ts';

/** As playwright.config.ts starts it. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
];

/** Of a server, with somebody to log in as. */
export type Address = Pick<Station, 'url' | 'login' | 'password'>;
const viewport = { width: 1440, height: 900 };
export const patience = { timeout: 180_000 };
/** Pixels between two pointer events of a brush, and how far it stays inside the map's edges. */
const stepPixels = 20;
const marginPixels = 6;
/** Colours that few villages have, in turn: a stroke changes nearly all it crosses. */
export const rareColours = [4, 3];

async function openPage(browser: Browser, { url, login, password }: Address, path: string): Promise<Page> {
  const page = await browser.newPage({ viewport, locale: 'zh-CN' });
  // tsx names functions by a function of its own, which those sent into the page would miss there.
  await page.addInitScript('globalThis.__name = (named) => named');
  await page.goto(`${url}/login`);
  await page.getByLabel('账号', { exact: true }).fill(login);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.locator('main').getByRole('button', { name: '登录' }).click();
  await page.waitForURL((address) => !address.pathname.includes('login'), patience);
  await page.goto(`${url}${path}`);
  await page.waitForFunction(() => window.__xiangtu?.isSettled() === true, undefined, patience);
  return page;
}

/** A pointer drag through corners, an event every `pixels`; the button stays down. */
export async function drag(
  page: Page,
  corners: readonly (readonly [number, number])[],
  pixels = stepPixels,
): Promise<void> {
  const [first, ...rest] = corners;
  await page.mouse.move(...first!);
  await page.mouse.down();
  let at = first!;
  for (const corner of rest) {
    const steps = Math.max(1, Math.ceil(Math.hypot(corner[0] - at[0], corner[1] - at[1]) / pixels));
    const from = at;
    for (let step = 1; step <= steps; step += 1) {
      const share = step / steps;
      await page.mouse.move(from[0] + (corner[0] - from[0]) * share, from[1] + (corner[1] - from[1]) * share);
    }
    at = corner;
  }
}

export interface EmptyMap {
  frames: FrameWork[];
  waits: Wait[];
}

/** A map without sources and layers, as large as the painting page's, that draws a frame at every pointer event. */
export async function measureEmptyMap(browser: Browser, address: Address): Promise<EmptyMap> {
  const page = await openPage(browser, address, '/map');
  await page.evaluate(() => {
    const { map } = window.__xiangtu!;
    const { width, height } = map.getCanvas().getBoundingClientRect();
    const container = document.createElement('div');
    container.style.cssText = `position:fixed;left:0;top:0;width:${width}px;height:${height}px`;
    document.body.replaceChildren(container);
    const EmptyMap = map.constructor as new (options: object) => typeof map;
    Object.assign(window, {
      map: new EmptyMap({ container, interactive: false, style: { version: 8, sources: {}, layers: [] } }),
    });
  });
  await page.waitForTimeout(1000);
  const watched = await watchedFrames(browser, page, {
    watch: () => watchEmptyMap(page),
    work: async () => {
      for (let row = 0; row < 4; row += 1)
        await drag(page, [
          [10, 100 + row * 50],
          [1000, 100 + row * 50],
        ]);
    },
  });
  await page.close();
  return { frames: watched.frames, waits: watched.waits };
}

async function watchedFrames(
  browser: Browser,
  page: Page,
  { watch, work }: { watch: () => Promise<void>; work: () => Promise<void> },
) {
  await watch();
  const frames = await traceFrames(browser, page, work);
  return { frames, ...(await endWatch(page)) };
}

/** The painting page of the draft, with the whole country in view. @throws Error when a village is out of view */
export async function openPainting(
  browser: Browser,
  address: Address,
  { villages }: { villages: number },
): Promise<Page> {
  const page = await openPage(browser, address, `/workbench/${draftVersionId}/paint`);
  await page.waitForFunction((id) => window.__xiangtuPainting?.placeOf(id) != null, villages, patience);
  await waitUntilDrawn(page);
  const area = await areaOf(page, villages);
  if (area.outOfView > 0) throw new Error(`${area.outOfView} villages are out of view`);
  return page;
}

async function waitUntilDrawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const { fills, patterns, edges } = window.__xiangtuPainting!.backlog;
      return fills + patterns + edges === 0;
    },
    undefined,
    patience,
  );
}

/** The rectangle on the page that holds the middles of all villages. */
export async function areaOf(page: Page, villages: number) {
  return page.evaluate((count) => {
    const probe = window.__xiangtuPainting!;
    const map = window.__xiangtu!.map.getCanvas().getBoundingClientRect();
    let [left, top, right, bottom, outOfView] = [Infinity, Infinity, -Infinity, -Infinity, 0];
    for (let id = 1; id <= count; id += 1) {
      const { x, y } = probe.placeOf(id)!;
      if (x < map.left || x > map.right || y < map.top || y > map.bottom) outOfView += 1;
      [left, top, right, bottom] = [
        Math.min(left, x),
        Math.min(top, y),
        Math.max(right, x),
        Math.max(bottom, y),
      ];
    }
    return { left, top, right, bottom, outOfView };
  }, villages);
}

export async function reject(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => window.__xiangtuPainting!.pendingCount === 0, undefined, patience);
  await waitUntilDrawn(page);
}

export interface Sweep {
  frames: FrameWork[];
  waits: Wait[];
  /** Villages painted that never got the colour. */
  unseen: number;
  painted: number;
}

/** A brush from one side of the country to the other, at another height each time; taken back afterwards. */
export async function measureSweep(
  browser: Browser,
  page: Page,
  { sweep, villages }: { sweep: number; villages: number },
): Promise<Sweep> {
  const colour = rareColours[sweep % rareColours.length]!;
  const area = await mapArea(page);
  await page.keyboard.press('p');
  await page.keyboard.press(String(colour));
  const y = area.top + (area.bottom - area.top) * (0.3 + 0.05 * (sweep % 9));
  const watched = await watchedFrames(browser, page, {
    watch: () => watchColours(page, { wanted: colour, villages }),
    work: async () => {
      await drag(page, [
        [area.left, y],
        [area.right, y],
      ]);
      await page.mouse.up();
      await page.waitForTimeout(300);
    },
  });
  const painted = await page.evaluate(() => window.__xiangtuPainting!.pendingCount);
  await reject(page);
  return { ...watched, painted };
}

async function mapArea(page: Page) {
  return page.evaluate((margin) => {
    const { left, top, right, bottom } = window.__xiangtu!.map.getCanvas().getBoundingClientRect();
    return { left: left + margin, top: top + margin, right: right - margin, bottom: bottom - margin };
  }, marginPixels);
}
