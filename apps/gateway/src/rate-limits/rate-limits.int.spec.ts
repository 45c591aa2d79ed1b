import { connect } from 'node:net';
import type { Problem, ReadyResponse } from '#contracts';
import { eventually, privateStack, type PrivateStack } from '#testing';
import { freshStores, TestGateway } from '../gateway.builder';
import { LoginThrottle } from './login-throttle';

jest.setTimeout(60_000);

let redis: PrivateStack;
let stores: { DATABASE_URL: string; AMQP_URL: string };
const running: TestGateway[] = [];

beforeAll(async () => {
  [redis, stores] = await Promise.all([privateStack('rate-limits', { portOffset: -7_900, stores: ['redis'] }), freshStores()]);
}, 60_000);
afterEach(async () => {
  await Promise.all(running.splice(0).map((gateway) => gateway.stop()));
  await say('FLUSHALL');
});
afterAll(() => redis?.stop(), 30_000);

const startGateway = async (variables: Record<string, string> = {}): Promise<TestGateway> => {
  const gateway = await TestGateway.start(stores, { REDIS_URL: redis.servers.redis, ...variables });
  running.push(gateway);
  await eventually(() => expect(gateway.isReady).toBe(true), { timeoutMs: 20_000, message: 'the gateway is ready' });
  return gateway;
};
const redisCheck = async (gateway: TestGateway) => ((await (await gateway.request('GET', '/readyz')).json()) as ReadyResponse).checks.find(({ name }) => name === 'redis');
const connected = (gateway: TestGateway) => eventually(async () => expect(await redisCheck(gateway)).toEqual({ name: 'redis', ready: true }), { timeoutMs: 20_000, message: 'Redis is there' });
const ask = (gateway: TestGateway, headers: Record<string, string> = {}) => gateway.request('GET', '/v1/me', undefined, headers);
const statuses = async (gateway: TestGateway, count: number) => (await Promise.all(Array.from({ length: count }, () => ask(gateway)))).map(({ status }) => status);
const passed = (all: readonly number[]) => all.filter((status) => status === 200).length;

