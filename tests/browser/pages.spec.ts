import { expect, fitsEverySize, test, waitForMap } from './page.ts';

const pages = [
  { name: 'home', path: '/', hasMap: true },
  { name: 'map', path: '/map', hasMap: true },
  { name: 'county', path: '/map?r=433124', hasMap: true },
  { name: 'list', path: '/list?r=433124', hasMap: false },
  { name: 'village', path: '/v/707', hasMap: true },
  { name: 'coverage', path: '/coverage/clinic', hasMap: true },
  { name: 'projects', path: '/projects', hasMap: false },
  { name: 'indicators', path: '/indicators', hasMap: false },
  { name: 'data', path: '/data', hasMap: false },
];

for (const { name, path, hasMap } of pages) {
  test(`${name} fits a desk and a phone, says 演示站 and passes axe`, async ({ strictPage: page }) => {
    await page.goto(path);
    if (hasMap) await waitForMap(page);
    await expect(page.getByText('演示站').filter({ visible: true }).first()).toBeVisible();
    await fitsEverySize(page, name);
    await expect(page.getByText('演示站').filter({ visible: true }).first()).toBeVisible();
  });
}

test('the overview shows the plan’s own table, declared equal to listed', async ({ strictPage: page }) => {
  await page.goto('/');
  for (const total of ['1,110', '135', '369', '193', '413'])
    await expect(page.locator('main')).toContainText(total);
  const table = page.getByRole('table').first();
  await expect(table.getByRole('row').filter({ hasText: '花垣县' })).toContainText(/28[^]*25[^]*26[^]*63/);
});

test('figures carry the contradictions of their source', async ({ strictPage: page }) => {
  await page.goto('/indicators');
  await expect(page.getByText('恩格尔系数').first()).toBeVisible();
  await expect(page.getByText(/出入/).first()).toBeVisible();
  await page.goto('/projects');
  await expect(page.getByText('油茶种植基地项目').first()).toBeVisible();
});

test('in English the interface is English and names carry pinyin', async ({ strictPage: page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Switch to English' }).first().click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('link', { name: 'Map' }).first()).toBeVisible();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test('the list holds the same villages as the map', async ({ strictPage: page }) => {
  const answer = await page.request.get('/api/public/villages?region=433124&limit=1');
  const { total } = (await answer.json()) as { total: number };
  await page.goto('/list?r=433124');
  await expect(page.locator('main')).toContainText(`${total} 行`);
  await page.goto('/map?r=433124');
  await waitForMap(page);
  const drawn = await page.evaluate(() => {
    const { map } = window.__xiangtu!;
    const cells = map.querySourceFeatures('base', {
      sourceLayer: 'villages',
      filter: ['==', ['get', 'c'], '433124'],
    });
    return new Set(cells.map((cell) => cell.id)).size;
  });
  expect(drawn).toBe(total);
});

test('the list filters by initials', async ({ strictPage: page }) => {
  await page.goto('/list?r=433124&q=sbdc');
  await expect(page.locator('main')).toContainText('十八洞村');
  await expect(page.locator('main')).not.toContainText('金龙村');
});
