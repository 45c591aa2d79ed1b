import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { createHmac } from 'node:crypto';
import type { HandlerContext } from '#worker-sdk';
import type { HttpRequestPayload } from './http-request.payload';
import { httpRequest, type HttpRequestResult, type HttpRequestSettings } from './http-request.handler';

const SECRETS = { shop: 'a secret of sixteen or more' };
const handler = httpRequest({ allow: ['127.0.0.0/8'], secrets: SECRETS });

describe('http.request', () => {
  let server: Server;
  let base: string;
  let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  const seen: { method?: string; url?: string; headers: IncomingMessage['headers']; body: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ method: request.method, url: request.url, headers: request.headers, body });
        answer(request, response, body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    seen.splice(0);
    answer = (_, response) => response.end('ok');
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const run = (payload: Omit<HttpRequestPayload, 'url'> & { url?: string }, signal: AbortSignal = new AbortController().signal, by = handler) =>
    by.run({ payload: { url: `${base}/path?a=1`, ...payload }, signal, idempotencyKey: 'key-1', correlationId: 'c-1' } as unknown as HandlerContext) as Promise<HttpRequestResult>;

  it('keeps status, headers and body, and how long it took', async () => {
    answer = (_, response) => response.writeHead(201, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] }).end('grüß dich');
    const result = await run({});
    expect(result).toMatchObject({ status: 201, body: 'grüß dich', bodyEncoding: 'utf8', truncated: false, headers: { 'content-type': 'text/plain', 'set-cookie': 'a=1, b=2' } });
    expect(result.durationMs).toBeGreaterThanOrEqual(0);
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/path?a=1' });
  });

  it('sends method, headers and body; what is no string goes as JSON', async () => {
    await run({ method: 'PUT', headers: { 'X-Mine': 'yes', 'Content-Type': 'application/vnd.mine+json' }, body: { n: 1 } });
    await run({ method: 'POST', body: 'text' });
    expect(seen[0]).toMatchObject({ method: 'PUT', body: '{"n":1}', headers: { 'x-mine': 'yes', 'content-type': 'application/vnd.mine+json' } });
    expect(seen[1]).toMatchObject({ method: 'POST', body: 'text', headers: { 'content-type': 'text/plain; charset=utf-8' } });
  });

  it('sends the key of the job, the same for each attempt, unless the payload has its own', async () => {
    await run({});
    await run({ headers: { 'Idempotency-Key': 'mine' } });
    expect(seen.map(({ headers }) => [headers['idempotency-key'], headers['x-correlation-id']])).toEqual([['key-1', 'c-1'], ['mine', 'c-1']]);
  });

  it('cuts the body at 64 KiB, between two characters, and says so', async () => {
    answer = (_, response) => response.end(`a${'ü'.repeat(100_000)}`);
    const result = await run({});
    expect(result).toMatchObject({ truncated: true, bodyEncoding: 'utf8' });
    expect(result.body).toBe(`a${'ü'.repeat(32_767)}`);
  });

  it('does not read a body without end', async () => {
    answer = (_, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', write).on('error', () => undefined);
      write();
    };
    await expect(run({})).resolves.toMatchObject({ truncated: true });
  });

  it.each([
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x01])],
    ['text with NUL characters', Buffer.from('a\0b')],
    ['a mass of control characters', Buffer.alloc(65_536, 1)],
  ])('keeps %s as base64', async (_, bytes) => {
    answer = (_request, response) => response.end(bytes);
    const result = await run({});
    expect(result.bodyEncoding).toBe('base64');
    expect(Buffer.from(result.body, 'base64').equals(bytes)).toBe(true);
  });

  it.each([
    [500, true],
    [503, true],
    [429, true],
    [408, true],
    [425, true],
    [404, false],
    [409, false],
    [400, false],
    [302, false],
  ])('a %i that was not expected fails; another attempt: %s', async (status, retryable) => {
    answer = (_, response) => response.writeHead(status, { location: '/elsewhere' }).end('why');
    await expect(run({})).rejects.toMatchObject({ code: 'unexpected_status', retryable, outOfTime: false, details: { response: { status, body: 'why' } } });
    expect(seen).toHaveLength(1);
  });

  it('takes one expected status, or several', async () => {
    answer = (_, response) => response.writeHead(404).end();
    await expect(run({ expectedStatus: 404 })).resolves.toMatchObject({ status: 404 });
    await expect(run({ expectedStatus: [200, 404] })).resolves.toMatchObject({ status: 404 });
    answer = (_, response) => response.writeHead(200).end();
    await expect(run({ expectedStatus: 404 })).rejects.toMatchObject({ code: 'unexpected_status', retryable: false });
  });

  it('waits as long as the server asks for, up to an hour', async () => {
    for (const [header, expected] of [['7', 7_000], ['999999', 3_600_000], ['soon', undefined], ['-5', undefined], ['Thu, 01 Jan 1970 00:00:00 GMT', 0]] as const) {
      answer = (_, response) => response.writeHead(429, { 'retry-after': header }).end();
      await expect(run({})).rejects.toMatchObject({ retryAfterMs: expected });
    }
    answer = (_, response) => response.writeHead(503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }).end();
    const error = await run({}).then(() => undefined, (failure: { retryAfterMs: number }) => failure);
    expect(error?.retryAfterMs).toBeGreaterThan(50_000);
  });

  it('tries again after the statuses that the payload names, and no others', async () => {
    answer = (_, response) => response.writeHead(404).end();
    await expect(run({ retryStatuses: [404] })).rejects.toMatchObject({ code: 'unexpected_status', retryable: true });
    answer = (_, response) => response.writeHead(503).end();
    await expect(run({ retryStatuses: [404] })).rejects.toMatchObject({ retryable: false });
    await expect(run({ retryStatuses: [] })).rejects.toMatchObject({ retryable: false });
  });

  it('keeps as much of the body as it is asked to', async () => {
    answer = (_, response) => response.end('0123456789');
    await expect(run({ maxBodyBytes: 4 })).resolves.toMatchObject({ body: '0123', truncated: true });
    await expect(run({ maxBodyBytes: 0 })).resolves.toMatchObject({ body: '', truncated: true });
    await expect(run({ maxBodyBytes: 10 })).resolves.toMatchObject({ body: '0123456789', truncated: false });
  });

  describe('signature', () => {
    const signed = (body: string, header: string | string[] | undefined): void => {
      const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(header)) ?? [];
      expect(Math.abs(Date.now() / 1_000 - Number(t))).toBeLessThan(5);
      expect(v1).toBe(createHmac('sha256', SECRETS.shop).update(`${t}.${body}`).digest('hex'));
    };

    it('is of the time and of the body as it was sent', async () => {
      await run({ method: 'POST', body: { n: 1, text: 'grüß' }, signWith: 'shop' });
      signed('{"n":1,"text":"grüß"}', seen[0]?.headers['x-observatory-signature']);
      await run({ signWith: 'shop', headers: { 'X-Observatory-Signature': 'forged' } });
      signed('', seen[1]?.headers['x-observatory-signature']);
    });

    it('is not made by anybody else, and gives up where there is no such secret', async () => {
      await run({ headers: { 'x-observatory-signature': 'forged' } });
      expect(seen[0]?.headers).not.toHaveProperty('x-observatory-signature');
      for (const signWith of ['other', 'toString']) await expect(run({ signWith })).rejects.toMatchObject({ code: 'unknown_secret', retryable: false });
      expect(seen).toHaveLength(1);
    });
  });

  describe('redirects', () => {
    const redirect = (hops: number, status = 302, to: (hop: number) => string = (hop) => `/hop/${hop}`) => {
      let hop = 0;
      answer = (_, response) => (hop++ < hops ? response.writeHead(status, { location: to(hop) }).end('moved') : response.end('there'));
    };

    it('are followed as far as the payload allows', async () => {
      redirect(2);
      await expect(run({ maxRedirects: 2 })).resolves.toMatchObject({ status: 200, body: 'there', redirectedTo: `${base}/hop/2` });
      expect(seen.map(({ url }) => url)).toEqual(['/path?a=1', '/hop/1', '/hop/2']);
      redirect(3);
      await expect(run({ maxRedirects: 2 })).rejects.toMatchObject({ code: 'too_many_redirects', retryable: false });
    });

    it('are not followed where a 3xx is what was expected', async () => {
      redirect(1);
      await expect(run({ maxRedirects: 5, expectedStatus: 302 })).resolves.toMatchObject({ status: 302 });
    });

    it.each([
      [301, 'GET', ''],
      [302, 'GET', ''],
      [303, 'GET', ''],
      [307, 'POST', 'body'],
      [308, 'POST', 'body'],
    ])('a POST is redirected by %i as a %s', async (status, method, body) => {
      redirect(1, status);
      await run({ method: 'POST', body: 'body', maxRedirects: 1, headers: { Authorization: 'Bearer x' }, signWith: 'shop' });
      expect(seen[1]).toMatchObject({ method, body, headers: { authorization: 'Bearer x', 'idempotency-key': 'key-1' } });
      expect('x-observatory-signature' in (seen[1]?.headers ?? {})).toBe(method === 'POST');
    });

    it('take no credentials to another origin', async () => {
      redirect(1, 307, () => `${base.replace('127.0.0.1', 'other.example')}/other`);
      const resolving = httpRequest({ allow: ['127.0.0.1'], secrets: SECRETS, resolve: (_, done) => done(null, [{ address: '127.0.0.1', family: 4 }]) });
      await run({ method: 'POST', body: 'body', maxRedirects: 1, headers: { Authorization: 'Bearer x', Cookie: 'a=1', 'X-Mine': 'yes' }, signWith: 'shop' }, undefined, resolving);
      expect(seen[1]).toMatchObject({ method: 'POST', body: 'body', headers: { 'x-mine': 'yes' } });
      for (const name of ['authorization', 'cookie', 'x-observatory-signature']) expect(seen[1]?.headers).not.toHaveProperty(name);
    });

    it.each(['file:///etc/passwd', 'http://', 'gopher://127.0.0.1/'])('never lead to %s', async (location) => {
      redirect(1, 302, () => location);
      await expect(run({ maxRedirects: 1 })).rejects.toMatchObject({ code: 'invalid_redirect', retryable: false });
    });

    it('are checked like any other request', async () => {
      redirect(1, 302, () => 'http://169.254.169.254/latest/meta-data');
      await expect(run({ maxRedirects: 1 })).rejects.toMatchObject({ code: 'address_not_allowed', retryable: false });
    });
  });

  describe('internal addresses', () => {
    const refused = { code: 'address_not_allowed', retryable: false };
    const by = (settings: HttpRequestSettings) => (url: string) => run({ url }, undefined, httpRequest(settings));
    const port = () => new URL(base).port;
    const to = (...addresses: string[]): HttpRequestSettings['resolve'] => (_, done) => done(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

    it.each(['127.0.0.1', '2130706433', '0x7f.1', '0', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '10.0.0.1', '169.254.169.254'])('are refused when written out: %s', async (host) => {
      await expect(by({})(`http://${host}:${port()}/`)).rejects.toMatchObject(refused);
      expect(seen).toEqual([]);
    });

    it('are refused when a name leads to them', async () => {
      await expect(by({})(`http://localhost:${port()}/`)).rejects.toMatchObject(refused);
      await expect(by({ resolve: to('127.0.0.1') })(`http://public.example:${port()}/`)).rejects.toMatchObject({ ...refused, message: expect.stringContaining('public.example') as string });
      await expect(by({ resolve: to('10.1.2.3', '::1') })(`http://public.example:${port()}/`)).rejects.toMatchObject(refused);
      expect(seen).toEqual([]);
    });

    it('are refused when the name leads elsewhere at the next look (rebinding): what is checked is what is connected to', async () => {
      const answers = ['127.0.0.1', '127.0.0.2'];
      const rebinding = httpRequest({ allow: ['127.0.0.1'], resolve: (_, done) => done(null, [{ address: answers.shift() as string, family: 4 }]) });
      server.closeAllConnections();
      answer = (_, response) => response.writeHead(200, { connection: 'close' }).end('ok');
      const url = `http://rebinding.example:${port()}/`;
      await expect(run({ url }, undefined, rebinding)).resolves.toMatchObject({ status: 200 });
      await expect(run({ url }, undefined, rebinding)).rejects.toMatchObject(refused);
    });

    it('are reached where the operator allows the address, the network or the host', async () => {
      const url = `http://internal.example:${port()}/`;
      for (const allow of ['127.0.0.1', '127.0.0.0/8', 'Internal.Example']) await expect(by({ allow: [allow], resolve: to('127.0.0.1') })(url)).resolves.toMatchObject({ status: 200 });
      await expect(by({ allow: ['127.0.0.1'], resolve: to('10.255.255.1', '127.0.0.1') })(url)).resolves.toMatchObject({ status: 200 });
      await expect(by({ allow: ['other.example', '127.0.0.2'], resolve: to('127.0.0.1') })(url)).rejects.toMatchObject(refused);
    });

    it('a name that leads nowhere may be retried', async () => {
      await expect(by({ resolve: (_, done) => done(Object.assign(new Error('no such host'), { code: 'ENOTFOUND' }), []) })('http://nowhere.example/')).rejects.toMatchObject({ code: 'connection_failed', retryable: true, details: { code: 'ENOTFOUND' } });
    });
  });

  it('runs out of time when the response, or only its end, does not come', async () => {
    answer = () => undefined;
    await expect(run({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'timed_out', outOfTime: true, retryable: true });
    answer = (_, response) => void response.write('the start');
    await expect(run({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'timed_out', outOfTime: true });
  });

  it('may be retried when there is no connection, or it breaks', async () => {
    const refused = createTcpServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => refused.once('listening', resolve));
    const { port } = refused.address() as AddressInfo;
    await new Promise((resolve) => refused.close(resolve));
    await expect(run({ url: `http://127.0.0.1:${port}/` })).rejects.toMatchObject({ code: 'connection_failed', retryable: true, details: { code: 'ECONNREFUSED' } });
    answer = (request) => request.socket.destroy();
    await expect(run({ method: 'POST' })).rejects.toMatchObject({ code: 'connection_failed', retryable: true });
  });

  it('ends at once when its signal fires', async () => {
    answer = () => undefined;
    const controller = new AbortController();
    const running = run({}, controller.signal);
    setImmediate(() => controller.abort('cancelled'));
    await expect(running).rejects.toBeDefined();
  });

  describe('payloads', () => {
    it.each([
      [{}, ''],
      [{ url: 'ftp://example.com' }, '/url'],
      [{ url: 'http://' }, '/url'],
      [{ url: 'http://example.com', method: 'get' }, '/method'],
      [{ url: 'http://example.com', headers: { 'bad name': 'x' } }, '/headers'],
      [{ url: 'http://example.com', headers: { good: 'line\nbreak' } }, '/headers/good'],
      [{ url: 'http://example.com', expectedStatus: 99 }, '/expectedStatus'],
      [{ url: 'http://example.com', timeoutMs: 0 }, '/timeoutMs'],
      [{ url: 'http://example.com', maxRedirects: 11 }, '/maxRedirects'],
      [{ url: 'http://example.com', maxBodyBytes: 65_537 }, '/maxBodyBytes'],
      [{ url: 'http://example.com', retries: 3 }, '/retries'],
    ])('%j is refused at %s', (payload, pointer) => {
      expect(handler.faultsOf(payload).map((fault) => fault.pointer)).toContain(pointer);
    });

    it('takes what is good', () => {
      const good = { url: 'https://example.com/a?b=c', method: 'POST', headers: { Accept: '*/*' }, body: [1], expectedStatus: [200, 201], timeoutMs: 100 };
      expect(handler.faultsOf(good)).toEqual([]);
    });
  });
});
