import type { Browser, Page } from '@playwright/test';
import type { Site, TourismRoute } from '../../server/contract/places.ts';
import { expect, passesAxe, screenshot, test, waitForMap } from './page.ts';
import { logIn } from './people.ts';

/**
 * Places and routes drawn by a planner: by keyboard and form, on the map, beside a colleague, and back again. A page that
 * throws fails its test.
 */
async function openStrictly(browser: Browser, login: string): Promise<Page> {
  const page = await logIn(browser, login);
  page.on('pageerror', (error) => {
    throw error;
  });
  return page;
}

/** Asks the server as the person of the page, past the page. */
const ask = <Answer>(
  page: Page,
  path: string,
  init: { method?: string; revision?: number; body?: object } = {},
) =>
  page.evaluate(
    async ([url, { method = 'GET', revision, body }]) => {
      const { csrfToken } = await (await fetch('/api/session')).json();
      const answer = await fetch(url, {
        method,
        headers: {
          'x-csrf-token': csrfToken,
          'content-type': 'application/json',
          ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return { status: answer.status, body: await answer.json() };
    },
    [path, init] as const,
  ) as Promise<{ status: number; body: Answer }>;

const siteOf = async (page: Page) => {
  const id = new URL(page.url()).searchParams.get('id');
  return (await ask<Site>(page, `/api/sites/${id}`)).body;
};
/** Names of what the newest tiles show. */
const drawnNames = (page: Page, source: string, sourceLayer: string) =>
  page.evaluate(
    ([id, layer]) =>
      window
        .__xiangtu!.map.querySourceFeatures(id, { sourceLayer: layer })
        .map(({ properties }) => properties['n']),
    [source, sourceLayer] as const,
  );
const toast = (page: Page, text: string) =>
  expect(page.getByRole('status').filter({ hasText: text }).last()).toBeVisible();
const form = (page: Page) => page.getByRole('complementary', { name: '表单' });

test('a site is drawn by keys and form, moved, taken back, deleted and brought back', async ({ browser }) => {
  const page = await openStrictly(browser, 'planner');
  await page.goto('/workbench');
  await page.getByRole('link', { name: '点位与线路' }).first().click();
  await expect(page.getByRole('button', { name: '新建安置点' })).toBeEnabled();
  await waitForMap(page);
  await page.locator('body').press('n');
  await form(page).getByRole('button', { name: '保存' }).waitFor();
  await form(page).getByLabel('名称').fill('向阳安置点');
  await form(page).getByLabel('户数').fill('十二');
  await expect(form(page).getByText('要填整数')).toBeVisible();
  await form(page).getByLabel('户数').fill('12');
  await form(page).getByLabel('建成年份').fill('2190');
  await form(page).getByLabel('经度').fill('109.75');
  await form(page).getByLabel('纬度').fill('28.32');
  await page.keyboard.press('Control+s');
  // What is missing stands at its field; then what only the server knows.
  await expect(form(page).getByText('这一项要填')).toHaveCount(2);
  await form(page).getByLabel('规模').selectOption('small');
  await form(page).getByLabel('位置怎么来的').selectOption('surveyed');
  await page.keyboard.press('Control+s');
  await expect(form(page).getByText(/年份不能晚于/)).toBeVisible();
  await form(page).getByLabel('建成年份').fill('2024');
  await page.keyboard.press('Control+s');
  await toast(page, '已新建「向阳安置点」');
  const made = await siteOf(page);
  expect(made).toMatchObject({
    households: 12,
    isDemonstration: false,
    locationQuality: 'surveyed',
    revision: 1,
  });
  await page.evaluate(() => window.__xiangtu!.map.jumpTo({ center: [109.75, 28.32], zoom: 12 }));
  await expect.poll(() => drawnNames(page, 'places', 'sites')).toContain('向阳安置点');

  const north = form(page).getByRole('button', { name: '向北 10 米' });
  await north.focus();
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Control+s');
  await expect(form(page).getByText('这一项要填')).toHaveCount(1);
  await form(page).getByLabel('位置怎么来的').selectOption('gazetteer');
  await page.keyboard.press('Control+s');
  await toast(page, '已移动「向阳安置点」');
  const moved = await siteOf(page);
  expect(moved.position[1]).toBeGreaterThan(made.position[1]);
  expect(moved.locationQuality).toBe('gazetteer');

  await page.getByRole('heading', { name: '点位与线路' }).click();
  await page.keyboard.press('z');
  await toast(page, '已撤销：已移动');
  expect(await siteOf(page)).toMatchObject({ position: made.position, locationQuality: 'surveyed' });
  await page.keyboard.press('Shift+Z');
  await toast(page, '已重做：已移动');
  expect((await siteOf(page)).position).toEqual(moved.position);

  await screenshot(page, 'drawing-site-1440');
  await passesAxe(page);

  const address = `/api/sites/${made.id}`;
  await form(page).getByRole('button', { name: '删除' }).click();
  await toast(page, '已删除「向阳安置点」');
  expect((await ask(page, address)).status).toBe(404);
  await page.getByRole('status').getByRole('button', { name: '撤销' }).click();
  await toast(page, '已撤销：已删除');
  expect((await ask<Site>(page, address)).body).toMatchObject({ position: moved.position });
  await expect(form(page).getByLabel('名称')).toHaveValue('向阳安置点');
  await page.context().close();
});

test('a route follows roads through three stops, is reversed, saved, deleted and brought back', async ({
  browser,
}) => {
  const page = await openStrictly(browser, 'planner');
  /** A name no earlier run has left behind. */
  const title = `测试环线${Math.random().toString(36).slice(2, 5)}`;
  await page.goto('/workbench/places?layer=routes');
  await page.getByRole('button', { name: '新建线路' }).click();
  await form(page).getByLabel('名称', { exact: false }).first().fill(title);
  await waitForMap(page);
  const stops = [
    ['甲', 109.69, 28.31],
    ['乙', 109.8, 28.25],
  ] as const;
  await form(page).getByRole('button', { name: '输入坐标加站' }).click();
  for (const [index, [stop, lng, lat]] of stops.entries()) {
    if (index > 0) await form(page).getByRole('button', { name: '输入坐标加站' }).click();
    await form(page).getByLabel('经度').fill(String(lng));
    await form(page).getByLabel('纬度').fill(String(lat));
    await form(page).getByRole('button', { name: '加这一站' }).click();
    await form(page)
      .getByLabel(`第 ${index + 1} 站的名称`)
      .fill(stop);
  }
  // The third by the pointer.
  await page.evaluate(() => window.__xiangtu!.map.jumpTo({ center: [109.75, 28.29], zoom: 10.5 }));
  await waitForMap(page);
  const box = (await page.locator('.maplibregl-canvas').boundingBox())!;
  await page.mouse.click(box.x + box.width / 2 + 60, box.y + box.height / 2 - 40);
  await form(page).getByLabel('第 3 站的名称').fill('丙');
  await expect(form(page).getByText('全程沿道路')).toBeVisible();
  await expect(form(page).getByText('按道路等级的车速算')).toBeVisible();
  await form(page).getByRole('button', { name: '反向' }).click();
  await expect(form(page).getByLabel('第 1 站的名称')).toHaveValue('丙');
  await screenshot(page, 'drawing-route-1440');
  await page.keyboard.press('Control+s');
  await toast(page, `已新建「${title}」`);
  const id = new URL(page.url()).searchParams.get('id');
  const saved = (
    await ask<TourismRoute & { line: { coordinates: [number, number][][] } }>(page, `/api/routes/${id}`)
  ).body;
  expect(saved.stops.map((stop) => stop.name)).toEqual(['丙', '乙', '甲']);
  // Roads bend: a straight drawing would have two positions a leg.
  expect(saved.line.coordinates.map((leg) => leg.length > 2)).toEqual([true, true]);

  await form(page).getByLabel('沿道路连接').uncheck();
  await expect(form(page).getByText('直线示意')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: '点位与线路' }).click();
  await page.keyboard.press('z');
  await expect(form(page).getByText('全程沿道路')).toBeVisible();

  await form(page).getByRole('button', { name: '从一站分成两条' }).click();
  await form(page).getByLabel('后一条的名称').fill(`${title}后段`);
  await form(page).getByRole('button', { name: '分成两条', exact: true }).click();
  await toast(page, `已把「${title}」分成两条`);
  const namesOf = async () =>
    (await ask<{ items: TourismRoute[] }>(page, '/api/routes')).body.items.map(({ name }) => name);
  expect(await namesOf()).toEqual(expect.arrayContaining([title, `${title}后段`]));
  await page.getByRole('status').getByRole('button', { name: '撤销' }).click();
  await toast(page, '已撤销：已把');
  expect(await namesOf()).not.toContain(`${title}后段`);

  await form(page).getByRole('button', { name: '删除' }).click();
  await toast(page, `已删除「${title}」`);
  expect(await namesOf()).not.toContain(title);
  await page.getByRole('status').getByRole('button', { name: '撤销' }).click();
  await expect.poll(namesOf).toContain(title);
  await page.context().close();
});

test('what a colleague changed meanwhile is shown, and unsaved work is never left unasked', async ({
  browser,
}) => {
  const page = await openStrictly(browser, 'planner');
  const colleague = await openStrictly(browser, 'planner-huayuan');
  await page.goto('/workbench/places?layer=sites&id=2');
  await expect(form(page).getByLabel('人口')).toBeEnabled();
  const before = await siteOf(page);
  const [people, households] = [before.people! + 3, before.households! + 1];
  await form(page).getByLabel('人口').fill(String(people));
  const changed = await ask<{ item: Site }>(colleague, '/api/sites/2', {
    method: 'PATCH',
    revision: before.revision,
    body: { households },
  });
  expect(changed.status).toBe(200);
  await expect(form(page).getByText('同事刚改了这一条')).toBeVisible();
  await expect(form(page).getByLabel('人口')).toHaveValue(String(people));
  await form(page).getByRole('button', { name: '保存' }).click();
  const dialog = page.getByRole('dialog', { name: '同事也改了这一条' });
  await expect(dialog.getByRole('row', { name: /户数/ })).toContainText(String(households));
  await screenshot(page, 'drawing-conflict-1440');
  await dialog.getByRole('button', { name: '用我的' }).click();
  await toast(page, '已改');
  expect(await siteOf(page)).toMatchObject({ households, people });

  await form(page)
    .getByLabel('人口')
    .fill(String(people + 1));
  await page.getByRole('link', { name: '地图', exact: true }).first().click();
  const leaving = page.getByRole('dialog', { name: '有没存的改动' });
  await leaving.getByRole('button', { name: '留在这里' }).click();
  await expect(form(page).getByLabel('人口')).toHaveValue(String(people + 1));
  await page.getByRole('link', { name: '地图', exact: true }).first().click();
  await leaving.getByRole('button', { name: '放弃改动' }).click();
  await expect(page).toHaveURL(/\/map/);
  expect((await ask<Site>(page, '/api/sites/2')).body.people).toBe(people);

  // A planner of one county looks at another's places without changing them.
  await colleague.goto('/workbench/places?layer=sites&id=1');
  await expect(form(colleague).getByText('由有权限的规划员改')).toBeVisible();
  await expect(form(colleague).getByLabel('名称')).toBeDisabled();
  await colleague.setViewportSize({ width: 390, height: 844 });
  await screenshot(colleague, 'drawing-390');
  await page.context().close();
  await colleague.context().close();
});
