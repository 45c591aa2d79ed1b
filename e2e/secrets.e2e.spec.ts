import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from '#testing';
import { fetch } from '../deploy/native/keyed-fetch';
import { AppProcess, type AppName } from './system/app-process';
import { Client } from './system/client';
import { freshStores } from './system/stores';
import { System } from './system/system';
import { OtlpReceiver } from './tracing/otlp-receiver';

jest.setTimeout(60_000);

/** Every place where a secret can come in has one of its own, so that one that is found says where it came from. */
let planted = 0;
const canaries = new Map<string, string>();
const canary = (place: string): string => {
  const text = `canary${(planted++).toString().padStart(3, '0')}51c0de51c0de`;
  canaries.set(text, place);
  return text;
};
const foundIn = (text: string): string[] => [...canaries].filter(([secret]) => text.includes(secret)).map(([, place]) => place);

/** Wrong logins for the stores: what a driver says of them goes to the log. */
function withWrongLogin(url: string, place: string): string {
  const wrong = new URL(url);
  wrong.username = 'nobody';
  wrong.password = canary(place);
  return wrong.href;
}

describe('secrets', () => {
  const APPS = ['gateway', 'worker', 'aggregator', 'observatory'] as const;
  let collector: OtlpReceiver;
  let system: System;
  let target: Server;
  let more: AppProcess[] = [];
  const problems: string[] = [];

  beforeAll(async () => {
    collector = await OtlpReceiver.start();
    target = createServer((_request, response) => response.writeHead(500).end('no')).listen(0, '127.0.0.1');
    await once(target, 'listening');
    const stores = await freshStores();
    const every = (app: AppName): Record<string, string> => ({
      LOG_LEVEL: 'trace', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '1', OTEL_EXPORTER_OTLP_HEADERS: `x-key=${canary(`header for the collector of the ${app}`)}`, DEBUG_TOKEN: canary(`DEBUG_TOKEN of the ${app}`),
    });
    const commands = { env: { program: '/usr/bin/env', env: { TOOL_PASSWORD: canary('WORKER_COMMANDS') } } };
    system = await System.start({
      stores,
      env: {
        gateway: { ...every('gateway'), GATEWAY_ALERT_WEBHOOK_TOKEN: canary('GATEWAY_ALERT_WEBHOOK_TOKEN'), AUTH_METRICS_TOKEN: canary('AUTH_METRICS_TOKEN') },
        worker: { ...every('worker'), WORKER_HTTP_SECRETS: JSON.stringify({ shop: canary('WORKER_HTTP_SECRETS') }), WORKER_COMMANDS: JSON.stringify(commands) },
        aggregator: every('aggregator'),
        observatory: { ...every('observatory'), CONSOLE_COMMANDS: 'on' },
      },
    });
    // What lets its parts into each other and its administrator in.
    const { admin, keys, tokenSecret } = system.credentials;
    for (const [place, secret] of [['password of the administrator', admin.password], ['GATEWAY_TOKEN_SECRET', tokenSecret], ...keys.map(({ name, key }) => [`API key ${name}`, key.split('_').slice(3).join('_')])] as const) canaries.set(secret ?? '', place ?? '');
    const wrong: Readonly<Record<AppName, Record<string, string>>> = {
      gateway: { DATABASE_URL: withWrongLogin(stores.databaseUrl, 'DATABASE_URL'), AMQP_URL: withWrongLogin(stores.amqpUrl, 'AMQP_URL of the gateway') },
      worker: { AMQP_URL: withWrongLogin(stores.amqpUrl, 'AMQP_URL of the worker') },
      aggregator: { AMQP_URL: withWrongLogin(stores.amqpUrl, 'AMQP_URL of the aggregator'), MONGO_URL: withWrongLogin(stores.mongoUrl, 'MONGO_URL of the aggregator'), MONGO_DATABASE: stores.mongoDatabase, GATEWAY_URL: system.one('gateway').url },
      observatory: { MONGO_URL: withWrongLogin(stores.mongoUrl, 'MONGO_URL of the observatory'), MONGO_DATABASE: stores.mongoDatabase, GATEWAY_URL: system.one('gateway').url },
    };
    more = await Promise.all(APPS.map(async (app) => (await AppProcess.create(app, `${app}-locked-out`, { NODE_ENV: 'test', ...every(app), ...wrong[app] }, system.logFolder)).start()));
    await Promise.all(more.map(({ url }) => eventually(() => fetch(`${url}/health`), { timeoutMs: 30_000 })));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(more.map((app) => app.end()));
    await system?.stop();
    await collector?.stop();
    target?.closeAllConnections();
    target?.close();
  });

  const everywhere = (): AppProcess[] => [...APPS.map((app) => system.one(app)), ...more];

  it('come in wherever they can', async () => {
    const client = Client.of(system);
    const port = (target.address() as AddressInfo).port;
    const content = { password: canary('password in a payload'), card: { number: canary('number in a payload') } };
    const headers = (): Record<string, string> => ({ Authorization: `Bearer ${canary('authorization of http.request')}`, 'X-Api-Key': canary('x-api-key of http.request'), Cookie: `s=${canary('cookie of http.request')}` });
    const jobs = await Promise.all([
      client.submit({ type: 'http.request', payload: { url: `http://127.0.0.1:${port}/?key=${canary('query of http.request')}`, method: 'POST', headers: headers(), body: content, signWith: 'shop' }, maxAttempts: 1 }),
      client.submit({ type: 'http.request', payload: { url: 'http://127.0.0.1:9/', headers: headers(), body: content }, maxAttempts: 1 }),
      client.submit({ type: 'command.run', payload: { command: 'env', stdin: canary('stdin of command.run') }, maxAttempts: 1 }),
      client.submit({ type: 'command.run', payload: { command: 'env', args: ['false'], env: { PASSWORD: canary('env of command.run') } }, maxAttempts: 1 }),
      client.submit({ type: 'simulate.work', payload: { unknown: content }, maxAttempts: 1 }),
    ]);
    await Promise.all(jobs.map(({ jobId }, n) => client.until(jobId, n === 2 ? 'COMPLETED' : 'FAILED')));

    const sent = (): Record<string, string> => ({
      authorization: `Bearer ${canary('authorization header')}`, cookie: `session=${canary('cookie header')}`, 'x-api-key': canary('x-api-key header'), 'proxy-authorization': `Basic ${canary('proxy-authorization header')}`, 'content-type': 'application/json',
    });
    const bodies = [
      () => JSON.stringify({ type: 'simulate.work', payload: { password: canary('payload that is refused') }, priority: 'none' }), () => `{"type":"simulate.work","payload":{"password":"${canary('body that is no JSON')}`,
      () => JSON.stringify({ password: canary('field that is not known') }), () => JSON.stringify({ type: 'simulate.work', payload: canary('payload that is too large').repeat(20_000) }), () => canary('body of another type'),
    ];
    for (const { url } of everywhere()) {
      const asked: [string, RequestInit][] = [
        ...bodies.map((body): [string, RequestInit] => ['/v1/jobs', { method: 'POST', headers: sent(), body: body() }]), ['/v1/jobs', { method: 'POST', headers: { ...sent(), 'content-type': 'text/plain' }, body: bodies[4]?.() ?? '' }],
        ['/api/v1/jobs', { method: 'POST', headers: sent(), body: bodies[0]?.() ?? '' }], [`/v1/jobs/0193010b-0000-7000-8000-000000000001?token=${canary('query')}`, { headers: sent() }], ['/v1/nothing', { headers: sent() }],
        ['/v1/keys', { headers: { authorization: `Bearer jo_0123456789abcdef_${canary('API key that is none').padEnd(43, 'x')}` } }], ['/v1/me', { headers: { authorization: `Bearer eyJhbGciOiJub25lIn0.${canary('token that is none')}.x` } }],
        ['/v1/alerts/webhook', { method: 'POST', headers: sent(), body: '{}' }], ['/debug/performance', { headers: sent() }], ['/metrics', { headers: sent() }],
      ];
      for (const [path, init] of asked) {
        const answer = await fetch(`${url}${path}`, init);
        const body = await answer.text();
        if (answer.headers.get('content-type')?.startsWith('application/problem+json') === true) problems.push(body, JSON.stringify([...answer.headers]));
      }
    }
    expect(canaries.size).toBeGreaterThan(100);
  });

  it('are in no problem that is answered', () => {
    expect(problems.length).toBeGreaterThan(100);
    expect(problems.flatMap(foundIn)).toEqual([]);
  });

  it('are in no metric, no answer of health, and nothing that operators see of a process', async () => {
    for (const { name, url } of everywhere()) {
      for (const path of ['/metrics', '/health', '/ready', '/readyz', '/status', '/openapi.json', '/console.json', '/debug/performance']) expect([name, path, foundIn(await (await fetch(`${url}${path}`)).text())]).toEqual([name, path, []]);
    }
  });

  it('are in no span', async () => {
    await eventually(() => expect(new Set(collector.spans.map(({ service }) => service)).size).toBe(4), { timeoutMs: 15_000 });
    expect(collector.spans.length).toBeGreaterThan(50);
    expect(foundIn(JSON.stringify(collector.spans))).toEqual([]);
  });

  it('are in no log, whatever a driver says of a login that fails', async () => {
    const logs = (): string => readdirSync(system.logFolder).map((file) => readFileSync(join(system.logFolder, file), 'utf8')).join('\n');
    // Those that are locked out have tried, and said so.
    for (const { name, logFile } of more) await eventually(() => expect([name, readFileSync(logFile, 'utf8')]).toEqual([name, expect.stringMatching(/"level":"(warn|error)"/)]), { timeoutMs: 20_000 });
    expect(logs().split('\n').length).toBeGreaterThan(50);
    expect(foundIn(logs())).toEqual([]);
  });
});
