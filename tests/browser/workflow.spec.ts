import { expect, fitsEverySize, passesAxe, screenshot, test, waitForMap } from './page.ts';
import { logIn } from './people.ts';

/**
 * The whole way of a plan version, clicked through by the people it belongs to: draft, review, publication, and the public
 * side after each step. It changes what is published, so this file runs last.
 */
test('a wrong password says so, and every demonstration account can log in', async ({ browser, page }) => {
  await page.goto('/login');
  await screenshot(page, 'login-1440');
  await page.getByLabel('账号', { exact: true }).fill('planner');
  await page.getByLabel('密码', { exact: true }).fill('not the password');
  await page.locator('main').getByRole('button', { name: '登录' }).click();
  await expect(page.getByRole('alert')).toContainText('账号或密码不对');
  await passesAxe(page);
  for (const login of ['admin', 'planner', 'planner-huayuan', 'reviewer', 'clerk', 'leader']) {
    const own = await logIn(browser, login);
    await expect(own.locator('header')).toContainText('示例');
    await own.context().close();
  }
});

test('staff pages fit and pass axe', async ({ browser }) => {
  const page = await logIn(browser, 'admin');
  for (const [name, path] of [
    ['people', '/admin/people'],
    ['audit', '/admin/audit'],
    ['account', '/account'],
    ['workbench', '/workbench'],
    ['version', '/workbench/xiangxi-2021-2025-v3'],
    ['compare', '/workbench/xiangxi-2021-2025-v2/compare?against=xiangxi-2021-2025-v1'],
  ] as const) {
    await page.goto(path);
    await expect(page.locator('h1').first()).toBeVisible();
    await fitsEverySize(page, name);
  }
  await page.context().close();
});

test('a version goes from draft to published, supersedes the one before, and is withdrawn', async ({
  browser,
  page: publicPage,
}) => {
  test.setTimeout(420_000);
  const draft = '/workbench/xiangxi-2021-2025-v3';

  const planner = await logIn(browser, 'planner');
  await planner.goto(draft);
  await planner.getByRole('button', { name: '送审', exact: true }).click();
  await expect(planner.getByRole('dialog')).toContainText('送审这一版');
  await planner.getByRole('dialog').getByRole('button', { name: '送审', exact: true }).click();
  await expect(planner.getByRole('dialog')).toBeHidden();
  await expect(planner.locator('main')).toContainText('撤回送审');

  const reviewer = await logIn(browser, 'reviewer');
  await reviewer.goto('/workbench');
  await expect(reviewer.locator('main')).toContainText('等着审核');
  await reviewer.goto(draft);
  await reviewer.getByRole('button', { name: '批准', exact: true }).click();
  await reviewer.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click();
  await expect(reviewer.getByRole('dialog')).toBeHidden();
  await reviewer
    .getByRole('button', { name: '去公开前核对' })
    .or(reviewer.getByRole('link', { name: '去公开前核对' }))
    .click();

  await expect(reviewer).toHaveURL(/publish$/);
  const today = new Date();
  const inDays = (days: number) => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  await reviewer.getByLabel('公示开始').fill(inDays(0));
  await reviewer.getByLabel('公示截止').fill(inDays(20));
  await reviewer.getByRole('textbox', { name: '联系单位与电话' }).fill('示例办公室');
  await reviewer.getByRole('textbox', { name: '提意见的办法' }).fill('示例：书面寄到县乡村振兴部门');
  await reviewer.getByRole('checkbox').check();
  const publish = reviewer.getByRole('button', { name: '公开第 3 版', exact: true });
  await expect(publish).toBeEnabled({ timeout: 60_000 });
  await screenshot(reviewer, 'publish-1440');
  await passesAxe(reviewer);
  await publish.click();
  await reviewer.getByRole('button', { name: '现在公开' }).click();
  await expect(reviewer.locator('main')).toContainText('第 3 版已公开', { timeout: 240_000 });

  await publicPage.goto('/releases');
  await expect(publicPage.locator('main')).toContainText('第 2 次发布');
  await expect(publicPage.locator('main')).toContainText('由第 2 次发布替代');
  await screenshot(publicPage, 'releases-superseded-1440');
  await publicPage.goto('/map');
  await waitForMap(publicPage);

  await reviewer.goto('/workbench/releases');
  await reviewer.getByRole('button', { name: '撤回', exact: true }).first().click();
  const dialog = reviewer.getByRole('dialog');
  await dialog.getByRole('textbox').fill('名单有误，更正后再公开');
  await dialog.getByRole('button', { name: '撤回', exact: true }).click();
  await expect(dialog).toBeHidden({ timeout: 60_000 });

  await expect
    .poll(
      async () => (await publicPage.request.get('/releases/xiangxi-2021-2025-r2/villages.csv')).status(),
      {
        timeout: 5000,
      },
    )
    .toBe(410);
  await publicPage.goto('/');
  await expect(publicPage.locator('main')).toContainText('已撤回');
  await expect(publicPage.locator('main')).toContainText('名单有误，更正后再公开');
  await screenshot(publicPage, 'tombstone-1440');
  await publicPage.setViewportSize({ width: 390, height: 844 });
  await screenshot(publicPage, 'tombstone-390');
});
