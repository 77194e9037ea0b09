import { expect, screenshot, test } from './page.ts';
import { clickInto, codesOn, openPainting, saveState, villagesOf } from './paintingPage.ts';
import { copyFirstVersion, logIn } from './people.ts';

const isLong = process.env.XIANGTU_TEST_LONG === '1';
/** 花垣县, which the second planner is bound to. */
const county = '433124';

/**
 * Two planners in one draft. One loses the network, both go on, and the network comes back: nothing is lost, what both
 * changed is asked about, and in the end both see the same. A minute without network in long runs, as long as the
 * strokes take in short ones.
 */
test('two planners, one draft, and a network that goes and comes', async ({ browser }) => {
  test.setTimeout(420_000);
  const chief = await logIn(browser, 'planner');
  const version = await copyFirstVersion(chief, '两人同改');
  const colleague = await logIn(browser, 'planner-huayuan');
  await Promise.all([openPainting(chief, version), openPainting(colleague, version)]);
  const villages = (await villagesOf(chief, county)).map(({ id }) => id);
  const codes = await codesOn(chief, villages);
  // Of the fourth category: every stroke below changes them.
  const [shared, lonely, contested, distant, later, both] = villages
    .filter((_, at) => codes[at] === 4)
    .slice(0, 6) as [number, number, number, number, number, number];
  await expect(chief.locator('header').first()).toContainText('2 人在编');

  // Connected, a stroke of one is on the map of the other.
  await clickInto(chief, '0', [shared]);
  const [erased] = await codesOn(chief, [shared]);
  await expect.poll(async () => (await codesOn(colleague, [shared]))[0]).toBe(erased);

  await colleague.context().setOffline(true);
  await clickInto(colleague, '1', [shared, lonely]);
  await clickInto(colleague, '2', [contested]);
  await expect(saveState(colleague)).toContainText('没有连上服务器');
  await clickInto(chief, '3', [contested, distant]);
  await expect(saveState(chief)).toContainText('已保存');
  // Exactly as long as the acceptance says; nothing is waited for that could be watched.
  if (isLong) await chief.waitForTimeout(60_000);
  await colleague.context().setOffline(false);

  // Disjoint villages are saved without a word; the one that both changed is asked about.
  const dialog = colleague.getByRole('dialog');
  await expect(dialog).toContainText('1 个村同事也改过', { timeout: 60_000 });
  await dialog.getByRole('button', { name: '在图上看' }).click();
  await expect(dialog.locator('.maplibregl-canvas')).toBeVisible();
  await screenshot(colleague, 'painting-conflict-1440');
  await dialog.getByRole('button', { name: '稍后再定' }).click();
  await expect(saveState(colleague)).toContainText('等你决定');
  await saveState(colleague).getByRole('button', { name: '去决定' }).click();
  await dialog.getByRole('button', { name: '全部用我的' }).click();
  await dialog.getByRole('button', { name: /^按所选合并/ }).click();
  await expect(dialog).toBeHidden();
  await expect(saveState(colleague)).toContainText('已保存');
  const first = [shared, lonely, contested, distant];
  const mine = await codesOn(colleague, first);
  await expect.poll(() => codesOn(chief, first)).toEqual(mine);
  expect(new Set([mine[0], mine[1]]).size, 'both of the first stroke are in category 1').toBe(1);
  expect(mine[2], 'mine stayed').not.toBe(mine[3]);

  // The other way round: the chief is cut off, and takes what the colleague wrote.
  await chief.context().setOffline(true);
  await clickInto(chief, '1', [later]);
  await clickInto(colleague, '2', [later]);
  await expect(saveState(colleague)).toContainText('已保存');
  await chief.context().setOffline(false);
  const chiefDialog = chief.getByRole('dialog');
  await expect(chiefDialog).toContainText('1 个村同事也改过', { timeout: 60_000 });
  await chiefDialog.getByRole('button', { name: '全部用同事的' }).click();
  await chiefDialog.getByRole('button', { name: /^按所选合并/ }).click();
  await expect(chiefDialog).toBeHidden();
  await expect.poll(() => codesOn(chief, [later])).toEqual(await codesOn(colleague, [later]));

  // Keeping both: the draft has the colleague's value, a copy has one's own.
  await chief.context().setOffline(true);
  await clickInto(chief, '1', [both]);
  const own = await codesOn(chief, [both]);
  await clickInto(colleague, '2', [both]);
  await expect(saveState(colleague)).toContainText('已保存');
  await chief.context().setOffline(false);
  await chiefDialog.getByRole('button', { name: '两份都留，另存为副本' }).click({ timeout: 60_000 });
  const link = chief.getByRole('link', { name: '打开副本' });
  await expect(link).toBeVisible();
  const theirs = await codesOn(colleague, [both]);
  await expect.poll(() => codesOn(chief, [both])).toEqual(theirs);
  const copy = /workbench\/([^/]+)\/paint/.exec((await link.getAttribute('href'))!)![1]!;

  // What each sees is what the server has.
  const all = [...first, later, both];
  const seen = await codesOn(colleague, all);
  await expect(saveState(chief)).toContainText('已保存');
  await openPainting(chief, version);
  expect(await codesOn(chief, all)).toEqual(seen);
  await openPainting(chief, copy);
  expect(await codesOn(chief, [both])).toEqual(own);
  await chief.context().close();
  await colleague.context().close();
});
