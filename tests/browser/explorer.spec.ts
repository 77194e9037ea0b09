import type { Page } from '@playwright/test';
import { palettes } from '../../client/theme/palette.ts';
import { colourOf, expect, screenshot, shareOfColour, test, waitForMap } from './page.ts';

interface VillageRow {
  id: number;
  name: string;
  categoryKey: string | null;
  position: [number, number];
}

/** Slot of each category, as the scheme of 湘西 sets it. */
const slotOf: Record<string, number> = {
  demonstration: 1,
  keyAssistance: 2,
  consolidationOne: 3,
  consolidationTwo: 4,
};

async function villagesOf(page: Page, region: string): Promise<VillageRow[]> {
  const answer = await page.request.get(`/api/public/villages?region=${region}&limit=1000`);
  return ((await answer.json()) as { items: VillageRow[] }).items;
}

/** Where villages are on the screen; only those well inside the map. */
async function onScreen(
  page: Page,
  villages: VillageRow[],
): Promise<(VillageRow & { x: number; y: number })[]> {
  const canvas = (await page.locator('.maplibregl-canvas').first().boundingBox())!;
  const points = await page.evaluate(
    (positions) =>
      positions.map((position) => window.__xiangtu!.map.project(position)).map(({ x, y }) => ({ x, y })),
    villages.map((village) => village.position),
  );
  return villages
    .map((village, index) => ({ ...village, x: points[index]!.x + canvas.x, y: points[index]!.y + canvas.y }))
    .filter(
      ({ x, y }) =>
        x > canvas.x + 30 &&
        y > canvas.y + 30 &&
        x < canvas.x + canvas.width - 80 &&
        y < canvas.y + canvas.height - 60,
    );
}

test('typing sbd and Enter opens 十八洞村 with its class and targets', async ({ strictPage: page }) => {
  await page.goto('/map');
  await waitForMap(page);
  await page.keyboard.press('/');
  await page.keyboard.type('sbd');
  await expect(page.getByRole('option').first()).toContainText('十八洞村');
  await page.keyboard.press('Enter');
  const card = page.locator('.card').first();
  await expect(card).toContainText('示范区');
  await expect(card).toContainText('25,000 元');
  await expect(card).toContainText('推定位置');
  await waitForMap(page);
  expect(new URL(page.url()).searchParams.get('s')).toMatch(/^villages\.\d+$/);
  await screenshot(page, 'explorer-village-1440');
});

for (const theme of ['light', 'dark'] as const) {
  test(`villages of 花垣县 are drawn in the colour of their category, ${theme}`, async ({
    strictPage: page,
  }) => {
    await page.addInitScript((name) => localStorage.setItem('xiangtu.theme', name), theme);
    await page.emulateMedia({ colorScheme: theme });
    await page.goto('/map?r=433124');
    await waitForMap(page);
    const image = await screenshot(page, `explorer-county-${theme}-1440`);
    const members = (await onScreen(page, await villagesOf(page, '433124'))).filter(
      (village) => village.categoryKey !== null,
    );
    expect(members.length).toBeGreaterThan(60);
    // A letter, a pattern or a label may lie over the point itself: the class must fill most of its surroundings.
    const drawn = members.filter((village) => {
      const fill = palettes[theme].slots[slotOf[village.categoryKey!]! - 1]!.fill;
      return shareOfColour(image, village, colourOf(fill), 9, 40) >= 0.25;
    });
    expect(drawn.length / members.length).toBeGreaterThan(0.85);
  });
}

test('every rendered village carries the state of its category', async ({ strictPage: page }) => {
  await page.goto('/map?r=433124');
  await waitForMap(page);
  const rows = new Map((await villagesOf(page, '433124')).map((village) => [village.id, village]));
  const states = await page.evaluate(() => {
    const { map } = window.__xiangtu!;
    const fill = map
      .getStyle()
      .layers.find((layer) => layer.id.startsWith('villages-') && layer.type === 'fill')!;
    return map
      .queryRenderedFeatures({ layers: [fill.id] })
      .map((feature) => [Number(feature.id), feature.state.c ?? 0] as const);
  });
  const known = states.filter(([id]) => rows.has(id));
  expect(new Set(known.map(([id]) => id)).size).toBe(rows.size);
  for (const [id, code] of known)
    expect(code, rows.get(id)!.name).toBe(slotOf[rows.get(id)!.categoryKey ?? ''] ?? 0);
});

