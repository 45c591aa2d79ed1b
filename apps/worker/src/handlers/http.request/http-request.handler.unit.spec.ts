import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import type { HandlerContext } from '#worker-sdk';
import type { HttpRequestPayload } from './http-request.payload';
import { httpRequest, type HttpRequestResult } from './http-request.handler';

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

  const run = (payload: Omit<HttpRequestPayload, 'url'> & { url?: string }, signal: AbortSignal = new AbortController().signal) =>
    httpRequest.run({ payload: { url: `${base}/path?a=1`, ...payload }, signal, idempotencyKey: 'key-1', correlationId: 'c-1' } as unknown as HandlerContext) as Promise<HttpRequestResult>;

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
    [404, false],
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
    for (const [header, expected] of [['7', 7_000], ['999999', 3_600_000], ['soon', undefined]] as const) {
      answer = (_, response) => response.writeHead(429, { 'retry-after': header }).end();
      await expect(run({})).rejects.toMatchObject({ retryAfterMs: expected });
    }
    answer = (_, response) => response.writeHead(503, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }).end();
    const error = await run({}).then(() => undefined, (failure: { retryAfterMs: number }) => failure);
    expect(error?.retryAfterMs).toBeGreaterThan(50_000);
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
      [{ url: 'http://example.com', retries: 3 }, '/retries'],
    ])('%j is refused at %s', (payload, pointer) => {
      expect(httpRequest.faultsOf(payload).map((fault) => fault.pointer)).toContain(pointer);
    });

    it('takes what is good', () => {
      const good = { url: 'https://example.com/a?b=c', method: 'POST', headers: { Accept: '*/*' }, body: [1], expectedStatus: [200, 201], timeoutMs: 100 };
      expect(httpRequest.faultsOf(good)).toEqual([]);
    });
  });
});
