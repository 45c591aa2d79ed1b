import { connect, type Socket } from 'node:net';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { loadEnv, serviceVariables } from '#config';
import { eventually } from '#testing';
import { createService, type Service } from '../service';
import { isDeeperThan } from './json-depth';
import { Public } from './permission.decorators';
import { HEADERS_TIMEOUT_MS, LOOK_AT_CONNECTIONS_MS } from './server-bounds';

@Controller()
class EchoController {
  @Public()
  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return body;
  }

  @Public()
  @Get('still-here')
  stillHere(): object {
    return {};
  }
}

@Module({ controllers: [EchoController] })
class EchoModule {}

let service: Service;
let url: string;
beforeAll(async () => {
  service = await createService({ module: EchoModule, service: 'gateway', version: '0.0.0', env: loadEnv(serviceVariables({ httpPort: 0 }), { HTTP_PORT: '0', LOG_LEVEL: 'silent' }) });
  url = await service.listen();
});
afterAll(() => service.stop());

const post = async (body: string) => {
  const answer = await fetch(`${url}/echo`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return [answer.status, ((await answer.json()) as { code?: string }).code];
};
/** What a connection got until it was closed, or until `enough` has come. */
const opened: Socket[] = [];
const open = (): Socket => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  opened.push(socket);
  return socket;
};
afterAll(() => opened.forEach((socket) => socket.destroy()));
const raw = (text: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = open();
    let got = '';
    socket.on('data', (chunk) => (got += chunk.toString()));
    socket.on('close', () => resolve(got));
    socket.write(text);
  });

describe('a body', () => {
  it('is refused when it is nested too deep, before anybody walks through it', async () => {
    for (const [open, close] of [['[', ']'], ['{"a":', '}']] as const) {
      expect(await post(`${open.repeat(64)}${close === '}' ? '1' : ''}${close.repeat(64)}`)).toEqual([201, undefined]);
      for (const depth of [65, 40_000]) expect(await post(`${open.repeat(depth)}${close === '}' ? '1' : ''}${close.repeat(depth)}`)).toEqual([400, 'validation_failed']);
    }
    expect(await post('['.repeat(100_000))).toEqual([400, 'validation_failed']);
  });

  it('may have as many brackets as it likes side by side, and in its texts', async () => {
    for (const body of [JSON.stringify(Array.from({ length: 500 }, () => ({ a: [] }))), JSON.stringify({ text: '[{'.repeat(500), other: '\\"[[' + '{'.repeat(200) }), JSON.stringify({ ['"['.repeat(99)]: '\\' })]) expect(await post(body)).toEqual([201, undefined]);
  });

  it('is looked through in no more time than its length', () => {
    const before = performance.now();
    for (let i = 0; i < 20; i += 1) isDeeperThan('[]'.repeat(130_000), 64);
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});

describe('a request', () => {
  it('has a bound for its URL, for its headers, and for their number', async () => {
    const get = (path: string, headers = '') => raw(`GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n`);
    expect(await get(`/still-here?q=${'x'.repeat(8_000)}`)).toContain('HTTP/1.1 200');
    expect(await get(`/still-here?q=${'x'.repeat(8_300)}`)).toContain('HTTP/1.1 414');
    expect(await get(`/still-here?q=${'x'.repeat(20_000)}`)).toContain('HTTP/1.1 431');
    expect(await get('/still-here', `x: ${'y'.repeat(20_000)}\r\n`)).toContain('HTTP/1.1 431');
    const many = (count: number) => Array.from({ length: count }, (_, i) => `x-${i}: y\r\n`).join('');
    expect(await get('/still-here', many(98))).toContain('HTTP/1.1 200');
    for (const count of [99, 500]) expect(await get('/still-here', many(count))).toContain('HTTP/1.1 431');
  });
});

describe('many peers that send their headers a byte at a time', () => {
  it('are cut off, and keep nobody from being answered', async () => {
    const startedAt = performance.now();
    const ended: number[] = [];
    const slow = Array.from({ length: 300 }, () => {
      const socket = open();
      socket.write('GET /still-here HTTP/1.1\r\nhost: x\r\nx-slow: ');
      socket.on('data', () => undefined);
      socket.on('close', () => ended.push(performance.now() - startedAt));
      return socket;
    });
    const drip = setInterval(() => slow.forEach((socket) => socket.writable && socket.write('a')), 500);
    try {
      await eventually(async () => {
        // All the while others are served.
        expect((await fetch(`${url}/still-here`)).status).toBe(200);
        expect(ended).toHaveLength(slow.length);
      }, { timeoutMs: 40_000, message: 'all slow peers are cut off' });
      expect(Math.min(...ended)).toBeGreaterThan(HEADERS_TIMEOUT_MS - 1_000);
      expect(Math.max(...ended)).toBeLessThan(HEADERS_TIMEOUT_MS + LOOK_AT_CONNECTIONS_MS + 15_000);
    } finally {
      clearInterval(drip);
    }
  }, 60_000);
});