/** One command to Redis, past every client. */
async function say(command: string): Promise<string> {
  const { hostname, port } = new URL(redis.servers.redis);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${command}\r\n`));
    socket.on('error', reject);
    socket.on('data', (answer) => {
      resolve(answer.toString());
      socket.destroy();
    });
  });
}

describe('rate limits', () => {
  it('refuse what is beyond them with 429, when to come again, and a problem document; two gateways share them', async () => {
    const variables = { GATEWAY_RATE_PER_TENANT: '30' };
    const [a, b] = [await startGateway(variables), await startGateway(variables)];
    await Promise.all([connected(a), connected(b)]);
    const before = Date.now();
    const [fromA, fromB] = [await statuses(a, 60), await statuses(b, 60)];
    const filled = ((Date.now() - before) / 1_000) * 30;
    const through = passed([...fromA, ...fromB]);
    expect(through).toBeGreaterThanOrEqual(40);
    expect(through).toBeLessThanOrEqual(60 + filled + 1);
    const refused = await eventually(async () => {
      const answer = (await Promise.all(Array.from({ length: 80 }, () => ask(a)))).find(({ status }) => status === 429);
      if (answer === undefined) throw new Error('nobody was refused');
      return answer;
    });
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('ratelimit-policy')).toBe('"tenant";q=60;w=2');
    expect(refused.headers.get('ratelimit')).toBe('"tenant";r=0;t=1');
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect((await refused.json()) as Problem).toMatchObject({ status: 429, code: 'rate_limited', retryAfterSeconds: 1 });
    // Who watches the service is answered all the same.
    expect((await Promise.all(['/health', '/readyz', '/metrics'].map((path) => a.request('GET', path)))).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('hold an address before it is known who asks, by what the proxy in front says and nobody else', async () => {
    const gateway = await startGateway({ GATEWAY_RATE_PER_ADDRESS: '5', GATEWAY_TRUSTED_PROXIES: '127.0.0.1', AUTH_MODE: 'required' });
    await connected(gateway);
    const from = async (address: string) => (await Promise.all(Array.from({ length: 40 }, () => ask(gateway, { 'x-forwarded-for': address, authorization: 'Bearer junk' })))).map(({ status }) => status);
    const first = await from('198.51.100.7');
    expect(first.filter((status) => status === 429).length).toBeGreaterThan(10);
    expect(first).toContain(401);
    expect(await from('198.51.100.8')).toContain(401);
    const untrusting = await startGateway({ GATEWAY_RATE_PER_ADDRESS: '5' });
    await connected(untrusting);
    const spread = await Promise.all(Array.from({ length: 60 }, (_, i) => ask(untrusting, { 'x-forwarded-for': `203.0.113.${i}` })));
    expect(spread.map(({ status }) => status)).toContain(429);
  });

  it('fall to a share of each process while Redis is away, which /readyz tells; sign-in is refused; it comes back by itself', async () => {
    const gateway = await startGateway({ GATEWAY_RATE_PER_TENANT: '100', GATEWAY_RATE_FALLBACK_SHARE: '0.1' });
    await connected(gateway);
    const throttle = gateway.service.app.get(LoginThrottle);
    await throttle.admit('ann', '127.0.0.1');
    await redis.stopServer('redis');
    try {
      await eventually(async () => expect(await redisCheck(gateway)).toMatchObject({ ready: true, detail: expect.stringContaining('away: this process alone lets through 10 %') as string }), { message: 'it is told' });
      const before = Date.now();
      const through = passed(await statuses(gateway, 120));
      expect(through).toBeGreaterThanOrEqual(20);
      expect(through).toBeLessThanOrEqual(20 + ((Date.now() - before) / 1_000) * 10 + 1);
      await expect(throttle.admit('ann', '127.0.0.1')).rejects.toMatchObject({ code: 'limits_unavailable' });
    } finally {
      await redis.startServer('redis');
    }
    await connected(gateway);
    await throttle.admit('ann', '127.0.0.1');
    expect(passed(await statuses(gateway, 100))).toBeGreaterThan(60);
  });

  it('count tries to sign in for all gateways together', async () => {
    const variables = { GATEWAY_LOGIN_TRIES_PER_ACCOUNT: '4' };
    const gateways = [await startGateway(variables), await startGateway(variables)];
    await Promise.all(gateways.map(connected));
    const throttles = gateways.map((gateway) => gateway.service.app.get(LoginThrottle));
    const tried = await Promise.all(throttles.flatMap((throttle) => Array.from({ length: 5 }, () => throttle.admit('eve', '10.0.0.9').then(() => 'admitted', (error: { code: string }) => error.code))));
    expect(tried.filter((one) => one === 'admitted')).toHaveLength(4);
    expect(await say('KEYS *')).not.toContain('eve');
  });
});

describe('a ticket that was used', () => {
  it('is refused whatever Redis knows: after a flush, after a restart, and while it is away', async () => {
    const { createHash } = await import('node:crypto');
    const body = '{"type":"simulate.work"}';
    const [first, other] = [`k:${'k'.repeat(32)}`, { GATEWAY_TICKET_KEYS: `k:${'k'.repeat(32)}` }];
    const gateway = await startGateway({ GATEWAY_TICKET_KEYS: first });
    await connected(gateway);
    const made = (await (await gateway.post('/v1/tickets', { method: 'POST', path: '/v1/jobs', bodySha256: createHash('sha256').update(body).digest('hex') })).json()) as { ticket: string; id: string };
    const show = async (at: TestGateway): Promise<[number, string | undefined]> => {
      const answer = await at.post('/v1/jobs', body, { authorization: `Ticket ${made.ticket}` });
      return [answer.status, ((await answer.json()) as Partial<Problem>).code];
    };
    expect(await show(gateway)).toEqual([202, undefined]);
    await eventually(async () => expect(await say(`EXISTS observatory:ticket:${made.id}`)).toContain(':1'), { message: 'Redis knows it' });
    // Each of these gateways is new, so that it remembers nothing itself.
    expect(await show(await startGateway(other))).toEqual([409, 'ticket_replayed']);
    await say('FLUSHALL');
    const flushed = await startGateway(other);
    await connected(flushed);
    expect(await show(flushed)).toEqual([409, 'ticket_replayed']);
    await redis.stopServer('redis');
    try {
      expect(await show(await startGateway(other))).toEqual([409, 'ticket_replayed']);
    } finally {
      await redis.startServer('redis');
    }
    const restarted = await startGateway(other);
    await connected(restarted);
    expect(await show(restarted)).toEqual([409, 'ticket_replayed']);
  });
});
