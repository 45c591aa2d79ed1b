import { once } from 'node:events';
import { Controller, Get, Module } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { type PerformanceResponse, type Problem, validator } from '#contracts';
import { loadEnv, serviceVariables } from '#config';
import { createLogger, histogram, registerMetrics, slowQueries } from '#observability';
import { eventually } from '#testing';
import { ContractResponse, createService, type Service } from '..';
import { Public } from '../request/permission.decorators';

const TOKEN = 'the-token-of-operators';

function grind(): void {
  for (const until = performance.now() + 40; performance.now() < until; ) continue;
}

@Controller('v1')
class WorkController {
  @Public()
  @Get('busy/:ms')
  @ApiOperation({ summary: 'Keeps the event loop busy' })
  @ContractResponse(200, 'HealthResponse')
  keepBusy(): unknown {
    for (const until = performance.now() + 80; performance.now() < until; ) continue;
    return { status: 'ok' };
  }
}

@Module({ controllers: [WorkController] })
class WorkModule {}

async function start(variables: Record<string, string> = {}): Promise<Service> {
  const env = loadEnv(serviceVariables({ httpPort: 0 }), { HTTP_PORT: '0', SHUTDOWN_TIMEOUT_MS: '5000', ...variables });
  const service = await createService({ module: WorkModule, service: 'gateway', version: '1.2.3', env, logger: createLogger({ service: 'gateway', instanceId: 'spec', level: 'silent' }) });
  await service.listen();
  return service;
}

const bearer = { authorization: `Bearer ${TOKEN}` };

it('without a token there is nothing to look at, whatever is sent', async () => {
  const service = await start();
  for (const request of [{ method: 'GET', url: '/debug/performance' }, { method: 'POST', url: '/debug/performance/cpu-profile' }] as const) {
    const answer = await service.app.inject({ ...request, headers: bearer });
    expect([answer.statusCode, answer.json<Problem>().code]).toEqual([404, 'not_found']);
  }
  await service.stop();
});

it('a token that is too short is refused at the start', () => {
  expect(() => loadEnv(serviceVariables({ httpPort: 0 }), { DEBUG_TOKEN: 'short' })).toThrow(/DEBUG_TOKEN/);
});

describe('with a token', () => {
  let service: Service;
  beforeAll(async () => {
    registerMetrics('gateway');
    service = await start({ DEBUG_TOKEN: TOKEN });
  });
  afterAll(() => service.stop());

  const profile = (query = '', headers: Record<string, string> = bearer, of = service): Promise<Response> => fetch(`${of.url()}/debug/performance/cpu-profile${query}`, { method: 'POST', headers });

  it.each([[{}], [{ authorization: `Bearer ${TOKEN}x` }], [{ authorization: TOKEN }]])('others are refused: %j', async (headers) => {
    const answer = await service.app.inject({ method: 'GET', url: '/debug/performance', headers });
    expect([answer.statusCode, answer.json<Problem>().code, answer.headers['www-authenticate']]).toEqual([401, 'unauthorized', 'Bearer']);
    expect((await profile('', headers as Record<string, string>)).status).toBe(401);
  });

  it('an operator sees how late the loop was, what was slow, and how large batches are', async () => {
    for (const size of [1, 2, 3, 100]) histogram('appendBatchSize').labels({}).observe(size);
    slowQueries.note('append_batch', 12.5);
    for (const ms of [1, 2]) await fetch(`${service.url()}/v1/busy/${ms}`);
    await fetch(`${service.url()}/nowhere/${'x'.repeat(40)}`);
    // The loop tells of its delay in one of its next turns.
    const answer = await eventually(
      async () => {
        const read = await service.app.inject({ method: 'GET', url: '/debug/performance', headers: bearer });
        expect(read.json<PerformanceResponse>().eventLoop.maxMs).toBeGreaterThan(40);
        return read;
      },
      { message: 'the delay of the loop is told' },
    );
    const figures = answer.json<PerformanceResponse>();
    expect([answer.statusCode, validator('PerformanceResponse')(figures)]).toEqual([200, { ok: true, value: figures }]);
    expect(figures).toMatchObject({ service: 'gateway', version: '1.2.3' });
    expect(figures.routes[0]).toMatchObject({ name: 'GET /v1/busy/:ms', count: 2 });
    expect(figures.routes[0]?.meanMs).toBeGreaterThan(60);
    expect(figures.routes.map(({ name }) => name)).toContain('GET unmatched');
    expect(figures.queries).toMatchObject([{ name: 'append_batch', count: 1, maxMs: 12.5 }]);
    expect(figures.batches).toMatchObject([{ metric: 'observatory_append_batch_jobs', count: 4, mean: 26.5, p50: 2, p90: 128 }]);
    expect(figures.memory.heapUsedBytes).toBeGreaterThan(1_000_000);
  });

  it('takes one CPU profile at a time, which shows what ran', async () => {
    const taking = [profile('?seconds=1'), profile('?seconds=1')];
    const busy = setInterval(grind, 100);
    const [taken, refused] = (await Promise.all(taking).finally(() => clearInterval(busy))).sort((a, b) => a.status - b.status) as [Response, Response];
    expect([taken.status, refused.status, ((await refused.json()) as Problem).code]).toEqual([200, 409, 'profile_running']);
    expect(taken.headers.get('content-disposition')).toMatch(/^attachment; filename="gateway-\d+\.cpuprofile"$/);
    const { nodes, samples } = (await taken.json()) as { nodes: { callFrame: { functionName: string } }[]; samples: number[] };
    expect(samples.length).toBeGreaterThan(100);
    expect(nodes.map(({ callFrame }) => callFrame.functionName)).toContain('grind');
  });

  it.each(['?seconds=0', '?seconds=61', '?seconds=a', '?x=1'])('refuses a profile of %s', async (query) => {
    expect((await profile(query)).status).toBe(400);
  });

  it('ends a profile early when the service stops', async () => {
    const other = await start({ DEBUG_TOKEN: TOKEN });
    const arrived = once(other.app.getHttpServer(), 'request');
    const taking = profile('?seconds=60', bearer, other);
    await arrived;
    expect(await other.stop()).toBe('finished');
    expect((await taking).status).toBe(200);
  });
});
