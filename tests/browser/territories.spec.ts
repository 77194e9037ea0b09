import type { Browser, Page } from '@playwright/test';
import { expect, passesAxe, screenshot, test, waitForMap } from './page.ts';
import { logIn } from './people.ts';

/** Village borders edited by people: by hand, by keyboard, refused, seen by others, taken back. */
async function open(browser: Browser, login: string): Promise<Page> {
  const page = await logIn(browser, login);
  await page.goto('/workbench/territories');
  await waitForMap(page);
  return page;
}

const find = (page: Page) => page.getByLabel('找村', { exact: true });
const lineOf = async (page: Page): Promise<[number, number][]> => {
  const text = await page.getByLabel('线上的点').inputValue();
  return text.split('\n').map((row) => row.split(',').map(Number) as [number, number]);
};
const tilesOf = (page: Page) =>
  page.evaluate(() => {
    const source = window.__xiangtu!.map.getStyle().sources['base'] as { tiles?: string[] };
    return source.tiles?.[0];
  });

/** The border of 漏拉村 and its first neighbour, ready to be redrawn. */
async function chooseBorder(page: Page): Promise<void> {
  await find(page).fill('漏拉');
  await page.getByRole('button', { name: /^漏拉村/ }).click();
  await page.getByLabel('与哪个邻村的界线').selectOption({ index: 1 });
  await expect.poll(async () => (await lineOf(page)).length).toBe(2);
  await waitForMap(page);
}

test('a border is dragged, refused where it goes too far, saved, seen by a colleague and taken back', async ({
  browser,
}) => {
  // Two maps at once, drawn without a graphics card.
  test.setTimeout(480_000);
  const page = await open(browser, 'planner-huayuan');
  const colleague = await open(browser, 'planner');
  await colleague.setViewportSize({ width: 900, height: 500 });
  await passesAxe(page);
  await chooseBorder(page);
  const [from, to] = (await lineOf(page)) as [[number, number], [number, number]];
  const before = [await tilesOf(page), await tilesOf(colleague)];

  // Across the next villages.
  await page.getByText('用坐标写这条线').click();
  const typed = page.getByLabel('线上的点');
  await typed.fill(`${from.join(', ')}\n${from[0] - 0.1}, ${from[1]}\n${to.join(', ')}`);
  await typed.blur();
  await expect(page.getByRole('alert')).toContainText('第三个村');
  await expect(page.getByText('问题在这里')).toBeVisible();
  await expect(page.getByRole('button', { name: '保存改动' })).toBeDisabled();
  await screenshot(page, 'territories-refused');
  await passesAxe(page);
  await page.getByRole('button', { name: '重画' }).click();
  await expect.poll(() => lineOf(page)).toEqual([from, to]);

  const middle = await page.evaluate(
    ([one, other]) => {
      const { map } = window.__xiangtu!;
      const box = map.getCanvas().getBoundingClientRect();
      const [a, b] = [map.project(one!), map.project(other!)];
      return { x: box.x + (a.x + b.x) / 2, y: box.y + (a.y + b.y) / 2 };
    },
    [from, to],
  );
  await page.mouse.move(middle.x, middle.y);
  await page.mouse.down();
  await page.mouse.move(middle.x - 15, middle.y + 5, { steps: 4 });
  await page.mouse.move(middle.x - 30, middle.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await lineOf(page)).length).toBe(3);
  const preview = page.getByRole('region', { name: '预览' });
  await expect(preview).toContainText('桐木寨村');
  await page.getByLabel('理由', { exact: true }).fill('按勘界记录');
  await page.getByRole('button', { name: '保存改动' }).click();
  await expect(page.getByText('已保存：改边界')).toBeVisible();
  await expect.poll(() => tilesOf(page)).not.toBe(before[0]);
  await expect.poll(() => tilesOf(colleague)).not.toBe(before[1]);
  await waitForMap(page);
  await screenshot(page, 'territories-saved');

  await page.getByRole('button', { name: /^撤销/ }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('理由').fill('画错了');
  await dialog.getByRole('button', { name: '撤销' }).click();
  await expect(page.getByText('已保存：撤销')).toBeVisible();
  await chooseBorder(page);
  expect(await lineOf(page)).toEqual([from, to]);
  await page.context().close();
  await colleague.context().close();
});

test('villages are merged and brought apart by keyboard alone, on a phone too', async ({ browser }) => {
  const page = await open(browser, 'planner-huayuan');
  await page.setViewportSize({ width: 390, height: 844 });
  await find(page).focus();
  await page.keyboard.type('漏拉');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const tool = page.getByRole('radio', { name: '改边界' });
  await tool.focus();
  for (let steps = 0; steps < 3; steps++) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: '合并' })).toBeChecked();
  await page.getByLabel('并入本村的邻村').focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('region', { name: '预览' })).toContainText('被并入的村留在名单和各版本里');
  await page.getByLabel('批准文件').focus();
  await page.keyboard.type('县政函〔2026〕3号');
  await page.keyboard.press('Tab');
  await page.keyboard.type('两村合并');
  await passesAxe(page);
  await screenshot(page, 'territories-phone');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByText('已保存：合并')).toBeVisible();
  await page.getByRole('button', { name: /^撤销/ }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('理由').focus();
  await page.keyboard.type('还没有批复');
  await page.keyboard.press('Enter');
  await expect(page.getByText('已保存：撤销')).toBeVisible();
  await page.context().close();
});
