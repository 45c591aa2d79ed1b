import { once } from 'node:events';
import { createServer, type IncomingMessage, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConsoleResponse, Problem } from '#contracts';
import type { Service } from '#http';
import { eventually, freshMongo } from '#testing';
import { startObservatory } from '../observatory.harness';

jest.setTimeout(30_000);

interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('commands of the console', () => {
  let gateway: Server;
  let heard: Heard[] = [];
  let service: Service;
  let port = 0;
  const connections = () => new Promise<number>((resolve, reject) => gateway.getConnections((error, count) => (error === null ? resolve(count) : reject(error))));

  const listen = async (at: number): Promise<void> => {
    gateway = createServer((request, response) => {
      const chunks: Buffer[] = [];
      // Cut off by who sent it.
      request.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        heard.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
        response.writeHead(202, { 'content-type': 'application/json', 'x-correlation-id': String(request.headers['x-correlation-id']), 'keep-alive': 'timeout=5' }).end('{"taken":true}');
      });
    }).listen(at, '127.0.0.1');
    await once(gateway, 'listening');
    port = (gateway.address() as AddressInfo).port;
  };

  beforeAll(async () => {
    await listen(0);
    service = await startObservatory(await freshMongo(), { CONSOLE_COMMANDS: 'on', GATEWAY_URL: `http://127.0.0.1:${port}` });
  });
  beforeEach(() => {
    heard = [];
  });
  afterAll(async () => {
    await service.stop();
    gateway.close();
  });

  const send = (path: string, init: RequestInit = {}) => fetch(`${service.url()}${path}`, { method: 'POST', body: '{"a":1}', ...init, headers: { 'content-type': 'application/json', ...init.headers } });
  const codeOf = async (answer: Response): Promise<[number, string]> => [answer.status, ((await answer.json()) as Problem).code];

  it('go to the same path of the gateway, as they came, with correlation and trace, and without what concerns one hop', async () => {
    const headers = { 'x-correlation-id': 'c-17', traceparent: TRACEPARENT, authorization: 'Bearer me', 'sec-fetch-site': 'same-origin', origin: service.url(), connection: 'x-secret', 'x-secret': '1' };
    const answer = await viaHttp(`${service.url()}/api/v1/jobs/7/cancel?dry=1`, headers, '{"a":1}');
    expect(answer).toMatchObject({ status: 202, body: '{"taken":true}' });
    expect(answer.headers['x-correlation-id']).toBe('c-17');
    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatchObject({ method: 'POST', url: '/v1/jobs/7/cancel?dry=1', body: '{"a":1}' });
    expect(heard[0]?.headers).toMatchObject({ 'x-correlation-id': 'c-17', traceparent: TRACEPARENT, authorization: 'Bearer me', host: `127.0.0.1:${port}`, 'content-type': 'application/json' });
    expect(heard[0]?.headers).not.toHaveProperty('x-secret');
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('%s is one of them', async (method) => {
    const answer = await send('/api/v1/schedules/nightly', { method });
    expect([answer.status, heard[0]?.method, heard[0]?.url]).toEqual([202, method, '/v1/schedules/nightly']);
  });

  it('a command without a body and one without a correlation id go through, the latter with a fresh one', async () => {
    const answer = await fetch(`${service.url()}/api/v1/queues/default/resume`, { method: 'POST' });
    expect([answer.status, heard[0]?.body]).toEqual([202, '']);
    expect(heard[0]?.headers['x-correlation-id']).toBe(answer.headers.get('x-correlation-id'));
  });

  it('reads do not: whoever shows something asks the read models', async () => {
    for (const method of ['GET', 'HEAD']) expect((await send('/api/v1/jobs', { method, body: undefined })).status).toBe(405);
    expect(heard).toEqual([]);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another port of this host', { origin: 'http://127.0.0.1:1' }],
  ])('a page of %s sends none', async (_, headers) => {
    expect(await codeOf(await send('/api/v1/jobs', { headers }))).toEqual([403, 'foreign_origin']);
    expect(heard).toEqual([]);
  });

  it('what machines tell the gateway is not for the console', async () => {
    expect(await codeOf(await send('/api/v1/alerts/webhook'))).toEqual([404, 'not_found']);
    expect(heard).toEqual([]);
  });

  it('a body over the limit is refused, whether it is announced or only comes', async () => {
    const large = Buffer.alloc(17 * 1024 * 1024, 0x20);
    expect(await codeOf(await send('/api/v1/jobs', { body: large }))).toEqual([413, 'payload_too_large']);
    // It ends some time: fetch() goes on to pull what is without an end after the connection is gone, until the memory is.
    let left = 64;
    const unannounced = new ReadableStream({ pull: (controller) => (left-- > 0 ? controller.enqueue(large.subarray(0, 1024 * 1024)) : controller.close()) });
    const answer = await send('/api/v1/jobs', { body: unannounced, duplex: 'half' }).then(codeOf, () => [413, 'payload_too_large'] as const);
    expect(answer).toEqual([413, 'payload_too_large']);
  });

  it('no connection to the gateway outlives them', async () => {
    await send('/api/v1/jobs');
    await eventually(async () => expect(await connections()).toBe(0));
  });

  it('a gateway that is away is a 503, and one that comes back is found', async () => {
    gateway.closeAllConnections();
    await new Promise((resolve) => gateway.close(resolve));
    const away = await send('/api/v1/jobs');
    expect(away.headers.get('retry-after')).toBe('1');
    expect(await codeOf(away)).toEqual([503, 'gateway_unavailable']);
    await listen(port);
    expect((await send('/api/v1/jobs')).status).toBe(202);
  });

  it('consoles are told that they may send them', async () => {
    expect(((await (await fetch(`${service.url()}/console.json`)).json()) as ConsoleResponse).commands).toBe(true);
  });
});

/** With headers that fetch() does not let be set. */
function viaHttp(url: string, headers: Record<string, string>, body: string): Promise<{ status: number | undefined; headers: IncomingMessage['headers']; body: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    request.on('error', reject).end(body);
  });
}
