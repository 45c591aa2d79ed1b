import type { Browser, Page } from 'playwright-core';
import { eventually } from '#testing';
import { startBrowser } from './browser';
import { goByKeys } from './keyboard';
import { ConsoleSystem } from './console-system';
import { WatchedPage } from './watched-page';

jest.setTimeout(60_000);

/** Everything that can be done to jobs from the console, each held against what the API says of the job afterwards. */
describe('what is done to jobs in the web console', () => {
  let own: ConsoleSystem;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    [own, browser] = await Promise.all([ConsoleSystem.start('on'), startBrowser()]);
    // A type of which the platform knows what its payload looks like, and one that nobody runs.
    await own.command('PUT', '/v1/job-types/report.render', { payloadSchema: { type: 'object', required: ['month'], properties: { month: { type: 'integer', minimum: 1, maximum: 12 }, format: { enum: ['pdf', 'html'] }, draft: { type: 'boolean' } } } });
  }, 240_000);
  beforeEach(async () => {
    watched = await WatchedPage.open(browser, own.url, { as: own.admin });
    page = watched.page;
  });
  afterEach(async () => {
    const { complaints } = watched;
    await watched.close();
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await own?.stop();
  });

  const waiting = (more: object = {}) => own.client.submit({ type: 'nobody.runs', payload: {}, ...more });
  const failed = async (more: object = {}) => {
    const job = await own.client.submit({ type: 'simulate.work', payload: { durationMs: 1, failureProbability: 1 }, maxAttempts: 1, ...more });
    await own.client.until(job.jobId, 'FAILED');
    return job;
  };
  const openJob = (id: string) => watched.go(`/jobs/${id}`);
  const send = async (name: string, reason = ''): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason, for the history').fill(reason);
    await dialog.getByRole('button', { name, exact: true }).click();
  };
  const jobInAddress = async (not?: string): Promise<string> => {
    await page.waitForURL((url) => /^\/jobs\/[0-9a-f-]{36}$/.test(url.pathname) && url.pathname !== `/jobs/${not ?? ''}`);
    return new URL(page.url()).pathname.slice('/jobs/'.length);
  };
  const grid = () => page.getByRole('grid', { name: 'jobs' });
  const row = (id: string) => grid().getByRole('checkbox', { name: `select job ${id}` });

  it('a job is cancelled with a reason, which stands in its history', async () => {
    const { jobId } = await waiting();
    await openJob(jobId);
    await send('Cancel', 'nobody needs it');
    await page.locator('main [data-state-of="CANCELLED"]').first().waitFor();
    await own.client.until(jobId, 'CANCELLED');
    await page.getByText('nobody needs it').first().waitFor();
  });

  it('a job that waits for its time is run now', async () => {
    const { jobId } = await own.client.submit({ type: 'simulate.work', payload: { durationMs: 1 }, delayMs: 3_600_000 });
    await openJob(jobId);
    await send('Run now');
    await own.client.until(jobId, 'COMPLETED');
    await page.locator('main [data-state-of="COMPLETED"]').first().waitFor();
  });

  it('a job that failed is given another life, and each leads to the other', async () => {
    const { jobId } = await failed();
    await openJob(jobId);
    await send('Redrive', 'the server is back');
    const next = await jobInAddress(jobId);
    expect(await own.client.job(next)).toMatchObject({ redrivenFrom: jobId, payload: { durationMs: 1, failureProbability: 1 } });
    await page.getByRole('link', { name: new RegExp(jobId.slice(-6)) }).first().waitFor();
  });

  it('a job that failed is given another life with another payload, once that is one', async () => {
    const { jobId } = await failed();
    await openJob(jobId);
    await page.getByRole('button', { name: 'Edit and redrive' }).click();
    const dialog = page.getByRole('dialog');
    const payload = dialog.getByLabel('Payload');
    expect(JSON.parse(await payload.inputValue())).toEqual({ durationMs: 1, failureProbability: 1 });
    await payload.fill('[1]');
    await dialog.getByRole('button', { name: 'Redrive' }).click();
    await dialog.getByText('A payload is a JSON object.').waitFor();
    await payload.fill('{"durationMs":2}');
    await dialog.getByRole('button', { name: 'Redrive' }).click();
    const next = await jobInAddress(jobId);
    await own.client.until(next, 'COMPLETED');
    expect(await own.client.job(next)).toMatchObject({ redrivenFrom: jobId, payload: { durationMs: 2 } });
  });

  it('a job is submitted by a form that follows the schema of its type', async () => {
    await watched.go('/submit?type=report.render');
    await page.getByLabel('month *').fill('13');
    await page.getByRole('button', { name: 'Submit the job' }).click();
    expect(new URL(page.url()).pathname).toBe('/submit'); // the browser itself says what is wrong with 13
    await page.getByLabel('month *').fill('11');
    await page.getByLabel('format').selectOption('pdf');
    await page.getByLabel('draft').check();
    await page.getByLabel('Tags').fill('blue, customer=7');
    await page.getByLabel('External reference').fill('report-11');
    await page.getByRole('button', { name: 'Submit the job' }).click();
    const id = await jobInAddress();
    expect(await own.client.job(id)).toMatchObject({ type: 'report.render', payload: { month: 11, format: 'pdf', draft: true }, tags: ['blue', 'customer=7'], externalRef: 'report-11' });
  });

  it('what the gateway refuses is said where it was asked', async () => {
    await watched.go('/submit');
    await page.getByLabel('Job type').fill('Not A Type');
    await page.getByLabel('Payload').fill('{}');
    await page.getByRole('button', { name: 'Submit the job' }).click();
    await page.getByRole('status').or(page.getByRole('alert')).getByText(/type/).first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/submit');
    watched.complaints.splice(0); // the browser tells of the 400 as an error
  });

  it('jobs that are selected are cancelled, and no others, with the mouse and by keys alone', async () => {
    const jobs = await Promise.all(Array.from({ length: 4 }, () => waiting({ tags: ['chosen'] })));
    await watched.go('/jobs?tag=chosen');
    const ids = jobs.map(({ jobId }) => jobId).sort().reverse();
    const [first = '', second = '', third = '', fourth = ''] = ids;
    await row(first).check();
    await grid().focus();
    for (const key of ['j', 'j', 'j', 'x']) await page.keyboard.press(key); // the third
    await page.getByText('2 selected').waitFor();
    await send('Cancel', 'chosen by hand');
    await own.client.until(first, 'CANCELLED');
    await own.client.until(third, 'CANCELLED');
    await eventually(async () => ((await grid().getByText('Cancelled').count()) === 2 ? true : Promise.reject(new Error('not shown yet'))), { message: 'the list shows two that are cancelled' });
    expect([(await own.client.job(second)).status, (await own.client.job(fourth)).status]).toEqual(['QUEUED', 'QUEUED']);
    await grid().focus();
    for (const key of ['Home', 'Enter']) await page.keyboard.press(key);
    expect(await jobInAddress()).toBe(first);
  });

  it('all jobs that match are redriven as one operation, whose end is told', async () => {
    const jobs = await Promise.all(Array.from({ length: 3 }, () => failed({ tags: ['again'] })));
    await failed({ tags: ['not'] });
    await watched.go('/jobs?state=FAILED&tag=again');
    await row(jobs[0]?.jobId ?? '').waitFor();
    await page.getByText('All that match').waitFor();
    await send('Redrive', 'all of them');
    const lives = await eventually(
      async () => {
        const found = await Promise.all(jobs.map(async ({ jobId }) => (await own.client.job(jobId)).redrivenTo));
        return found.every((id) => id !== undefined) ? found : Promise.reject(new Error(`${found.filter((id) => id !== undefined).length} of ${jobs.length}`));
      },
      { timeoutMs: 20_000, message: 'all of them have another life' },
    );
    expect(new Set(lives).size).toBe(3);
    const { items } = await own.client.observe<{ items: { action: string; reason?: string; status: string }[] }>('/v1/operations');
    expect(items.filter(({ action }) => action === 'redrive')).toMatchObject([{ reason: 'all of them' }]);
    await watched.go('/operations');
    const operation = page.getByRole('table', { name: 'operations' }).getByRole('row', { name: /redrive/ });
    await operation.getByText('finished').waitFor();
    expect(await operation.innerText()).toMatch(/state:FAILED tag:again[\s\S]*\b3\b[\s\S]*admin: all of them/);
  });

  it('a filter is typed with completion, stands in the address, is kept as a view, and comes back with it', async () => {
    await failed({ tags: ['seen'] });
    await watched.go('/jobs');
    const filter = page.getByRole('combobox', { name: 'filter jobs' });
    await filter.fill('state:FA');
    await page.getByRole('option', { name: 'state:FAILED' }).waitFor();
    await page.keyboard.press('Tab');
    await filter.fill('tag:se');
    await page.getByRole('option', { name: /tag:seen/ }).click();
    await page.waitForURL((url) => url.searchParams.get('state') === 'FAILED' && url.searchParams.get('tag') === 'seen');
    await eventually(async () => ((await grid().getByRole('row').count()) === 2 ? true : Promise.reject(new Error(`${await grid().getByRole('row').count()} rows`))), { message: 'one job is left below the head' });
    page.once('dialog', (dialog) => void dialog.accept('seen and failed'));
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Save this view…' }).click();
    await watched.go('/jobs');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'seen and failed' }).click();
    await page.waitForURL((url) => url.searchParams.get('tag') === 'seen');
  });

  it('one gets anywhere by keys alone', async () => {
    const { jobId } = await waiting({});
    await watched.go('/');
    await goByKeys(page, jobId);
    await page.getByRole('heading', { name: 'Why is it not running?' }).waitFor();
  });

  it('the page of a job follows its logs, opens every event, and goes back in time with everything on it', async () => {
    const { jobId } = await own.client.submit({ type: 'simulate.work', payload: { durationMs: 900, steps: 3 } });
    await own.client.until(jobId, 'RUNNING');
    await watched.go(`/jobs/${jobId}`);
    const log = page.getByRole('log', { name: 'what attempt 1 logged' });
    for (const step of ['step 1 of 3', 'step 3 of 3']) await log.getByText(step).waitFor();
    await page.locator('main header [data-state-of="COMPLETED"]').waitFor();
    await page.getByText(/^job\.submitted · position/).click();
    await page.getByRole('region', { name: 'the event job.submitted' }).getByText('"idempotencyKey"').first().waitFor();
    await page.getByRole('slider', { name: 'event' }).focus();
    await page.keyboard.press('Home');
    await page.waitForURL((url) => url.searchParams.has('asOf'));
    await page.locator('main header [data-state-of="QUEUED"]').waitFor();
    await page.getByRole('button', { name: 'Now' }).click();
    await page.locator('main header [data-state-of="COMPLETED"]').waitFor();
  });

  it('theme, times and columns are chosen, and stay chosen', async () => {
    await watched.go('/jobs');
    await page.getByRole('button', { name: 'light theme' }).click();
    await page.getByRole('button', { name: 'show times as dates' }).click();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Worker' }).click();
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('columnheader', { name: 'Worker' }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await page.getByRole('button', { name: 'show how long ago times are' }).waitFor();
  });
});
