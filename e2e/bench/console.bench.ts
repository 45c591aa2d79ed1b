import type { Page } from 'playwright-core';
import type { JobListResponse } from '#contracts';
import { fetch } from '../../deploy/native/keyed-fetch';
import { startBrowser } from '../console/browser';
import { type Tasks, tasksDuring } from '../console/long-tasks';
import { WatchedPage } from '../console/watched-page';
import { type Bench, type Figures, round } from './bench';
import { FINGERPRINTS, RARE_TAG, seedJobs } from './seeded-jobs';

/** Pages that are scrolled through, and how many rows the console reads for one. */
const PAGES = 50;
const ROWS = 100;
/** A row is this high; a turn of the wheel is less than a screen, so that each row has been on the screen. */
const ROW_PX = 33;
const WHEEL_PX = 20 * ROW_PX;
/** Past this somebody notices that they wait; past that they notice that the page does not answer. */
const MOST_MS = 1_000;
const MOST_TASK_MS = 50;

/** What is typed into the line of filters, and the same as a question to the API. */
const FILTERS: readonly (readonly [typed: string, query: string])[] = [
  [`tag:${RARE_TAG}`, `tag=${RARE_TAG}`],
  ['state:FAILED', 'state=FAILED'],
  ['worker:worker-7', 'worker=worker-7'],
  [`error:${FINGERPRINTS[1]}`, `fingerprint=${FINGERPRINTS[1]}`],
  ['queue:mail', 'queue=mail'],
];

/** The list of jobs in a browser, over so many of them: opened, scrolled through, filtered. Fails where its reader would have to wait. */
export const consoleList: Bench = {
  name: 'console',
  about: 'the list of jobs in Chromium over 100,000 seeded jobs (--n): opened, 50 pages, filters',
  async run({ system, progress, n }) {
    const jobs = n ?? 100_000;
    const running = await system();
    const url = running.one('observatory').url;
    const seedingBegan = performance.now();
    await seedJobs(running.stores, jobs, (share) => progress(share * 0.6, `${Math.round(share * jobs)} jobs seeded`));
    const seedMs = performance.now() - seedingBegan;
    const browser = await startBrowser();
    try {
      const watched = await WatchedPage.open(browser, url, { as: running.credentials.admin });
      const { page } = watched;
      const opened = await timed(page, async () => {
        await page.goto(`${url}/jobs`);
        await firstIs(page, await firstOf(url, ''));
      });
      progress(0.7, 'scrolling');
      const scrolled = await timed(page, () => scroll(page, PAGES * ROWS));
      const filtered: Record<string, Timed> = {};
      for (const [typed, query] of FILTERS) {
        progress(0.9, typed);
        await watched.go('/jobs');
        const first = await firstOf(url, query);
        filtered[typed.split(':')[0] ?? typed] = await timed(page, async () => {
          await page.getByRole('combobox', { name: 'filter jobs' }).fill(typed);
          await page.keyboard.press('Enter');
          await firstIs(page, first);
        });
      }
      const figures = { n: jobs, seedMs: round(seedMs, 0), open: figuresOf(opened), scroll50Pages: figuresOf(scrolled), ...Object.fromEntries(Object.entries(filtered).map(([name, one]) => [`by_${name}`, figuresOf(one)])) };
      const faults = [
        ...watched.complaints,
        ...[['open', opened] as const, ...Object.entries(filtered)].filter(([, { ms }]) => ms > MOST_MS).map(([name, { ms }]) => `${name} took ${Math.round(ms)} ms`),
        ...[['open', opened] as const, ['scrolling', scrolled] as const, ...Object.entries(filtered)].filter(([, { longestMs }]) => longestMs > MOST_TASK_MS).map(([name, { longestMs }]) => `${name} had a task of ${Math.round(longestMs)} ms`),
      ];
      if (faults.length > 0) throw new Error(`${faults.join('; ')}\n${JSON.stringify(figures)}`);
      return figures;
    } finally {
      await browser.close();
    }
  },
};

type Timed = Tasks & { readonly ms: number };

async function timed(page: Page, work: () => Promise<void>): Promise<Timed> {
  let ms = 0;
  const tasks = await tasksDuring(page, async () => {
    const began = performance.now();
    await work();
    ms = performance.now() - began;
  });
  return { ...tasks, ms };
}

const figuresOf = ({ ms, longestMs }: Timed): Figures[string] => ({ ms: round(ms, 0), longestTaskMs: round(longestMs) });

async function firstOf(url: string, query: string): Promise<string> {
  const { items } = (await (await fetch(`${url}/v1/jobs?${query}&limit=1`)).json()) as JobListResponse;
  if (items[0] === undefined) throw new Error(`no job matches ${query}`);
  return items[0].id;
}

/** Once this job is the first below the head of the list. */
function firstIs(page: Page, id: string): Promise<void> {
  return page.locator(`[role="grid"] [role="row"][aria-rowindex="2"] a[href="/jobs/${id}"]`).waitFor();
}

/** By the wheel, until the row of that number has been seen. */
async function scroll(page: Page, rows: number): Promise<void> {
  const grid = page.getByRole('grid', { name: 'jobs' });
  await grid.hover();
  const last = async () => Number(await grid.getByRole('row').last().getAttribute('aria-rowindex'));
  for (let seen = await last(); seen < rows; seen = await last()) await page.mouse.wheel(0, WHEEL_PX);
}
