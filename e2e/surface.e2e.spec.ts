import type { Browser, BrowserContext } from 'playwright-core';
import { fetch } from '../deploy/native/keyed-fetch';
import { startBrowser } from './console/browser';
import { ConsoleSystem, furnish } from './console/console-system';
import { signIn } from './console/signed-in';

jest.setTimeout(60_000);

const SERVICES = ['gateway', 'worker', 'aggregator', 'observatory'] as const;
type ServiceName = (typeof SERVICES)[number];

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What no document lists, and what is not there. */
const BESIDE = [['get', '/docs'], ['get', '/docs/swagger-ui-init.js'], ['get', '/openapi.json'], ['get', '/metrics'], ['get', '/v1/nothing/at/all'], ['delete', '/health'], ['options', '/health'], ['get', '/v1/%zz']] as const;
/** May be kept: they are the same for everybody, or are asked for again each time. */
const NOT_PRIVATE = /^\/(\.well-known|docs|platform|runbooks|console\.json|assets|v1\/contracts)/;

describe('what a browser is told', () => {
  let own: ConsoleSystem;
  let browser: Browser;
  let known: Awaited<ReturnType<typeof furnish>>;

  beforeAll(async () => {
    [own, browser] = await Promise.all([ConsoleSystem.start('on'), startBrowser()]);
    known = await furnish(own);
  }, 240_000);
  afterAll(async () => {
    await browser?.close();
    await own?.stop();
  });

  const urlOf = (service: ServiceName): string => own.system.one(service).url;

  it.each(SERVICES)('by every route of the %s', async (service) => {
    const document = (await (await fetch(`${urlOf(service)}/openapi.json`)).json()) as OpenApi;
    const documented = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => [method, path.replaceAll(/\{\w+\}/g, 'x')] as const));
    expect(documented.length).toBeGreaterThan(3);
    const faults: string[] = [];
    for (const [method, path] of [...documented, ...BESIDE]) {
      const ended = new AbortController();
      const body = method === 'post' || method === 'put' || method === 'patch' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {};
      const answer = await fetch(`${urlOf(service)}${path}`, { method: method.toUpperCase(), signal: ended.signal, redirect: 'manual', ...body });
      // Streams and long polls do not end by themselves.
      ended.abort();
      faults.push(...faultsOf(path, answer).map((fault) => `${method} ${path} (${answer.status}): ${fault}`));
    }
    expect(faults).toEqual([]);
  });

  /** What the browser refused to do on a page because of its policy. */
  async function violationsAt(context: BrowserContext, url: string, then: (page: Awaited<ReturnType<BrowserContext['newPage']>>) => Promise<void>): Promise<string[]> {
    const page = await context.newPage();
    const said: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) said.push(message.text());
    });
    page.on('pageerror', (error) => said.push(error.message));
    await page.addInitScript("document.addEventListener('securitypolicyviolation', (event) => console.error('Content Security Policy: ' + event.violatedDirective + ' ' + event.blockedURI))");
    await page.goto(url);
    await then(page);
    await page.close();
    return said;
  }

  it.each(SERVICES)('the Swagger page of the %s works under its policy, and nothing is refused', async (service) => {
    const context = await browser.newContext();
    const said = await violationsAt(context, `${urlOf(service)}/docs`, async (page) => {
      await page.locator('.opblock').first().waitFor();
      await page.locator('.opblock-summary-path', { hasText: /^\/health$/ }).click();
      await page.getByRole('button', { name: 'Try it out' }).click();
      await page.getByRole('button', { name: 'Execute' }).click();
      await page.locator('.live-responses-table .response-col_status', { hasText: '200' }).first().waitFor();
    });
    expect(said).toEqual([]);
    await context.close();
  });

  it('pages of the observatory and of the console break no policy', async () => {
    const context = await browser.newContext();
    await signIn(context, own.url, own.admin);
    const said: string[] = [];
    const pages = ['/platform', '/runbooks', '/runbooks/ServiceDown', '/', '/jobs', `/jobs/${known.done}`, '/flows', '/workers', '/events', '/contracts', '/system', '/submit'];
    for (const path of pages) said.push(...(await violationsAt(context, `${own.url}${path}`, (page) => page.locator('h1').first().waitFor())).map((what) => `${path}: ${what}`));
    expect(said).toEqual([]);
    await context.close();
  }, 120_000);

  it('a script or style that somebody gets into a page is refused by its policy', async () => {
    const context = await browser.newContext();
    for (const url of [`${own.url}/`, `${own.url}/platform`, `${urlOf('gateway')}/docs`]) {
      const said = await violationsAt(context, url, async (page) => {
        await page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned = 1\"><p style=\"color: red\">x</p>'); document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.owned = 1' }), Object.assign(document.createElement('script'), { src: 'https://evil.example/x.js' }))");
        expect(await page.evaluate('window.owned')).toBeUndefined();
      });
      for (const directive of ['script-src-attr', 'script-src-elem', 'style-src-attr']) expect(said.join('\n')).toContain(directive);
    }
    await context.close();
  });
});

function faultsOf(path: string, { headers }: Response): string[] {
  const policy = headers.get('content-security-policy') ?? '';
  const isHtml = headers.get('content-type')?.startsWith('text/html') === true;
  const cache = headers.get('cache-control') ?? '';
  return [
    ...(headers.get('x-content-type-options') === 'nosniff' ? [] : ['may be read as another type']),
    ...(headers.get('referrer-policy') === 'no-referrer' ? [] : ['tells others where its reader was']),
    ...(headers.get('cross-origin-resource-policy') === 'same-origin' ? [] : ['may be embedded elsewhere']),
    ...(policy.includes("default-src 'none'") && policy.includes("frame-ancestors 'none'") && !policy.includes('unsafe') ? [] : [`has the policy ${policy}`]),
    ...(!isHtml || (headers.get('x-frame-options') === 'DENY' && headers.get('cross-origin-opener-policy') === 'same-origin') ? [] : ['is a page that may be framed or reached by its opener']),
    // What is private is kept nowhere, or asked for again with its tag (the reads of the observatory, in the browser alone).
    ...(cache.includes('no-store') || cache.includes('no-cache') || NOT_PRIVATE.test(path) ? [] : [`may be kept: ${cache}`]),
    ...(headers.get('access-control-allow-origin') === null ? [] : ['may be read by pages elsewhere']),
    ...(headers.get('server') === null && headers.get('x-powered-by') === null ? [] : ['says what it is made with']),
  ];
}
