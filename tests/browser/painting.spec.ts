import type { CDPSession, Locator, Page } from '@playwright/test';
import { expect, passesAxe, screenshot, test, waitForMap } from './page.ts';
import { openPainting, pendingOn, placeOf, saveState, villagesOf } from './paintingPage.ts';
import { copyFirstVersion, logIn } from './people.ts';

/** 花垣县. */
const county = '433124';

/** Presses Tab until a control has the focus, as a person without a mouse does. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`120 presses of Tab do not come to ${String(control)}`);
}

/** Chooses in a select that has the focus, by its keys alone. */
async function chooseByKeys(page: Page, select: Locator, value: string): Promise<void> {
  await tabTo(page, select);
  const steps = await select.evaluate(
    (element, wanted) =>
      [...(element as HTMLSelectElement).options].findIndex((each) => each.value === wanted),
    value,
  );
  expect(steps, `${value} can be chosen`).toBeGreaterThanOrEqual(0);
  await page.keyboard.press('Home');
  for (let step = 0; step < steps; step++) await page.keyboard.press('ArrowDown');
  await expect(select).toHaveValue(value);
}

test('a township is classified, explained and sent for review without a mouse', async ({ browser }) => {
  const page = await logIn(browser, 'planner');
  const version = await copyFirstVersion(page, '只用键盘');
  await openPainting(page, version);
  const [first] = await villagesOf(page, county);
  const { townshipCode } = (await (await page.request.get(`/api/villages/${first!.id}`)).json()) as {
    townshipCode: string;
  };

  // The villages of the township are found by their place and put back to 未分类.
  await page.keyboard.press('0');
  await tabTo(page, page.locator('summary', { hasText: '不用地图选村' }));
  await page.keyboard.press('Enter');
  await chooseByKeys(page, page.getByRole('combobox', { name: /^县市/ }), county);
  await chooseByKeys(page, page.getByRole('combobox', { name: /^乡镇街道/ }), townshipCode);
  const all = page.getByRole('button', { name: /^\d+ 村归为未分类$/ });
  await tabTo(page, all);
  await page.keyboard.press('Enter');
  const taken = await pendingOn(page);
  expect(taken).toBeGreaterThan(1);
  await page.keyboard.press('a');
  await expect(saveState(page)).toContainText('已保存');

  // N goes to the next of them, 2 and F classify it.
  await page.keyboard.press('2');
  for (let village = 1; village <= taken; village++) {
    await page.keyboard.press('n');
    await page.keyboard.press('f');
    expect(await pendingOn(page)).toBe(village);
  }
  await expect(page.locator('aside').first()).toContainText('全部归类');

  await tabTo(page, page.getByRole('button', { name: '写理由' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('textbox', { name: '理由', exact: true }));
  await page.keyboard.type('乡镇会议议定');
  await screenshot(page, 'painting-keyboard-1440');
  await passesAxe(page);
  await tabTo(page, page.getByRole('button', { name: /^确认/ }));
  await page.keyboard.press('Enter');
  await expect.poll(() => pendingOn(page)).toBe(0);
  await expect(saveState(page)).toContainText('已保存');

  await tabTo(page, page.getByRole('button', { name: '送审', exact: true }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('送审这一版');
  await tabTo(page, dialog.getByRole('textbox'));
  await page.keyboard.type('请审');
  await tabTo(page, dialog.getByRole('button', { name: '送审', exact: true }));
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: '送审', exact: true })).toBeHidden();
  await expect(page.locator('header').first()).toContainText('送审');
  await page.context().close();
});

/** Fingers on the screen: all that touch it at that moment. */
async function touch(
  session: CDPSession,
  type: 'touchStart' | 'touchMove' | 'touchEnd',
  points: { x: number; y: number; id: number }[],
): Promise<void> {
  await session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
}

test('one finger paints, a second takes the stroke back and zooms, undo takes back what was accepted', async ({
  browser,
}) => {
  const page = await logIn(browser, 'planner', { hasTouch: true, viewport: { width: 1180, height: 820 } });
  const version = await copyFirstVersion(page, '触摸');
  await openPainting(page, version);
  const session = await page.context().newCDPSession(page);
  const [from, to] = await villagesOf(page, county);
  await page.getByRole('button', { name: '画笔' }).tap();
  const start = await placeOf(page, from!.id);
  const end = await placeOf(page, to!.id);
  const finger = (x: number, y: number, id = 0) => ({ x, y, id });
  const isStroking = () => page.evaluate(() => window.__xiangtuPainting!.isStroking);
  const zoom = () => page.evaluate(() => window.__xiangtu!.map.getZoom());
  await page.keyboard.press('0');

  await touch(session, 'touchStart', [finger(start.x, start.y)]);
  await touch(session, 'touchMove', [finger(end.x, end.y)]);
  await expect.poll(isStroking).toBe(true);
  await expect.poll(() => pendingOn(page)).toBeGreaterThan(0);

  const before = await zoom();
  await touch(session, 'touchStart', [finger(end.x, end.y), finger(end.x + 60, end.y, 1)]);
  await expect.poll(isStroking).toBe(false);
  expect(await pendingOn(page)).toBe(0);
  for (const spread of [80, 110, 150, 200])
    await touch(session, 'touchMove', [
      finger(end.x - spread / 2, end.y),
      finger(end.x + 60 + spread, end.y, 1),
    ]);
  await touch(session, 'touchEnd', []);
  await expect.poll(zoom).toBeGreaterThan(before);
  await waitForMap(page);
  expect(await pendingOn(page), 'pinching painted nothing').toBe(0);

  await page.evaluate((level) => window.__xiangtu!.map.jumpTo({ zoom: level }), before);
  await waitForMap(page);
  const { x, y } = await placeOf(page, from!.id);
  await touch(session, 'touchStart', [finger(x, y)]);
  await touch(session, 'touchMove', [finger(x + 40, y + 10)]);
  await touch(session, 'touchEnd', []);
  await expect.poll(() => pendingOn(page)).toBeGreaterThan(0);
  const painted = await pendingOn(page);
  await screenshot(page, 'painting-touch-1180');
  await page.getByRole('button', { name: /^确认/ }).tap();
  await expect(page.locator('footer')).toContainText(`确认了 ${painted} 村`);
  await page.getByRole('toolbar').getByRole('button', { name: '撤销' }).tap();
  await expect(page.locator('footer')).toContainText(`撤销了 ${painted} 村`);
  await expect(saveState(page)).toContainText('已保存');
  await page.context().close();
});

test('1,110 villages are classified again by a rule, from preview to review', async ({ browser }) => {
  const page = await logIn(browser, 'planner');
  const version = await copyFirstVersion(page, '按规则重新归类');
  await openPainting(page, version);
  await page.getByRole('tab', { name: '规则' }).click();
  const panel = page.getByRole('tabpanel');
  const rule = panel.locator('article').first();
  await rule.getByRole('button').first().click();
  const matched = rule.locator('dd b').first();
  await expect(matched).toHaveText(/\d 村$/);
  const whole = await matched.textContent();
  await screenshot(page, 'painting-rule-1440');

  // The counts follow a threshold while it is dragged.
  const slider = rule.getByRole('slider').first();
  await slider.scrollIntoViewIfNeeded();
  const box = (await slider.boundingBox())!;
  const share = await slider.evaluate((element) => {
    const { value, min, max } = element as HTMLInputElement;
    return (Number(value) - Number(min)) / (Number(max) - Number(min));
  });
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * share, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * (share > 0.5 ? 0.2 : 0.8), y, { steps: 6 });
  await expect(matched).not.toHaveText(whole!);
  await screenshot(page, 'painting-rule-dragged-1440');
  await page.mouse.up();
  await panel.getByRole('button', { name: '放弃改动' }).click();
  await expect(matched).toHaveText(whole!);

  await panel.getByRole('button', { name: '按规则建议' }).click();
  await panel.getByLabel('哪些村').selectOption('all');
  const sum = await panel.locator('p.sum').textContent();
  const [same, other] = [...sum!.replaceAll(',', '').matchAll(/(\d+) 村/g)].map(([, count]) => Number(count));
  expect(other).toBeGreaterThan(0);
  expect(same! + other!).toBeLessThanOrEqual(1110);
  await panel.locator('li.differs button').first().click();
  await expect(panel.locator('li.differs p').first()).toBeVisible();
  await screenshot(page, 'painting-disagreement-1440');

  const fill = panel.getByRole('button', { name: /^按规则给/ });
  const filled = Number(/[\d,]+/.exec((await fill.textContent())!)![0].replaceAll(',', ''));
  expect(filled).toBeGreaterThanOrEqual(other!);
  await fill.click();
  await expect.poll(() => pendingOn(page)).toBe(filled);
  await expect(page.getByRole('region', { name: '没确认的改动' })).toBeVisible();
  await screenshot(page, 'painting-suggested-1440');
  await passesAxe(page);
  await page.keyboard.press('a');
  await expect.poll(() => pendingOn(page)).toBe(0);
  await expect(saveState(page)).toContainText('已保存');
  await screenshot(page, 'painting-accepted-1440');

  await page.getByRole('button', { name: '送审', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '送审', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: '送审', exact: true })).toBeHidden();
  await expect(page.locator('header').first()).toContainText('送审');
  const answer = await page.request.get(`/api/versions/${version}/diff?against=xiangxi-2021-2025-v1`);
  const { changes } = (await answer.json()) as { changes: unknown[] };
  expect(changes).toHaveLength(filled);
  await page.goto(`/workbench/${version}/compare?against=xiangxi-2021-2025-v1`);
  await waitForMap(page);
  await screenshot(page, 'painting-compare-1440');
  await page.context().close();
});