test('county, township, village and back by the browser', async ({ strictPage: page }) => {
  await page.goto('/map');
  await waitForMap(page);
  await page.evaluate(() => window.__xiangtu!.view.goToRegion('433124'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('花垣县');
  await waitForMap(page);
  await page.evaluate(() => window.__xiangtu!.view.goToRegion('433124108'));
  await expect(page.getByRole('navigation', { name: '所在行政区' })).toContainText('花垣县');
  const township = await page.getByRole('heading', { level: 1 }).innerText();
  await waitForMap(page);
  await screenshot(page, 'explorer-township-1440');
  expect(township).not.toBe('花垣县');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('花垣县');
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/湘西/);
});

test('a link carries the whole view', async ({ strictPage: page }) => {
  const link = '/map?r=433124&l=villages,sites,boundaries&c=109.45,28.45,10.5';
  await page.goto(link);
  await waitForMap(page);
  await page.reload();
  await waitForMap(page);
  const camera = await page.evaluate(() => {
    const { map } = window.__xiangtu!;
    return {
      ...map.getCenter(),
      zoom: map.getZoom(),
      sites: map.getStyle().layers.some((layer) => layer.id.startsWith('sites-')),
    };
  });
  expect(camera.lng).toBeCloseTo(109.45, 2);
  expect(camera.lat).toBeCloseTo(28.45, 2);
  expect(camera.zoom).toBeCloseTo(10.5, 1);
  expect(camera.sites).toBe(true);
});

test('each listed layer draws something where the demonstration has it', async ({ strictPage: page }) => {
  await page.goto(
    '/map?r=433124&l=villages,zones,townships,roads,boundaries,routes,projects,facilities,sites',
  );
  await waitForMap(page);
  await screenshot(page, 'explorer-all-layers-1440');
  const drawn = await page.evaluate(() => {
    const { map } = window.__xiangtu!;
    return [...new Set(map.queryRenderedFeatures().map((feature) => feature.layer.id.split('-')[0]!))];
  });
  for (const layer of ['villages', 'roads', 'boundaries', 'routes', 'facilities', 'sites'])
    expect(drawn).toContain(layer);
});

test('coverage is drawn as the figure says', async ({ strictPage: page }) => {
  await page.goto('/coverage/clinic');
  await waitForMap(page);
  const answer = await page.request.get('/api/public/coverage/reach?kind=clinic');
  const reach = (await answer.json()) as {
    totals: Record<string, { villages: number }>;
    villages: { id: number; status: string }[];
  };
  await expect(page.locator('main')).toContainText(reach.totals.unserved!.villages.toLocaleString('en-US'));
  await expect(page.locator('main')).toContainText('基于推定位置，仅供演示');
  await screenshot(page, 'coverage-1440');
  const mismatches = await page.evaluate((villages) => {
    const { map } = window.__xiangtu!;
    const code: Record<string, number> = { served: 1, unserved: 2, unknown: 3 };
    return villages.filter(({ id, status }) => {
      const state = map.getFeatureState({ source: 'base', sourceLayer: 'villages', id });
      return state.v !== code[status];
    }).length;
  }, reach.villages);
  expect(mismatches).toBe(0);
});

test('where features overlap a click lists them', async ({ strictPage: page }) => {
  await page.goto('/map?r=433124&l=villages,sites,facilities,boundaries');
  await waitForMap(page);
  const spot = await page.evaluate(() => {
    const { map } = window.__xiangtu!;
    const { clientWidth: width, clientHeight: height } = map.getContainer();
    const sites = map
      .queryRenderedFeatures({
        layers: map
          .getStyle()
          .layers.map((layer) => layer.id)
          .filter((id) => id.startsWith('sites-')),
      })
      .map((feature) => map.project((feature.geometry as GeoJSON.Point).coordinates as [number, number]));
    return sites
      .map(({ x, y }) => ({ x, y }))
      .find(({ x, y }) => x > 60 && y > 60 && x < width - 340 && y < height - 80)!;
  });
  const canvas = (await page.locator('.maplibregl-canvas').first().boundingBox())!;
  await page.mouse.click(canvas.x + spot.x, canvas.y + spot.y);
  await expect(page.locator('main')).toContainText(/示例安置点/);
  await expect(page.locator('main')).toContainText(/1 \/ \d+|第 1/);
  await screenshot(page, 'explorer-overlap-1440');
});

test('a facility of the coverage shows how far its standard reaches', async ({ strictPage: page }) => {
  const answer = await page.request.get('/api/public/facilities?kind=clinic&region=433124&limit=1');
  const { items } = (await answer.json()) as { items: { id: number }[] };
  await page.goto(`/coverage/clinic?r=433124&s=facilities.${items[0]!.id}`);
  await waitForMap(page);
  await expect(page.locator('main')).toContainText('所选设施');
  await screenshot(page, 'coverage-service-area-1440');
  const drawn = await page.evaluate(() =>
    window
      .__xiangtu!.map.queryRenderedFeatures()
      .some((feature) => feature.layer.id.startsWith('serviceArea-')),
  );
  expect(drawn).toBe(true);
});
