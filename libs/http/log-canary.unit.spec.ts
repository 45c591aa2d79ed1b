import { Controller, Get, HttpCode, Module, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { SubmitJobRequest } from '#contracts';
import { loadEnv, serviceVariables } from '#config';
import { createLogger, type Logger } from '#observability';
import { ApiError, ContractBody, createService, LOGGER, type Service } from '.';
import { Public } from './request/permission.decorators';

const CANARY = 'canary-51c0de';

class StoreLost extends Error {
  readonly code = 'store_unavailable';
  readonly detail = `Key (payload)=(${CANARY})`;
}

@Controller('v1/things')
class ThingsController {
  @Public()
  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Takes a thing' })
  take(@ContractBody('SubmitJobRequest') body: SubmitJobRequest): unknown {
    return { type: body.type };
  }

  @Public()

  @Get('store')
  lose(): never {
    throw new StoreLost(`postgres://observatory:${CANARY}@host does not answer`);
  }

  @Public()

  @Get('bug')
  stumble(): never {
    throw Object.assign(new TypeError('no such thing'), { request: { headers: { authorization: CANARY } } });
  }

  @Public()

  @Get('refused')
  refuse(): never {
    throw new ApiError('queue_full', { detail: 'full', facts: { payload: { x: CANARY }, token: CANARY } });
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

/** Everything that a client can bring, and everything that an error can carry, through a whole service that logs all it can. */
describe('the log of a service', () => {
  const lines: string[] = [];
  let service: Service;

  beforeAll(async () => {
    service = await createService({
      module: ThingsModule,
      service: 'gateway',
      version: '1.2.3',
      env: loadEnv(serviceVariables({ httpPort: 0 }), { HTTP_PORT: '0' }),
      logger: createLogger({ service: 'gateway', instanceId: 'g', level: 'trace', destination: { write: (line) => void lines.push(line) } }),
    });
    await service.app.init();
    await service.app.getHttpAdapter().getInstance().ready();
  });
  afterAll(() => service.app.close());
  beforeEach(() => void lines.splice(0));

  const headers = { authorization: `Bearer ${CANARY}`, cookie: `session=${CANARY}`, 'x-api-key': CANARY, 'content-type': 'application/json' };
  const payload = { secretName: CANARY };

  it.each([
    ['POST', '/v1/things', JSON.stringify({ type: 'a', payload }), 202],
    ['POST', '/v1/things', JSON.stringify({ type: 7, payload, priority: CANARY }), 400],
    ['POST', '/v1/things', `{"payload": "${CANARY}`, 400],
    ['POST', '/v1/things', JSON.stringify({ type: 'a', payload: CANARY.repeat(30_000) }), 413],
    ['GET', `/v1/things/refused?token=${CANARY}`, undefined, 503],
    ['GET', `/v1/things/store?token=${CANARY}`, undefined, 503],
    ['GET', `/v1/things/bug?token=${CANARY}`, undefined, 500],
  ] as const)('of %s %s %.20s holds nothing of it', async (method, url, body, status) => {
    const answer = await service.app.inject({ method, url, headers, payload: body });
    expect(answer.statusCode).toBe(status);
    expect(lines.join('')).not.toContain(CANARY);
  });

  it('is one line for each event, each with its service and its correlation id', async () => {
    await service.app.inject({ method: 'GET', url: '/v1/things/bug', headers: { 'x-correlation-id': 'c-1' } });
    service.app.get<Logger>(LOGGER).info('two\nlines');
    expect(lines.map((line) => line.split('\n').length)).toEqual(lines.map(() => 2));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ service: 'gateway', correlationId: 'c-1', level: 'error' });
  });
});
