import { once } from 'node:events';
import { connect } from 'node:net';
import { Controller, Get, Header, Module } from '@nestjs/common';
import { loadEnv, serviceVariables } from '#config';
import { Gatekeeper } from '#identity';
import { createLogger } from '#observability';
import { ApiError, createService, OWN_ORIGIN_ONLY, PageHeaders, Permission, Public, type Service } from '..';

const ORIGIN = 'https://jobs.example.org';

@Controller('v1')
class AnswersController {
  @Public()
  @Get('fact')
  readFact(): unknown { return { a: 1 }; }

  @Public()
  @Get('page')
  @Header('content-type', 'text/html; charset=utf-8')
  @PageHeaders(OWN_ORIGIN_ONLY)
  readPage(): string { return '<h1>page</h1>'; }

  @Public()
  @Get('kept')
  @Header('cache-control', 'public, max-age=3600')
  readKept(): unknown { return {}; }

  @Public()
  @Get('bug')
  stumble(): never { throw new TypeError('no such thing'); }

  @Public()
  @Get('refused')
  refuse(): never { throw new ApiError('queue_full', { detail: 'full' }); }

  @Permission('jobs:read', 'tenant')
  @Get('mine')
  readMine(): unknown { return {}; }
}

@Module({ controllers: [AnswersController] })
class AnswersModule {}

async function start(variables: Record<string, string> = {}): Promise<Service> {
  const env = loadEnv(serviceVariables({ httpPort: 0 }), { HTTP_PORT: '0', ...variables });
  const gatekeeper = new Gatekeeper({ mode: 'required' });
  const service = await createService({ module: AnswersModule, service: 'gateway', version: '1.2.3', env, gatekeeper, logger: createLogger({ service: 'gateway', instanceId: 'spec', level: 'silent' }) });
  await service.listen();
  return service;
}

const COMMON = {
  'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

describe('the surface of a service', () => {
  let service: Service;
  beforeAll(async () => {
    service = await start({ HTTP_CORS_ORIGINS: `${ORIGIN},http://127.0.0.1:5173` });
  });
  afterAll(() => service.stop());
  const ask = (url: string, headers: Record<string, string> = {}, method: 'GET' | 'POST' | 'OPTIONS' = 'GET') => service.app.inject({ method, url, headers });

  it.each([
    ['a fact', '/v1/fact', 200],
    ['a refusal', '/v1/refused', 503],
    ['a stumble', '/v1/bug', 500],
    ['who is not known', '/v1/mine', 401],
    ['what is not there', '/v1/nothing', 404],
    ['an address that cannot be read', '/v1/%zz', 400],
    ['health', '/health', 200],
  ])('%s is no page, cannot be framed, and is kept nowhere: %s', async (_, url, status) => {
    const answer = await ask(url);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers).toMatchObject(COMMON);
    expect(answer.headers).not.toHaveProperty('strict-transport-security');
    for (const name of ['server', 'x-powered-by']) expect(answer.headers).not.toHaveProperty(name);
  });

  it('bytes that are no request are answered with a problem that nobody keeps', async () => {
    const socket = connect(Number(new URL(service.url()).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.end('no http\r\n\r\n');
    let said = '';
    socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await once(socket, 'close');
    expect(said).toMatch(/^HTTP\/1\.1 400 [^]*cache-control: no-store\r\nx-content-type-options: nosniff\r\n/);
  });

  it('a route may say otherwise of itself', async () => {
    expect((await ask('/v1/kept')).headers['cache-control']).toBe('public, max-age=3600');
    expect((await ask('/v1/page')).headers).toMatchObject({
      'content-security-policy': "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each(['/docs', '/docs/'])('%s is a page without anything inline', async (url) => {
    const { headers, body } = await ask(url);
    expect(String(headers['content-security-policy'])).toContain("script-src 'self';style-src 'self'");
    expect(String(headers['content-security-policy'])).not.toContain('unsafe');
    expect(body).not.toMatch(/<style|style=|<script>|\son\w+=/);
    const files = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => new URL(file, `http://x${url}`).pathname);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect([file, (await ask(file)).statusCode]).toEqual([file, 200]);
  });

  it('of the files of Swagger UI only those that its page needs are served', async () => {
    for (const file of ['index.html', 'package.json', 'swagger-ui-bundle.js.map', '..%2fpackage.json']) expect([file, (await ask(`/docs/${file}`)).statusCode]).toEqual([file, 404]);
  });

  describe('to pages of another origin', () => {
    it('that the configuration names, answers can be read, never with cookies', async () => {
      for (const url of ['/v1/fact', '/v1/refused', '/v1/mine']) {
        const { headers } = await ask(url, { origin: ORIGIN });
        expect(headers).toMatchObject({ 'access-control-allow-origin': ORIGIN, vary: 'origin' });
        expect(headers['access-control-expose-headers']).toContain('x-correlation-id');
        expect(headers).not.toHaveProperty('access-control-allow-credentials');
      }
    });

    it('that it names, the browser is told what may be sent', async () => {
      const { statusCode, headers, body } = await ask('/v1/mine', { origin: ORIGIN, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' }, 'OPTIONS');
      expect([statusCode, body]).toEqual([204, '']);
      expect(headers).toMatchObject({ 'access-control-allow-origin': ORIGIN, 'access-control-allow-methods': 'GET, HEAD', 'access-control-max-age': '7200', vary: 'origin' });
      expect(headers['access-control-allow-headers']).toContain('authorization');
      expect((await ask('/v1/nothing', { origin: ORIGIN, 'access-control-request-method': 'GET' }, 'OPTIONS')).statusCode).toBe(404);
    });

    it.each(['https://evil.example', 'https://jobs.example.org.evil.example', 'http://jobs.example.org', 'https://JOBS.example.org', 'https://jobs.example.org:444', 'null', '*', ''])('%j is not one of them', async (origin) => {
      for (const method of ['GET', 'OPTIONS'] as const) {
        const { headers } = await ask('/v1/fact', { origin, 'access-control-request-method': 'POST' }, method);
        for (const name of Object.keys(headers)) expect(name).not.toMatch(/^access-control-/);
        expect(headers['vary']).toBe('origin');
      }
    });
  });
});

describe('by configuration', () => {
  it('a service behind TLS has browsers stay with it', async () => {
    const service = await start({ HTTP_BEHIND_TLS: 'true' });
    expect((await service.app.inject('/v1/fact')).headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    await service.stop();
  });

  it('nobody elsewhere may read anything, and the documentation can be switched off', async () => {
    const service = await start({ HTTP_DOCS: 'false' });
    const { headers } = await service.app.inject({ url: '/v1/fact', headers: { origin: ORIGIN } });
    expect(Object.keys(headers).filter((name) => /^access-control-|^vary$/.test(name))).toEqual([]);
    for (const url of ['/docs', '/docs/', '/docs/swagger-ui.css', '/openapi.json']) expect((await service.app.inject(url)).statusCode).toBe(404);
    await service.stop();
  });

  it.each(['*', 'null', 'jobs.example.org', 'https://jobs.example.org/', 'https://Jobs.example.org', 'https://jobs.example.org:443', 'ftp://jobs.example.org', 'https://*'])('%s is no origin', (origin) => {
    expect(() => loadEnv(serviceVariables({ httpPort: 0 }), { HTTP_CORS_ORIGINS: origin })).toThrow('is no origin');
  });
});
