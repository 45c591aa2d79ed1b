import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, sessionFile } from '../tui.env';
import { streamEvents } from './event-stream';
import { failureOf } from './failure';
import { connect } from './platform';

describe('a key in OBSERVATORY_TOKEN', () => {
  const heard: (string | undefined)[] = [];
  let server: Server;
  let url: string;
  const before = process.env.OBSERVATORY_TOKEN;

  beforeAll(async () => {
    process.env.OBSERVATORY_SESSION_FILE = join(tmpdir(), 'nobody', 'session.json');
    server = createServer((request, response) => {
      heard.push(request.headers.authorization);
      response.writeHead(401, { 'content-type': 'application/problem+json' }).end('{"type":"urn:job-observatory:error:unauthorized","title":"Who asks?","status":401,"code":"unauthorized"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.OBSERVATORY_TOKEN;
    else process.env.OBSERVATORY_TOKEN = before;
    server.close();
  });

  const askAll = async (): Promise<unknown[]> => {
    heard.length = 0;
    const settings = readSettings({ observatory: url, gateway: url }, '/');
    const { reads, commands } = connect(settings);
    const asked = [reads.get('/v1/overview'), commands.post('/v1/jobs', { body: { type: 'a', payload: {} } as never }), streamEvents(settings, {}, new AbortController().signal).next()];
    return Promise.all(asked.map((one) => one.catch((error: unknown) => error)));
  };

  it('goes with every read, command and stream, and nothing goes without one', async () => {
    process.env.OBSERVATORY_TOKEN = 'jo_1_secret';
    await askAll();
    expect(heard).toEqual(['Bearer jo_1_secret', 'Bearer jo_1_secret', 'Bearer jo_1_secret']);
    process.env.OBSERVATORY_TOKEN = '';
    await askAll();
    expect(heard).toEqual([undefined, undefined, undefined]);
  });

  it('is asked for where it is missing', async () => {
    const [refused] = await askAll();
    expect(failureOf(refused)).toMatchObject({ kind: 'refused', advice: 'Sign in with `observatory login` (again, if the session has ended), or set OBSERVATORY_TOKEN to an API key.' });
  });
});

describe('a session of `observatory login`', () => {
  const PRINCIPAL = { name: 'ada', tenantId: 'acme' };
  let server: Server;
  let url: string;
  let folder: string;
  let next = 0;
  const asked: { path: string | undefined; authorization: string | undefined }[] = [];
  /** The tenants that sessions were asked for, and those that nobody is of. */
  const wanted: string[] = [];
  const gone = new Set<string>();
  const json = async (request: IncomingMessage): Promise<unknown> => {
    const text = Buffer.concat(await request.toArray()).toString();
    return text === '' ? undefined : JSON.parse(text);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'session-'));
    server = createServer((request, response) => {
      asked.push({ path: request.url, authorization: request.headers.authorization });
      next += 1;
      const number = next;
      void json(request).then((body) => {
        const { tenant = PRINCIPAL.tenantId } = (body ?? {}) as { tenant?: string };
        wanted.push(tenant);
        const session = { accessToken: `access-${number}`, refreshToken: `refresh-${number}`, expiresAt: new Date(Date.now() + 900_000).toISOString(), principal: { ...PRINCIPAL, tenantId: tenant }, tenants: ['acme', 'rival'] };
        if (gone.has(tenant)) response.writeHead(403, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ detail: `you are not of the tenant ${tenant}` }));
        else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(session));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.OBSERVATORY_SESSION_FILE = join(folder, 'deep', 'session.json');
  });
  afterAll(() => {
    delete process.env.OBSERVATORY_SESSION_FILE;
    rmSync(folder, { recursive: true });
    server.close();
  });

  it('is kept for its owner alone, goes with requests, and is renewed shortly before its end', async () => {
    process.env.OBSERVATORY_TOKEN = '';
    const file = sessionFile();
    await file.login(url, undefined, 'ada', 'secret');
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(readFileSync(file.path, 'utf8')).not.toContain('secret');
    const { reads } = connect(readSettings({ observatory: url, gateway: url }, '/'));
    await reads.get('/v1/overview');
    expect(asked.at(-1)).toEqual({ path: '/v1/overview', authorization: 'Bearer access-1' });
    await file.renew();
    expect(asked.at(-1)?.path).toBe('/v1/overview');
    await file.renew(Date.now() + 850_000);
    expect(asked.at(-1)?.path).toBe('/v1/auth/refresh');
    await reads.get('/v1/overview');
    expect(asked.at(-1)?.authorization).toBe('Bearer access-3');
    expect([await file.logout(), asked.at(-1)?.path, file.read(), await file.logout()]).toEqual([true, '/v1/auth/logout', undefined, false]);
  });

  it('works in another tenant of its user until that is over, and then at home', async () => {
    const file = sessionFile();
    await expect(file.enter('rival')).rejects.toThrow('nobody is signed in');
    await file.login(url, 'acme', 'ada', 'secret');
    await expect(file.enter('rival')).resolves.toMatchObject({ tenantId: 'rival', tenants: ['acme', 'rival'] });
    wanted.length = 0;
    await file.renew(Date.now() + 850_000);
    expect([wanted, file.read()?.tenantId]).toEqual([['rival'], 'rival']);
    gone.add('rival');
    await expect(file.enter('rival')).rejects.toThrow('you are not of the tenant rival');
    await file.renew(Date.now() + 850_000);
    expect(file.read()).toMatchObject({ tenantId: 'acme' });
    await file.logout();
  });
});
