// Pictures of every page of the console of a running platform (`make start`), in three widths and both themes: `npm run -s screenshots -- [--url http://127.0.0.1:13003] [--out docs/screenshots]`
// Where one is asked who one is, it signs in as the administrator of the local stack.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { JobListResponse, SessionResponse } from '#contracts';
import { type StackCredentials, stackCredentials } from '../../deploy/native/credentials';
import { startBrowser } from './browser';
import { type Theme, WatchedPage } from './watched-page';

const WIDTHS: readonly (readonly [width: number, height: number])[] = [[360, 740], [1024, 720], [1440, 900]];
const THEMES: readonly Theme[] = ['dark', 'light'];
/** Text stays sharp, a picture stays below some thirty kilobytes. */
const QUALITY = 45;
/** Charts and streams have something to show by then. */
const LOOK_AFTER_MS = 400;

const STACK = 'dev';
type Administrator = StackCredentials['admin'];

/** Who has to sign in; nobody where the platform asks nobody. */
async function administratorOf(url: string): Promise<Administrator | undefined> {
  const { signIn } = (await (await fetch(`${url}/console.json`)).json()) as { readonly signIn?: boolean };
  return signIn === true ? stackCredentials(STACK).credentials.admin : undefined;
}

async function tokenOf(url: string, admin: Administrator): Promise<string> {
  const answer = await fetch(`${url}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(admin) });
  if (!answer.ok) throw new Error(`the administrator of .stack/${STACK}/credentials.json is not let in: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as SessionResponse).accessToken;
}

async function signIn({ page }: WatchedPage, { name, password }: Administrator): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByTestId('account').waitFor();
}

/** The pages, with an id of what there is where one needs it. */
async function pagesOf(url: string, token: string | undefined): Promise<Map<string, string>> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const ask = async <Body>(path: string): Promise<Body> => (await fetch(`${url}${path}`, { headers })).json() as Promise<Body>;
  const [jobs, errors, alerts, schedules, flows] = await Promise.all([
    ask<JobListResponse>('/v1/jobs?state=FAILED&limit=1').then(async (failed) => (failed.items.length > 0 ? failed : ask<JobListResponse>('/v1/jobs?limit=1'))),
    ask<{ items: { fingerprint: string }[] }>('/v1/errors?limit=1'),
    ask<{ items: { fingerprint: string }[] }>('/v1/alerts?limit=1'),
    ask<{ items: { name: string }[] }>('/v1/schedules?limit=1'),
    ask<{ items: { id?: string; rootId?: string; flowId?: string }[] }>('/v1/flows?limit=1'),
  ]);
  const flow = flows.items[0];
  const details: readonly (readonly [string, string, string | undefined])[] = [
    ['job', '/jobs/', jobs.items[0]?.id], ['error', '/errors/', errors.items[0]?.fingerprint], ['alert', '/alerts/', alerts.items[0]?.fingerprint], ['schedule', '/schedules/', schedules.items[0]?.name], ['flow', '/flows/', flow?.id ?? flow?.rootId ?? flow?.flowId],
  ];
  return new Map([
    ['overview', '/'], ...['jobs', 'flows', 'operations', 'submit', 'queues', 'workers', 'schedules', 'errors', 'alerts', 'audit', 'events', 'contracts', 'system'].map((name): [string, string] => [name, `/${name}`]), ['contract', '/contracts/job.submitted'], ['account', '/account'], ['audit-refused', '/audit?show=security'],
    ...details.flatMap(([name, path, id]): [string, string][] => (id === undefined ? [] : [[name, `${path}${id}`]])),
  ]);
}

async function shoot(watched: WatchedPage): Promise<Buffer> {
  const session = await watched.context.newCDPSession(watched.page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await session.detach();
  return Buffer.from(data, 'base64');
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { url: { type: 'string', default: 'http://127.0.0.1:13003' }, out: { type: 'string', default: join('docs', 'screenshots') }, only: { type: 'string' }, png: { type: 'boolean', default: false } } });
  const admin = await administratorOf(values.url);
  const wanted = (name: string): boolean => values.only === undefined || values.only.split(',').includes(name);
  const pages = [...(await pagesOf(values.url, admin && (await tokenOf(values.url, admin))))].filter(([name]) => wanted(name));
  mkdirSync(values.out, { recursive: true });
  const browser = await startBrowser();
  let [pictures, bytes] = [0, 0];
  try {
    for (const theme of THEMES) {
      for (const [width, height] of WIDTHS) {
        const watched = await WatchedPage.open(browser, values.url, { theme, width, height });
        const take = async (name: string): Promise<void> => {
          await watched.page.waitForTimeout(LOOK_AFTER_MS);
          const picture = values.png ? await watched.page.screenshot() : await shoot(watched);
          pictures += 1;
          bytes += picture.length;
          writeFileSync(join(values.out, `${name}-${width}-${theme}.${values.png ? 'png' : 'webp'}`), picture);
        };
        if (admin !== undefined) {
          await watched.go('/');
          if (wanted('sign-in')) await take('sign-in');
          await signIn(watched, admin);
        }
        for (const [name, path] of pages) {
          await watched.go(path);
          await take(name);
        }
        await watched.close();
      }
    }
  } finally {
    await browser.close();
  }
  console.log(`${pictures} pictures, ${(bytes / 1e6).toFixed(2)} MB, in ${values.out}`);
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
