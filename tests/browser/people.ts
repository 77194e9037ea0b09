import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { expect } from './page.ts';

const password = process.env.XIANGTU_TEST_PASSWORD!;

/** A browser of one person, logged in through the page. */
export async function logIn(
  browser: Browser,
  login: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto('/login');
  await page.getByLabel('账号', { exact: true }).fill(login);
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.locator('main').getByRole('button', { name: '登录' }).click();
  await expect(page).not.toHaveURL(/login/);
  return page;
}

/** A draft of this test's own, copied from the first version through the page; its id. */
export async function copyFirstVersion(page: Page, label: string): Promise<string> {
  await page.goto('/workbench');
  await page.getByRole('button', { name: '新建', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('照抄一份接着改').check();
  await dialog.getByLabel('从哪一版').selectOption('xiangxi-2021-2025-v1');
  await dialog.getByLabel('名称').fill(label);
  await dialog.getByRole('button', { name: '建草案' }).click();
  await expect(page).toHaveURL(/\/workbench\/xiangxi-[^/]+$/);
  return page.url().split('/').at(-1)!;
}
