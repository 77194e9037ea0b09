import { test as base, expect, type Page } from '@playwright/test';
import { AxeBuilder } from '@axe-core/playwright';
import { PNG } from 'pngjs';

/**
 * A page that fails its test when it asks another host for anything, breaks the content security policy or
 * throws: nothing leaves the machine, nothing breaks silently.
 */
export const test = base.extend<{ strictPage: Page }>({
  strictPage: async ({ page, baseURL }, use) => {
    const strays: string[] = [];
    const faults: string[] = [];
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (['data:', 'blob:', 'about:'].includes(url.protocol)) return;
      if (url.origin !== baseURL) strays.push(request.url());
    });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      // Software WebGL warns about readback speed; only errors count.
      if (message.type() === 'error') faults.push(message.text());
    });
    await use(page);
    expect(strays, 'requests to other hosts').toEqual([]);
    expect(faults, 'errors in the page').toEqual([]);
  },
});

export { expect };

/** Waits until the map has its tiles, its categories and nothing left to draw. */
export async function waitForMap(page: Page): Promise<void> {
  await page.waitForFunction(() => window.__xiangtu?.isSettled() === true, undefined, { timeout: 60_000 });
}

/** No fault of accessibility that axe can see; the map's canvas has none of what it looks for. */
export async function passesAxe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('.maplibregl-canvas').analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join('; ')}`),
  ).toEqual([]);
}

/** A desk and a phone. */
const sizes = [
  [1440, 900],
  [390, 844],
] as const;

/** Looks at an open page in each size: it is drawn, does not scroll sideways and passes axe. Keeps screenshots. */
export async function fitsEverySize(page: Page, name: string): Promise<void> {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await expect(page.locator('h1').first()).toBeAttached();
    // A frame with the new size, after which the map knows what it lacks.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    if ((await page.locator('.maplibregl-canvas').count()) > 0) await waitForMap(page);
    await screenshot(page, `${name}-${width}`);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${name} at ${width}: pixels of sideways scrolling`).toBeLessThanOrEqual(0);
    await passesAxe(page);
  }
}

/** Keeps a screenshot as an artefact of the run and returns its pixels. */
export async function screenshot(page: Page, name: string): Promise<PNG> {
  return PNG.sync.read(await page.screenshot({ path: `tests/artefacts/${name}.png` }));
}

export type Colour = [red: number, green: number, blue: number];

export function colourOf(hex: string): Colour {
  return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16)) as Colour;
}

/** Largest channel difference between a pixel and a colour, 0…255. */
export function difference(image: PNG, x: number, y: number, [red, green, blue]: Colour): number {
  const at = (Math.round(y) * image.width + Math.round(x)) * 4;
  return Math.max(
    Math.abs(image.data[at]! - red),
    Math.abs(image.data[at + 1]! - green),
    Math.abs(image.data[at + 2]! - blue),
  );
}

/** Share of the pixels in a square around a point that are within `tolerance` of the colour. */
export function shareOfColour(
  image: PNG,
  centre: { x: number; y: number },
  colour: Colour,
  radius = 8,
  tolerance = 14,
): number {
  let matching = 0;
  let all = 0;
  for (let y = centre.y - radius; y <= centre.y + radius; y++) {
    for (let x = centre.x - radius; x <= centre.x + radius; x++) {
      if (x < 0 || y < 0 || x >= image.width || y >= image.height) continue;
      all++;
      if (difference(image, x, y, colour) <= tolerance) matching++;
    }
  }
  return all === 0 ? 0 : matching / all;
}
