import type { Browser } from 'playwright-core';
import { eventually } from '#testing';
import { fetch } from '../../deploy/native/keyed-fetch';
import { rareMatch, rebuildUnderWay } from './answers-to-come';
import { startBrowser } from './browser';
import { ConsoleSystem, furnish } from './console-system';
import { pressEverything } from './press-everything';
import { type Asked, strayRequests, type Theme, WatchedPage } from './watched-page';

jest.setTimeout(60_000);

/** Noted while a part of the system was away, which a browser tells as an error. */
const EXPECTED_WHILE_AWAY = /Failed to load resource|net::ERR|status of 50[0-9]/;

describe('the web console in Chromium, on a running system', () => {
  let own: ConsoleSystem;
  let browser: Browser;
  let known: Awaited<ReturnType<typeof furnish>>;
  const asked: Asked[] = [];

  beforeAll(async () => {
    [own, browser] = await Promise.all([ConsoleSystem.start('on'), startBrowser()]);
    known = await furnish(own);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await own?.stop();
  });

  /** Every page, with something to show. */
  const pages = (): string[] => [
    '/', '/jobs', `/jobs/${known.done}`, `/jobs/${known.failed}`, '/flows', '/operations', '/submit', '/queues', '/workers', '/schedules', `/schedules/${known.schedule}`, '/errors', `/errors/${known.fingerprint}`, '/alerts', '/alerts?show=history',
    `/alerts/${known.alert}`, '/audit', '/audit?show=security', '/audit?show=incidents', '/account', '/events', '/contracts', '/contracts/job.submitted', '/system',
  ];
  const open = async (theme: Theme = 'dark', width = 1440) => WatchedPage.open(browser, own.url, { theme, width, as: own.admin });
  const leave = async (watched: WatchedPage): Promise<void> => {
    asked.push(...watched.asked);
    await watched.close();
  };

  it.each(['dark', 'light'] as const)('every page opens by its address in the %s theme, complains of nothing, has no barrier, and fits a phone', async (theme) => {
    const watched = await open(theme);
    const faults: string[] = [];
    for (const path of [...pages(), '/nowhere/at/all']) {
      await watched.page.setViewportSize({ width: 1440, height: 900 });
      await watched.go(path);
      faults.push(...(await watched.barriers()).map((barrier) => `${path}: ${barrier}`));
      await watched.page.setViewportSize({ width: 360, height: 740 });
      const wider = await watched.overflow();
      if (wider > 0) faults.push(`${path}: at 360 px it is ${wider} px too wide`);
    }
    expect([...faults, ...watched.complaints]).toEqual([]);
    await leave(watched);
  }, 120_000);

  it('a queue is paused with a reason, limited, and resumed', async () => {
    const watched = await open();
    const { page } = watched;
    await watched.go('/queues');
    const row = page.getByRole('row', { name: /^mail/ });
    await row.getByRole('button', { name: 'Pause' }).click();
    await page.getByLabel('Reason, for the history').fill('the mail server moves');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await row.getByText('paused: the mail server moves').waitFor();
    await row.getByRole('button', { name: 'Limit' }).click();
    await page.getByLabel('At once (empty: no limit)').fill('3');
    await page.getByRole('button', { name: 'Set' }).click();
    await row.getByRole('cell', { name: '3', exact: true }).first().waitFor();
    await row.getByRole('button', { name: 'Resume' }).click();
    await row.getByText('open').waitFor();
    expect(watched.complaints).toEqual([]);
    await leave(watched);
  });

  it('a worker is paused and resumed', async () => {
    const watched = await open();
    const { page } = watched;
    await watched.go('/workers');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    expect(watched.complaints).toEqual([]);
    await leave(watched);
  });

  it('a schedule is made, triggered, changed and paused', async () => {
    const watched = await open();
    const { page } = watched;
    await watched.go('/schedules');
    await page.getByRole('button', { name: 'New schedule' }).click();
    await page.getByLabel('Name').fill('hourly');
    await page.getByLabel('When (cron)').fill('0 * * * *');
    await page.getByLabel('Job type').fill('simulate.work');
    await page.getByLabel('Payload (JSON object)').fill('[');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('The payload is not JSON').waitFor();
    await page.getByLabel('Payload (JSON object)').fill('{"durationMs":5}');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByRole('link', { name: 'hourly' }).click();
    await page.getByRole('heading', { name: 'hourly', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Trigger now' }).click();
    await page.getByRole('table', { name: 'jobs of the schedule' }).getByText('Completed').waitFor();
    await page.getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('When (cron)').fill('30 * * * *');
    await page.getByRole('button', { name: 'Change it' }).click();
    await page.getByText('30 * * * * in').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect(watched.complaints).toEqual([]);
    await leave(watched);
  });

  it('an alert leads to what to do, and is acknowledged', async () => {
    const watched = await open();
    const { page } = watched;
    await watched.go('/alerts');
    await page.getByRole('link', { name: /WorkerFleetEmpty/ }).click();
    await page.getByRole('heading', { name: 'Meaning' }).waitFor();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByLabel('Reason, for the history').fill('on it');
    await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('admin: on it').waitFor();
    expect(watched.complaints).toEqual([]);
    await leave(watched);
  });

  it('an error leads to the jobs that have it', async () => {
    const watched = await open();
    await watched.go('/errors');
    await watched.page.getByRole('table', { name: 'errors' }).getByRole('link').first().click();
    await watched.page.getByRole('table', { name: 'jobs with this error' }).getByRole('link').first().click();
    await watched.page.locator('main [data-state-of="FAILED"]').first().waitFor();
    expect(watched.complaints).toEqual([]);
    await leave(watched);
  });

  it('a search that finds nothing for long says how far it has looked, goes on by itself, and shows what it finds', async () => {
    const watched = await open();
    const { page } = watched;
    const { goOn } = await rareMatch(page, 'shown', [known.failed, known.done]);
    await page.goto(`${watched.baseUrl}/jobs?tag=shown`);
    await page.getByText('Still searching').waitFor();
    await page.getByRole('status').filter({ hasText: /No job matches so far; the last one that was looked at was submitted/ }).waitFor();
    expect(await watched.barriers()).toEqual([]);
    goOn();
    await page.getByRole('grid', { name: 'jobs' }).getByText('simulate.work').first().waitFor();
    expect(await page.getByText('Still searching').count()).toBe(0);
    expect(watched.complaints).toEqual([]);
    await leave(watched);
  });

  it('a rebuild that is under way says how far it is and when it will be ready', async () => {
    const watched = await open();
    await rebuildUnderWay(watched.page, 90);
    await watched.go('/system');
    const row = watched.page.getByRole('row', { name: /rebuilding/ });
    await row.getByText('25.0 %').waitFor();
    await row.getByText(/^ready in 1 min/).waitFor();
    expect(await row.getByRole('progressbar', { name: 'progress of the rebuild' }).getAttribute('value')).toBe('0.25');
    expect(await watched.barriers()).toEqual([]);
    expect(watched.complaints).toEqual([]);
    await leave(watched);
  });

  it('a schedule shows in the list what became of its last job', async () => {
    const watched = await open();
    await own.command('POST', `/v1/schedules/${known.schedule}/trigger`);
    await watched.go('/schedules');
    await watched.page.getByRole('row', { name: new RegExp(`^${known.schedule}`) }).getByRole('cell', { name: 'Completed', exact: true }).waitFor();
    expect(watched.complaints).toEqual([]);
    await leave(watched);
  });

  it('what happens goes by on the page of events, also after the stream was cut, and not while it is paused', async () => {
    const watched = await open();
    const { page } = watched;
    await watched.go('/events');
    await page.getByText('live', { exact: true }).first().waitFor();
    const { jobId } = await own.client.submit({ type: 'simulate.work', payload: { durationMs: 1 } });
    await page.getByTitle(jobId).first().waitFor();
    own.edge.cut();
    const { jobId: second } = await own.client.submit({ type: 'simulate.work', payload: { durationMs: 1 } });
    await page.getByTitle(second).first().waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    const { jobId: third } = await own.client.submit({ type: 'simulate.work', payload: { durationMs: 1 } });
    await page.getByText(/^paused, [1-9]/).waitFor();
    expect(await page.getByTitle(third).count()).toBe(0);
    await page.getByRole('button', { name: 'job.completed' }).first().click();
    await page.getByRole('region', { name: 'the envelope' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByTitle(third).first().waitFor();
    expect(watched.complaints.filter((complaint) => !EXPECTED_WHILE_AWAY.test(complaint))).toEqual([]);
    await leave(watched);
  });

  it.each([
    ['MongoDB is away', async () => own.mongo.refuse(), async () => own.mongo.heal()],
    ['the observatory is restarted', () => own.system.one('observatory').end('SIGKILL'), () => own.system.one('observatory').start().ready()],
  ])('while %s the console keeps what it showed and says that it is old, and goes on by itself', async (_, away, back) => {
    const watched = await open();
    await watched.go('/queues');
    await watched.page.getByRole('row', { name: /^mail/ }).waitFor();
    await away();
    await watched.page.getByTestId('freshness').getByText('no answer').waitFor({ timeout: 20_000 });
    expect(await watched.page.getByRole('row', { name: /^mail/ }).count()).toBe(1);
    await back();
    await watched.page.getByTestId('freshness').getByText('live').waitFor({ timeout: 30_000 });
    expect(watched.complaints.filter((complaint) => !EXPECTED_WHILE_AWAY.test(complaint))).toEqual([]);
    await leave(watched);
  });

  it('while commands are off it has no buttons for them, and sends none', async () => {
    const observatory = own.system.one('observatory');
    await observatory.end();
    await observatory.start({ CONSOLE_COMMANDS: 'off' }).ready();
    const watched = await open();
    const buttons: string[] = [];
    for (const path of pages()) buttons.push(...(await pressEverything(watched.page, () => watched.go(path))));
    // What only looks is still there to be pressed; what commands is not.
    expect(buttons.length).toBeGreaterThan(10);
    expect(buttons.filter((name) => /^(Resume|Limit|New schedule|Trigger now|Change|Delete|Acknowledge|Cancel|Redrive|Stop|Run now|Submit)$/.test(name))).toEqual([]);
    expect(strayRequests(watched.asked, own.url, false)).toEqual([]);
    expect(await fetch(`${own.url}/api/v1/queues/mail/pause`, { method: 'POST' }).then(({ status }) => status)).toBe(404);
    await watched.close();
  }, 120_000);

  it('all the while it read from the observatory alone, and sent only commands elsewhere', async () => {
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter(({ url }) => new URL(url).pathname.startsWith('/api/')).length).toBeGreaterThan(5);
    await eventually(() => expect(strayRequests(asked, own.url, true)).toEqual([]));
  });
});
