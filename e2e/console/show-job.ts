import type { Page } from 'playwright-core';

/** A page that shows no job by then shows none. */
const DRAWN_WITHIN_MS = 10_000;

/** The page of a job, loaded anew in a tab that has the console's files: once it shows the status that is waited for, or as it is when the time is over; undefined where it shows no job. */
export async function showJob(page: Page, baseUrl: string, id: string, status: string, timeoutMs: number): Promise<{ status: string; type: string; queue: string } | undefined> {
  await page.goto(`${baseUrl}/jobs/${id}`);
  const state = page.locator('main header [data-state-of]').first();
  await state.waitFor({ timeout: DRAWN_WITHIN_MS }).catch(() => undefined);
  await page.locator(`main header [data-state-of="${status}"]`).first().waitFor({ timeout: timeoutMs }).catch(() => undefined);
  if ((await state.count()) === 0) return undefined;
  const queue = page.locator('main dt', { hasText: /^Queue$/ }).locator('xpath=following-sibling::dd[1]');
  return { status: (await state.getAttribute('data-state-of')) ?? '', type: (await page.locator('main h1').first().textContent()) ?? '', queue: (await queue.first().textContent()) ?? '' };
}
