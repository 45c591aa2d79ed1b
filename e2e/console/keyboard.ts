import type { Page } from 'playwright-core';

/** Goes through the console by keys alone: the palette, a page by its letters, a job by its id. */
export async function goByKeys(page: Page, jobId: string): Promise<void> {
  const at = (path: string): Promise<void> => page.waitForURL((url) => url.pathname === path);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'search and commands' }).pressSequentially('worke');
  await page.keyboard.press('Enter');
  await at('/workers');
  await page.keyboard.press('g');
  await page.keyboard.press('q');
  await at('/queues');
  await page.keyboard.press('?');
  await page.getByRole('combobox', { name: 'search and commands' }).fill(jobId);
  await page.getByRole('option', { name: `Job ${jobId}` }).waitFor();
  await page.keyboard.press('Enter');
  await at(`/jobs/${jobId}`);
}
