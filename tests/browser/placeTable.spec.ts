import type { Browser, Locator, Page } from '@playwright/test';
import { expect, passesAxe, screenshot, test } from './page.ts';
import { logIn } from './people.ts';

const address = '/workbench/places/table?layer=sites';

async function openTable(browser: Browser, login: string, options = {}): Promise<Page> {
  const page = await logIn(browser, login, options);
  await page.goto(address);
  await expect(page.locator('.tabulator-row').first()).toBeVisible();
  return page;
}

/** The cell of a row of the list that is shown, from 0. */
const cellOf = (page: Page, row: number, field: string): Locator =>
  page.locator('.tabulator-row').nth(row).locator(`[tabulator-field="${field}"]`);

/** A block from a spreadsheet, as the browser hands it to the page. */
const paste = (page: Page, text: string) =>
  page.evaluate((content) => {
    const data = new DataTransfer();
    data.setData('text/plain', content);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector('.tabulator-tableholder')!.dispatchEvent(event);
  }, text);

test('cells are edited by keyboard, a block is pasted, faults are mended, and what is saved is there again', async ({
  browser,
}) => {
  const page = await openTable(browser, 'planner');
  const save = page.getByRole('button', { name: '保存', exact: true });
  await expect(save).toBeDisabled();

  // Typing begins to edit, Enter keeps; arrows move on.
  await cellOf(page, 0, 'households').click();
  await page.keyboard.type('141');
  await page.keyboard.press('Enter');
  await expect(cellOf(page, 0, 'households')).toContainText('141');
  await expect(cellOf(page, 0, 'households')).toHaveClass(/is-changed/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('590');
  await page.keyboard.press('Enter');
  await expect(cellOf(page, 0, 'people')).toContainText('590');
  await expect(page.getByRole('status')).toContainText('未保存 2 格，1 行');

  await page.keyboard.press('Control+z');
  await expect(page.getByRole('status')).toContainText('未保存 1 格');
  await page.keyboard.press('Control+y');
  await expect(page.getByRole('status')).toContainText('未保存 2 格');

  // A block with a word where a number belongs: shown before it is put into the table.
  await cellOf(page, 1, 'households').click();
  await paste(page, '120\t460\r\n很多\t740\r\n');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('将改 4 格');
  await expect(dialog).toContainText('要填整数');
  await screenshot(page, 'placeTable-paste-1440');
  await passesAxe(page);
  await dialog.getByRole('button', { name: '放进表里' }).click();
  await expect(page.getByRole('status')).toContainText('未保存 6 格，3 行');
  const faulty = cellOf(page, 2, 'households');
  await expect(faulty).toHaveAttribute('aria-invalid', 'true');
  await expect(save).toBeDisabled();
  await cellOf(page, 6, 'people').click();
  await page.getByRole('button', { name: '1 格要改' }).click();
  await expect(page.locator('.tabulator-tableholder')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('188');
  await page.keyboard.press('Enter');
  await expect(faulty).not.toHaveAttribute('aria-invalid', 'true');
  await screenshot(page, 'placeTable-edited-1440');
  await passesAxe(page);

  // Leaving asks.
  await page.getByRole('link', { name: '设施', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: '留下' }).click();
  await expect(page).toHaveURL(/layer=sites/);

  await save.click();
  await expect(page.getByRole('status')).toContainText('已保存 3 行');
  await page.reload();
  await expect(cellOf(page, 0, 'households')).toContainText('141');
  await expect(cellOf(page, 0, 'people')).toContainText('590');
  await expect(cellOf(page, 1, 'households')).toContainText('120');
  await expect(cellOf(page, 2, 'households')).toContainText('188');
  await page.context().close();
});

test('what a colleague saved meanwhile is set beside ours', async ({ browser }) => {
  const page = await openTable(browser, 'planner');
  const colleague = await openTable(browser, 'admin');
  // The administrator reads; a second window of the planner changes.
  await expect(colleague.locator('main')).toContainText('你可以看，不能改。');
  await colleague.context().close();
  const other = await openTable(browser, 'planner');
  await cellOf(page, 4, 'households').click();
  await page.keyboard.type('201');
  await page.keyboard.press('Enter');
  await cellOf(other, 4, 'households').click();
  await other.keyboard.type('202');
  await other.keyboard.press('Enter');
  await other.keyboard.press('Control+s');
  await expect(other.getByRole('status')).toContainText('已保存 1 行');
  // Heard by the stream of events: both values are shown.
  await expect(page.locator('main')).toContainText('用我的：201');
  await page.getByRole('button', { name: '用同事的：202' }).click();
  await expect(cellOf(page, 4, 'households')).toContainText('202');
  await expect(page.getByRole('button', { name: '保存', exact: true })).toBeDisabled();
  await page.context().close();
  await other.context().close();
});

test('the table filters, fits a phone and passes axe', async ({ browser }) => {
  const page = await openTable(browser, 'planner', { viewport: { width: 390, height: 844 } });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await passesAxe(page);
  await page.setViewportSize({ width: 1366, height: 768 });
  const all = await page.locator('.tabulator-row').count();
  await page.getByLabel('筛选户数').pressSequentially('>600');
  await expect(cellOf(page, 0, 'households')).toHaveText(/^[6-9]\d\d$/);
  expect(await page.locator('.tabulator-row').count()).toBeLessThan(all);
  await page.context().close();
});
