import type { Page, Route } from 'playwright-core';
import type { JobListResponse, ProjectionPageResponse } from '#contracts';

/*
 * What an observatory says for a moment only when there is much of everything: its own answers, changed on their way to the page.
 */

/** Gives the page an answer of the observatory, changed; one that is a problem as it is. A page that has gone meanwhile wants none. */
async function changed<Body>(route: Route, url: string, change: (body: Body) => Body): Promise<void> {
  try {
    const answer = await route.fetch({ url });
    if (!answer.ok()) return await route.fulfill({ response: answer });
    return await route.fulfill({ response: answer, json: change((await answer.json()) as Body) });
  } catch (error) {
    if (!/closed/.test(String(error))) return route.abort().catch(() => undefined);
  }
}

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
    return changed<JobListResponse>(route, url.href, (body) => (until === undefined ? body : { ...body, items: [], nextCursor: String(at + 1), searchedUntil: until }));
  });
  return { goOn: resolve };
}

/** Has the observatory tell of a rebuild of its first read model that is a quarter done, and ready in so many seconds. */
export async function rebuildUnderWay(page: Page, readyInSeconds: number): Promise<void> {
  await page.route(/\/v1\/projections/, (route) => {
    const rebuild = { generation: 2, collection: 'somewhere', position: 25, headPosition: 100, progress: 0.25, active: true, etaAt: new Date(Date.now() + readyInSeconds * 1_000).toISOString() };
    return changed<ProjectionPageResponse>(route, route.request().url(), (body) => ({ ...body, items: body.items.map((item, index) => (index === 0 ? { ...item, rebuild } : item)) }));
  });
}
