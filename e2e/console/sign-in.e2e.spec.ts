import type { Browser, Page } from 'playwright-core';
import type { SubmitJobResponse } from '#contracts';
import { eventually } from '#testing';
import { keyOf, type StackCredentials } from '../../deploy/native/credentials';
import { freshStores } from '../system/stores';
import { System } from '../system/system';
import { startBrowser } from './browser';
import { WatchedPage } from './watched-page';

jest.setTimeout(60_000);

const PASSWORD = 'a password of this spec';

describe('signing in at the web console', () => {
  let system: System;
  let browser: Browser;
  let credentials: StackCredentials;
  let adminToken: string;
  let watched: WatchedPage;
  let page: Page;

  const gateway = async (method: string, path: string, body: object, token: string): Promise<Response> =>
    fetch(`${system.one('gateway').url}${path}`, { method, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
  const submit = async (): Promise<string> => {
    const answer = await gateway('POST', '/v1/jobs', { type: 'nobody.runs', payload: {} }, keyOf(credentials, 'demo'));
    return ((await answer.json()) as SubmitJobResponse).jobId;
  };
  const signIn = async (name: string, password = PASSWORD): Promise<void> => {
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  beforeAll(async () => {
    const stores = await freshStores();
    [system, browser] = await Promise.all([System.start({ stores, env: { observatory: { CONSOLE_COMMANDS: 'on' } } }), startBrowser()]);
    ({ credentials } = system);
    const login = await fetch(`${system.one('gateway').url}/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(credentials.admin) });
    adminToken = ((await login.json()) as { accessToken: string }).accessToken;
    for (const [name, role] of [['olga', 'operator'], ['vera', 'viewer']]) expect((await gateway('POST', '/v1/users', { name, roles: [role], password: PASSWORD }, adminToken)).status).toBe(201);
  }, 240_000);
  beforeEach(async () => {
    watched = await WatchedPage.open(browser, system.one('observatory').url);
    page = watched.page;
  });
  afterEach(() => watched.close());
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  it('shows nothing before, tells a wrong password, and then the page that was asked for, as who signed in', async () => {
    const job = await submit();
    await page.goto(`${watched.baseUrl}/jobs/${job}`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.content()).not.toContain('nobody.runs');
    expect(await watched.barriers()).toEqual([]);
    await signIn('olga', 'wrong');
    expect(await page.getByRole('alert').textContent()).toBe('the name or the password is not right');
    await signIn('olga');
    await page.getByText('nobody.runs').first().waitFor();
    expect(await page.getByTestId('account').textContent()).toBe('olga default');
    // The stream knows who listens as well.
    await page.getByTestId('freshness').filter({ hasText: 'live' }).waitFor();
    // What could be stolen by a script is not where scripts look.
    const [cookie] = await watched.context.cookies();
    expect(cookie).toMatchObject({ name: '__Host-jo_refresh', httpOnly: true, secure: true, sameSite: 'Strict' });
    expect(await page.evaluate('JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])')).not.toMatch(/eyJ|jr_/);
    // A command is theirs.
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.locator('main [data-state-of="CANCELLED"]').first().waitFor();
    await page.getByText(/olga/).nth(1).waitFor();
    // The page is loaded anew without signing in again, and after signing out it is not.
    await page.reload();
    await page.getByText('nobody.runs').first().waitFor();
    await page.getByTestId('account').click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await eventually(async () => expect(await watched.context.cookies()).toEqual([]));
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('offers a viewer nothing that a viewer may not do', async () => {
    const job = await submit();
    await page.goto(`${watched.baseUrl}/jobs/${job}`);
    await signIn('vera');
    await page.getByText('nobody.runs').first().waitFor();
    expect(await page.getByRole('button', { name: 'Cancel', exact: true }).count()).toBe(0);
    await page.goto(`${watched.baseUrl}/submit`);
    await page.getByText('Your roles do not include submitting jobs').waitFor();
    // Nor a page that shows nothing to a viewer.
    expect(await page.getByRole('navigation', { name: 'pages' }).getByRole('link', { name: /^(Queues|Submit|Audit)/ }).allTextContents()).toEqual([expect.stringContaining('Queues')]);
  });

  it('works in another tenant of whoever is signed in, in this window alone, and changes the own password', async () => {
    await submit();
    for (const [name, role] of [['tia', 'operator']]) expect((await gateway('POST', '/v1/users', { name, roles: [role], password: PASSWORD }, adminToken)).status).toBe(201);
    expect((await gateway('PUT', '/v1/tenants/acme/members/default/tia', { roles: ['viewer'] }, adminToken)).status).toBe(200);
    await page.goto(`${watched.baseUrl}/jobs`);
    await signIn('tia');
    await page.getByText('nobody.runs').first().waitFor();
    await page.getByTestId('account').click();
    await page.getByRole('menuitemcheckbox', { name: 'acme' }).click();
    await page.getByTestId('account').filter({ hasText: 'tia@default acme' }).waitFor();
    await page.getByRole('link', { name: /^Jobs/ }).click();
    await page.getByText('No jobs yet').waitFor();
    // A viewer there, and what all tenants share is not theirs.
    expect(await page.getByRole('navigation', { name: 'pages' }).getByRole('link', { name: /^(Jobs|Queues|Submit)/ }).allTextContents()).toEqual([expect.stringContaining('Jobs')]);
    await page.reload();
    await page.getByTestId('account').filter({ hasText: 'tia@default acme' }).waitFor();
    const other = await watched.context.newPage();
    await other.goto(`${watched.baseUrl}/account`);
    await other.getByTestId('account').filter({ hasText: 'tia default' }).waitFor();
    await page.goto(`${watched.baseUrl}/account`);
    await page.getByRole('heading', { name: 'Another password' }).waitFor();
    expect(await watched.barriers()).toEqual([]);
    const change = async (before: string): Promise<void> => {
      await page.getByLabel('Password so far').fill(before);
      await page.getByLabel('New password').fill(`${PASSWORD}!`);
      await page.getByRole('button', { name: 'Change the password' }).click();
    };
    await change('wrong');
    await page.getByText('the password so far is not right').waitFor();
    await change(PASSWORD);
    await page.getByText('The new password holds').waitFor();
    expect((await fetch(`${system.one('gateway').url}/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'tia', password: PASSWORD }) })).status).toBe(401);
    // This session goes on, here and in the other window: they are one.
    await other.reload();
    await other.getByTestId('account').filter({ hasText: 'tia default' }).waitFor();
  });

  it('loses no work when a session ends: what was written stays, and what was sent is sent after signing in again', async () => {
    await page.goto(`${watched.baseUrl}/submit`);
    await signIn('olga');
    await page.getByLabel('Job type').fill('nobody.runs');
    await page.getByLabel('Tags').fill('kept');
    // Somebody ends the session; within five seconds its tokens are refused.
    expect((await gateway('PATCH', '/v1/users/olga', { password: `${PASSWORD}!` }, adminToken)).status).toBe(200);
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor({ timeout: 20_000 });
    await page.getByRole('dialog').getByLabel('Password').fill(`${PASSWORD}!`);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Tags').inputValue()).toBe('kept');
    await page.getByRole('button', { name: /^Submit/ }).click();
    await page.waitForURL((url) => /^\/jobs\/[0-9a-f-]{36}$/.test(url.pathname));
    await page.locator('main dd').getByText('kept').waitFor(); // the timeline has it too, folded
  });
});
