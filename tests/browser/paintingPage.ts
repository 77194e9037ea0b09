import type { Page } from '@playwright/test';
import { expect, waitForMap } from './page.ts';

/** Opens the painting page of a draft and waits until its map can be painted on. */
export async function openPainting(page: Page, version: string): Promise<void> {
  await page.goto(`/workbench/${version}/paint`);
  await waitForMap(page);
  await page.waitForFunction(() => window.__xiangtuPainting !== undefined);
}

/** Villages of a region as the server lists them, in the order of their ids. */
export async function villagesOf(page: Page, region: string): Promise<{ id: number; name: string }[]> {
  const answer = await page.request.get(`/api/villages?region=${region}&membership=member&limit=50`);
  const { items } = (await answer.json()) as { items: { id: number; name: string }[] };
  return items.toSorted((one, other) => one.id - other.id);
}

/** Assignment bytes as painted on this page. */
export const codesOn = (page: Page, villageIds: readonly number[]): Promise<number[]> =>
  page.evaluate((ids) => ids.map((id) => window.__xiangtuPainting!.codeOf(id)), [...villageIds]);

export const pendingOn = (page: Page): Promise<number> =>
  page.evaluate(() => window.__xiangtuPainting!.pendingCount);

/** Middle of a village's territory, CSS pixels of the page. */
export async function placeOf(page: Page, villageId: number): Promise<{ x: number; y: number }> {
  const place = await page.evaluate((id) => window.__xiangtuPainting!.placeOf(id), villageId);
  expect(place, `village ${villageId} has a territory`).not.toBeNull();
  return place!;
}

/** Clicks villages on the map into the category of a digit, and accepts. */
export async function clickInto(page: Page, digit: string, villageIds: readonly number[]): Promise<void> {
  await page.keyboard.press('c');
  await page.keyboard.press(digit);
  for (const villageId of villageIds) {
    const { x, y } = await placeOf(page, villageId);
    await page.mouse.click(x, y);
  }
  await expect.poll(() => pendingOn(page)).toBe(villageIds.length);
  await page.keyboard.press('a');
  await expect.poll(() => pendingOn(page)).toBe(0);
}

/** The state of saving, as the head of the page says it. */
export const saveState = (page: Page) => page.locator('header .save').first();
