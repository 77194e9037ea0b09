import type { Browser, Page } from '@playwright/test';
import { expect, passesAxe, screenshot, test, waitForMap } from './page.ts';
import { logIn } from './people.ts';

const address = '/workbench/xiangxi-2021-2025-v2/compare?against=xiangxi-2021-2025-v1';

async function openAs(browser: Browser, login: string, options = {}): Promise<Page> {
  const page = await logIn(browser, login, options);
  await page.goto(address);
  await expect(page.locator('.stage canvas')).toHaveCount(2);
  await waitForMap(page);
  return page;
}

test('two versions are compared beside each other, swiped, and by their changes', async ({ browser }) => {
  const page = await openAs(browser, 'planner');
  await expect(page.locator('.stage')).toContainText('第 1 版');
  await expect(page.locator('.stage')).toContainText('第 2 版');

  await page.locator('td button').first().click();
  await page
    .getByRole('button', { name: /^在图上看/ })
    .first()
    .click();
  const card = page.locator('section.card');
  await expect(card).toContainText('示范区');
  await expect(card).toContainText('重点帮扶区');
  await expect(card).toContainText('拟调整类别');
  // Both maps have gone to the village, and the camera is one.
  await page.waitForFunction(() => (window.__xiangtu?.map.getZoom() ?? 0) > 9.5);
  await waitForMap(page);
  await screenshot(page, 'compare-side-1440');

  await page.getByText('卷帘', { exact: true }).click();
  const divider = page.getByRole('slider');
  await expect(divider).toHaveAttribute('aria-valuenow', '50');
  await divider.focus();
  await page.keyboard.press('PageUp');
  await page.keyboard.press('ArrowLeft');
  await expect(divider).toHaveAttribute('aria-valuenow', '58');
  await passesAxe(page);

  await page.getByText('变化', { exact: true }).click();
  await expect(page.locator('canvas')).toHaveCount(1);
  await page.context().close();
});

test('a phone swipes', async ({ browser }) => {
  const page = await openAs(browser, 'planner', { viewport: { width: 390, height: 844 }, hasTouch: true });
  await expect(page.getByText('并排', { exact: true })).toHaveCount(0);
  const divider = page.getByRole('slider');
  await divider.scrollIntoViewIfNeeded();
  const box = (await divider.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 80, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  expect(Number(await divider.getAttribute('aria-valuenow'))).toBeGreaterThan(60);
  await page.context().close();
});
