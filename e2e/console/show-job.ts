import type { Browser } from 'playwright-core';

/** A page that shows no job by then shows none. */
const DRAWN_WITHIN_MS = 10_000;

/** The page of a job, once it shows the status that is waited for, or as it is when the time is over; undefined where it shows no job. */
export async function showJob(browser: Browser, baseUrl: string, id: string, status: string, timeoutMs: number): Promise<{ status: string; type: string; queue: string } | undefined> {
  const page = await browser.newPage();
  try {
    await page.goto(`${baseUrl}/jobs/${id}`);
    const state = page.locator('main header [data-state-of]').first();
    await state.waitFor({ timeout: DRAWN_WITHIN_MS }).catch(() => undefined);
    await page.locator(`main header [data-state-of="${status}"]`).first().waitFor({ timeout: timeoutMs }).catch(() => undefined);
    if ((await state.count()) === 0) return undefined;
    const queue = page.locator('main dt', { hasText: /^Queue$/ }).locator('xpath=following-sibling::dd[1]');
    return { status: (await state.getAttribute('data-state-of')) ?? '', type: (await page.locator('main h1').first().textContent()) ?? '', queue: (await queue.first().textContent()) ?? '' };
  } finally {
    await page.close();
  }
}
