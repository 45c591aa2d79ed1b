import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { type ConsoleResponse, type Problem, validator } from '#contracts';
import type { Service } from '#http';
import { freshMongo } from '#testing';
import { startObservatory } from '../observatory.harness';
import { ConsoleFiles } from './console-files';

jest.setTimeout(30_000);

const BROWSER = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8';
const INDEX = '<!doctype html><html lang="en"><title>console</title></html>';
const SCRIPT = `console.log(${JSON.stringify('x'.repeat(2_000))})`;

describe('the web console at the observatory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  let service: Service;
  beforeAll(async () => {
    service = await startObservatory(await freshMongo(), { UI_GRAFANA_URL: 'http://127.0.0.1:13080' }, new ConsoleFiles(folder));
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });

  const get = (url: string, headers: Record<string, string> = { accept: BROWSER }) => service.app.inject({ method: 'GET', url, headers });

  it('says which command builds it while it is not built, and is there once it is', async () => {
    const before = await get('/');
    expect([before.statusCode, before.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
    expect(before.body).toContain('<pre>npm run build</pre>');

    mkdirSync(join(folder, 'assets'));
    for (const [name, text] of [['index.html', INDEX], ['assets/index-B1x.js', SCRIPT]] as const) {
      writeFileSync(join(folder, name), text);
      writeFileSync(join(folder, `${name}.gz`), gzipSync(text));
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text));
    }
    const after = await get('/');
    expect([after.statusCode, after.body]).toEqual([200, INDEX]);
  });

  it.each(['/', '/jobs', '/jobs/0193010b-0000-7000-8000-000000000001', '/contracts/job.submitted'])('%s can be opened by itself, is asked for each time, and may load nothing from elsewhere', async (url) => {
    const { statusCode, headers, body } = await get(url);
    expect([statusCode, headers['content-type'], body]).toEqual([200, 'text/html; charset=utf-8', INDEX]);
    expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' });
    expect(headers['content-security-policy']).toContain("default-src 'none';script-src 'self';style-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect((await get(url, { accept: BROWSER, 'if-none-match': String(headers.etag) })).statusCode).toBe(304);
  });

  it.each([['br', brotliDecompressSync], ['gzip', gunzipSync]] as const)('a file is sent as %s where the client takes it, and kept for ever', async (encoding, decompress) => {
    const { headers, rawPayload } = await get('/assets/index-B1x.js', { accept: '*/*', 'accept-encoding': encoding });
    expect(headers).toMatchObject({ 'content-encoding': encoding, 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding', 'content-type': expect.stringMatching(/^(text|application)\/javascript/) as string });
    expect(decompress(rawPayload).toString()).toBe(SCRIPT);
  });

  it.each(['/v1/nothing', '/api/v1/jobs', '/assets/gone.js', '/assets/..%2f..%2fpackage.json', '/runbooks/x/y'])('%s is a problem, also to a browser', async (url) => {
    const answer = await get(url);
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([404, 'not_found']);
  });

  it('a build that takes the place of another shows without a restart', async () => {
    writeFileSync(join(folder, 'assets', 'index-C2y.js'), SCRIPT);
    writeFileSync(join(folder, 'index.html'), INDEX);
    utimesSync(join(folder, 'index.html'), 1, 1);
    expect((await get('/assets/index-C2y.js', { accept: '*/*' })).body).toBe(SCRIPT);
  });

  it('an address that is known stays one: another method is a 405', async () => {
    const answer = await service.app.inject({ method: 'DELETE', url: '/v1/jobs', headers: { accept: BROWSER } });
    expect(answer.statusCode).toBe(405);
  });

  it('commands are off, and consoles are told', async () => {
    const settings = (await get('/console.json')).json<ConsoleResponse>();
    expect(validator('ConsoleResponse')(settings).ok).toBe(true);
    expect(settings.commands).toBe(false);
    expect(settings.links.flatMap(({ links }) => links)).toContainEqual(expect.objectContaining({ title: 'Grafana', url: 'http://127.0.0.1:13080' }));
    const command = await service.app.inject({ method: 'POST', url: '/api/v1/jobs', payload: { type: 'simulate.work', payload: {} } });
    expect([command.statusCode, command.json<Problem>().code]).toEqual([404, 'not_found']);
  });
});
