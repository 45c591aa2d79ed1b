import type { Browser } from 'playwright-core';
import { eventually } from '#testing';
import { fetch } from '../../deploy/native/keyed-fetch';
import { startBrowser } from './browser';
import { ConsoleSystem } from './console-system';
import { tasksDuring } from './long-tasks';
import { WatchedPage } from './watched-page';

/** Measures what a reader feels, so nothing else may be in the way: it runs alone. */
describe('the list of jobs of the web console, under load', () => {
  let own: ConsoleSystem;
  let browser: Browser;

  beforeAll(async () => {
    [own, browser] = await Promise.all([ConsoleSystem.start('on'), startBrowser()]);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await own?.stop();
  });

  it('no task of the page takes over 50 ms while a list of 10,000 jobs changes under the eyes of its reader', async () => {
    for (let sent = 0; sent < 10_000; sent += 2_500) {
      const lines = Array.from({ length: 2_500 }, () => '{"type":"nobody.runs","payload":{},"queue":"mail"}').join('\n');
      const answer = await fetch(`${own.system.one('gateway').url}/v1/jobs/bulk`, { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: lines });
      expect([answer.status, answer.ok]).toEqual([answer.status, true]);
      await answer.arrayBuffer();
    }
    const watched = await WatchedPage.open(browser, own.url, { as: own.admin });
    const { page } = watched;
    await watched.go('/jobs');
    const list = page.getByRole('grid', { name: 'jobs' });
    await list.focus();
    const rows = async () => Number(await list.getAttribute('aria-rowcount'));
    await eventually(
      async () => {
        await page.keyboard.press('End');
        if ((await rows()) < 10_000) throw new Error(`${await rows()} rows`);
      },
      { timeoutMs: 90_000, intervalMs: 20, message: 'all 10,000 jobs are in the list' },
    );
    await page.keyboard.press('Home');
    const { count, longestMs } = await tasksDuring(page, async () => {
      for (let round = 0; round < 40; round++) {
        await Promise.all(Array.from({ length: 10 }, () => own.client.submit({ type: 'simulate.work', payload: { durationMs: 30 } })));
        await page.mouse.wheel(0, round % 2 === 0 ? 2_000 : -1_500);
      }
    });
    expect(count).toBeGreaterThan(100);
    expect(longestMs).toBeLessThan(50);
    expect(watched.complaints).toEqual([]);
    await watched.close();
  }, 180_000);
});
