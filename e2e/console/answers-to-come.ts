import type { Page } from 'playwright-core';
import type { JobListResponse, ProjectionPageResponse } from '#contracts';

/*
 * What an observatory says for a moment only when there is much of everything: its own answers, changed on their way to the page.
 */

/** Has a search for jobs with a tag find nothing in its first pages; the page after `searchedUntil` comes once `goOn` is called, and is what the observatory says. */
export async function rareMatch(page: Page, tag: string, searchedUntil: readonly string[]): Promise<{ goOn: () => void }> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(/\/v1\/jobs\?/, async (route) => {
    const url = new URL(route.request().url());
    if (url.searchParams.get('tag') !== tag) return route.continue();
    const at = Number(url.searchParams.get('cursor') ?? '0');
    url.searchParams.delete('cursor');
    const until = searchedUntil[at];
    if (until === undefined) await promise;
    const answer = await route.fetch({ url: url.href });
    const body = (await answer.json()) as JobListResponse;
    return route.fulfill({ response: answer, json: until === undefined ? body : ({ ...body, items: [], nextCursor: String(at + 1), searchedUntil: until } satisfies JobListResponse) });
  });
  return { goOn: resolve };
}

/** Has the observatory tell of a rebuild of its first read model that is a quarter done, and ready in so many seconds. */
export async function rebuildUnderWay(page: Page, readyInSeconds: number): Promise<void> {
  await page.route(/\/v1\/projections/, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as ProjectionPageResponse;
    const rebuild = { generation: 2, collection: 'somewhere', position: 25, headPosition: 100, progress: 0.25, active: true, etaAt: new Date(Date.now() + readyInSeconds * 1_000).toISOString() };
    return route.fulfill({ response: answer, json: { ...body, items: body.items.map((item, index) => (index === 0 ? { ...item, rebuild } : item)) } satisfies ProjectionPageResponse });
  });
}
