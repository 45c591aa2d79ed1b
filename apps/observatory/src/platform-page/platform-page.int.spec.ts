import type { Problem } from '#contracts';
import type { Service } from '#http';
import { freshMongo } from '#testing';
import { startObservatory } from '../observatory.harness';

jest.setTimeout(30_000);

describe('the pages of the observatory', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startObservatory(await freshMongo());
  });
  afterAll(() => service.stop());

  const get = (url: string) => service.app.inject({ method: 'GET', url });

  it.each([
    ['/platform', 'text/html; charset=utf-8', /<h1>Job Observatory<\/h1>/],
    ['/platform/page.css', 'text/css; charset=utf-8', /color-scheme/],
    ['/platform/page.js', 'text/javascript; charset=utf-8', /'use strict'/],
    ['/platform/icon.svg', 'image/svg+xml', /^<svg/],
    ['/runbooks', 'text/html; charset=utf-8', /href="\/runbooks\/ServiceDown"/],
    ['/runbooks/ServiceDown', 'text/html; charset=utf-8', /<h2>Meaning<\/h2>/],
  ] as const)('%s is served as what it is, whether or not a read model is built', async (url, type, content) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, type]);
    expect(answer.body).toMatch(content);
  });

  it.each(['/platform', '/runbooks', '/runbooks/ServiceDown'])('%s may load only what this origin serves, and nothing inline', async (url) => {
    const policy = (await get(url)).headers['content-security-policy'];
    expect(policy).toContain("default-src 'none';script-src 'self';style-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  it.each([['/runbooks/Nothing', 404, 'not_found'], ['/runbooks/..%2F..%2Fpackage', 400, 'validation_failed']] as const)('%s is refused with %s', async (url, status, code) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([status, code]);
  });
});
