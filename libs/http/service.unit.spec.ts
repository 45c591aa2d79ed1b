import { Controller, Get, HttpCode, Module, Post, Query } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { Problem, SubmitJobRequest, validator } from '#contracts';
import { loadEnv, serviceVariables } from '#config';
import { createLogger, currentCorrelationId } from '#observability';
import { ApiError, ContractBody, ContractResponse, createService, describeService, HealthRegistry, ProblemResponses, Service, ServiceOptions, undocumentedRoutes } from '.';
import { Public } from './request/permission.decorators';

class PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit = 10;
}

/** As a library would throw it: it knows the code, nothing of HTTP. */
class StoreLost extends Error {
  readonly code = 'store_unavailable';
}

@Controller('v1/things')
class ThingsController {
  @Public()
  @Post()
  @HttpCode(202)
  @ApiOperation({ summary: 'Takes a thing' })
  @ContractResponse(202, 'HealthResponse')
  @ProblemResponses('validation_failed', 'malformed_json', 'queue_full', 'store_unavailable')
  async takeThing(@ContractBody('SubmitJobRequest') body: SubmitJobRequest): Promise<unknown> {
    await Promise.resolve();
    return { type: body.type, correlationId: currentCorrelationId() };
  }

  @Public()

  @Get()
  listThings(@Query() query: PageQuery): unknown {
    return { limit: query.limit };
  }

  @Public()

  @Get('refused')
  refuse(): never {
    throw new ApiError('queue_full', { detail: 'the queue holds 10 jobs', retryAfterSeconds: 7, facts: { queue: 'default' } });
  }

  @Public()

  @Get('store')
  loseStore(): never {
    throw new StoreLost('the database does not answer');
  }

  @Public()

  @Get('bug')
  stumble(): never {
    throw new TypeError('the password is hunter2');
  }

  @Public()

  @Get(':id')
  readThing(): unknown {
    return {};
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

describe('a service', () => {
  const lines: string[] = [];
  const options = (): ServiceOptions => ({
    module: ThingsModule,
    service: 'gateway',
    version: '1.2.3',
    env: loadEnv(serviceVariables({ httpPort: 0 }), { HTTP_PORT: '0', SHUTDOWN_TIMEOUT_MS: '2000' }),
    logger: createLogger({ service: 'gateway', instanceId: 'gateway-1', level: 'debug', destination: { write: (line) => void lines.push(line) } }),
  });
  let service: Service;
  const inject = async (method: 'GET' | 'POST' | 'DELETE' | 'HEAD', url: string, extra: { payload?: string; headers?: Record<string, string> } = {}) =>
    service.app.inject({ method, url, ...extra });
  const json = (payload: unknown): { payload: string; headers: Record<string, string> } => ({ payload: JSON.stringify(payload), headers: { 'content-type': 'application/json' } });

  const expectProblem = (answer: Awaited<ReturnType<typeof inject>>, status: number, code: string): Problem => {
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, expect.stringContaining('application/problem+json')]);
    const problem = answer.json<Problem>();
    expect(validator('Problem')(problem)).toMatchObject({ ok: true });
    expect(problem).toMatchObject({ status, code, type: `urn:job-observatory:error:${code}`, correlationId: answer.headers['x-correlation-id'] });
    return problem;
  };

  beforeAll(async () => {
    service = await createService(options());
    await service.app.init();
    await service.app.getHttpAdapter().getInstance().ready();
  });
  afterAll(async () => {
    await service.app.close();
  });
  beforeEach(() => void lines.splice(0));

  describe('correlation', () => {
    it('takes the id of the caller, returns it, and runs the handler under it', async () => {
      const answer = await inject('POST', '/v1/things', { ...json({ type: 'a' }), headers: { 'content-type': 'application/json', 'x-correlation-id': 'caller-1' } });
      expect([answer.statusCode, answer.headers['x-correlation-id'], answer.json()]).toEqual([202, 'caller-1', { type: 'a', correlationId: 'caller-1' }]);
    });

    it.each(['', 'two words', 'ü', 'x'.repeat(129)])('makes one when the caller sends %j', async (sent) => {
      const answer = await inject('GET', '/v1/things', { headers: { 'x-correlation-id': sent } });
      expect(answer.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    });
  });

  describe('errors', () => {
    it.each(['{"type":', '', '{"type":"a","__proto__":{}}', 'undefined'])('refuses the body %j as malformed JSON', async (payload) => {
      expectProblem(await inject('POST', '/v1/things', { payload, headers: { 'content-type': 'application/json' } }), 400, 'malformed_json');
    });

    it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'nonsense'])('refuses the content type %s', async (type) => {
      expectProblem(await inject('POST', '/v1/things', { payload: 'a=1', headers: { 'content-type': type } }), 415, 'unsupported_media_type');
    });

    it('refuses a body of more than 256 KiB', async () => {
      expectProblem(await inject('POST', '/v1/things', json({ type: 'a', payload: { text: 'x'.repeat(256 * 1024) } })), 413, 'payload_too_large');
    });

    it('names the fields that do not match the contract', async () => {
      const problem = expectProblem(await inject('POST', '/v1/things', json({ type: 'A b', colour: 'red' })), 400, 'validation_failed');
      expect(problem.errors?.map((error) => error.pointer).sort()).toEqual(['/colour', '/type']);
    });

    it('names the fields of a query that do not match their class', async () => {
      const problem = expectProblem(await inject('GET', '/v1/things?limit=0&colour=red'), 400, 'validation_failed');
      expect(problem.errors?.map((error) => error.pointer).sort()).toEqual(['/colour', '/limit']);
    });

    it('turns a query into its class, defaults included', async () => {
      expect((await inject('GET', '/v1/things?limit=7')).json()).toEqual({ limit: 7 });
      expect((await inject('GET', '/v1/things')).json()).toEqual({ limit: 10 });
    });

    it('answers 404 where there is nothing', async () => {
      expectProblem(await inject('GET', '/v2/things?x=1'), 404, 'not_found');
    });

    it('answers 405 with the methods that an address has', async () => {
      const answer = await inject('DELETE', '/v1/things/7?x=1');
      expectProblem(answer, 405, 'method_not_allowed');
      expect(answer.headers.allow).toBe('GET, HEAD');
    });

    it('answers a URL that cannot be decoded', async () => {
      expectProblem(await inject('GET', '/v1/things/%ff'), 400, 'validation_failed');
    });

    it('answers a coded refusal with its facts and its Retry-After', async () => {
      const answer = await inject('GET', '/v1/things/refused');
      expect(expectProblem(answer, 503, 'queue_full')).toMatchObject({ detail: 'the queue holds 10 jobs', instance: '/v1/things/refused', retryAfterSeconds: 7 });
      expect(answer.headers['retry-after']).toBe('7');
    });

    it('knows the codes of libraries that know nothing of HTTP', async () => {
      const answer = await inject('GET', '/v1/things/store');
      expectProblem(answer, 503, 'store_unavailable');
      expect(answer.headers['retry-after']).toBe('1');
    });

    it('tells nothing about a bug but the correlation id', async () => {
      const answer = await inject('GET', '/v1/things/bug');
      expectProblem(answer, 500, 'internal_error');
      expect(answer.body).not.toContain('hunter2');
    });

    it('writes one line for a failed request, with its correlation id', async () => {
      const answer = await inject('GET', '/v1/things/refused');
      const written = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(written).toEqual([expect.objectContaining({ level: 'error', service: 'gateway', code: 'queue_full', queue: 'default', correlationId: answer.headers['x-correlation-id'] })]);
    });
  });

  describe('operations', () => {
    it.each(['/health', '/healthz'])('%s says that the process is alive', async (url) => {
      const answer = await inject('GET', url);
      expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
    });

    it('/ready and /readyz follow the dependencies', async () => {
      const dependency = { ready: false, detail: 'connecting' };
      service.app.get(HealthRegistry).register('postgres', () => dependency);
      const down = await inject('GET', '/ready');
      expect([down.statusCode, down.json()]).toEqual([503, { status: 'unavailable', checks: [{ name: 'postgres', ready: false, detail: 'connecting' }] }]);
      dependency.ready = true;
      expect((await inject('GET', '/readyz')).statusCode).toBe(200);
    });

    it('/status says who runs here', async () => {
      service.health.describe('roles', () => ['http', 'engine']);
      service.health.describe('relay', () => ({ leader: true }));
      const status = (await inject('GET', '/status')).json<unknown>();
      expect(validator('ServiceStatus')(status)).toMatchObject({ ok: true });
      expect(status).toMatchObject({ service: 'gateway', version: '1.2.3', roles: ['http', 'engine'], details: { relay: { leader: true } } });
    });

    it('/metrics has zero series from boot and the request that was just made', async () => {
      const { body } = await inject('GET', '/metrics');
      expect(body).toContain('observatory_jobs_submitted_total{route="single",outcome="accepted",service="gateway"} 0');
      const series = body.split('\n').filter((line) => line.startsWith('observatory_http_request_duration_seconds_count') && !line.endsWith(' 0'));
      const labels = series.map((line) => Object.fromEntries([...line.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])) as Record<string, string>);
      expect(labels).toContainEqual({ method: 'GET', route: '/status', status: '2xx', client: 'other', service: 'gateway' });
      expect(labels).toContainEqual({ method: 'unmatched', route: 'unmatched', status: '4xx', client: 'other', service: 'gateway' });
      expect(body).toContain('observatory_errors_total{code="too_many_queues",service="gateway"} 0');
      expect(body).toMatch(/observatory_errors_total\{code="queue_full",service="gateway"\} [1-9]/);
    });

    it('/metrics knows the state of the dependencies, whether or not anybody asked for it before', async () => {
      const dependency = { ready: true };
      service.health.register('broker', () => dependency);
      expect((await inject('GET', '/metrics')).body).toContain('observatory_dependency_ready{dependency="broker",service="gateway"} 1');
      dependency.ready = false;
      expect((await inject('GET', '/metrics')).body).toContain('observatory_dependency_ready{dependency="broker",service="gateway"} 0');
    });

    it('a dependency that cannot even be asked is not ready', async () => {
      service.health.register('odd', () => { throw new Error('not connected'); });
      expect(() => service.health.register('odd', () => ({ ready: true }))).toThrow('twice');
      expect((await inject('GET', '/status')).json()).toMatchObject({ dependencies: expect.arrayContaining([{ name: 'odd', ready: false, detail: 'not connected' }]) as unknown });
      expect(service.health.isReady()).toBe(false);
    });

    it('/docs shows the OpenAPI document', async () => {
      expect((await inject('GET', '/docs')).headers['content-type']).toContain('text/html');
      expect((await inject('GET', '/docs/swagger-ui-bundle.js')).statusCode).toBe(200);
      expect((await inject('GET', '/openapi.json')).json()).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
    });
  });

  describe('its description', () => {
    it('documents bodies, answers and refusals by contract', async () => {
      const { document } = await describeService(options());
      const operation = document.paths['/v1/things']?.post;
      expect(operation?.requestBody).toMatchObject({ content: { 'application/json': { schema: { $ref: '#/components/schemas/SubmitJobRequest' } } } });
      expect(operation?.responses['503']).toMatchObject({ description: expect.stringContaining('`queue_full`') as string, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } });
      expect(Object.keys(document.components?.schemas ?? {})).toEqual(expect.arrayContaining(['HealthResponse', 'JobPriority', 'Problem', 'SubmitJobRequest']));
    });

    it('gives each operation an id of its own', async () => {
      const { document } = await describeService(options());
      const ids = Object.values(document.paths).flatMap((path) => Object.values(path as Record<string, { operationId: string }>).map((operation) => operation.operationId));
      expect(new Set(ids).size).toBe(ids.length);
    });

    it('is told apart from what nobody documented', async () => {
      @Controller('v1')
      class BareController {
        @Public()
        @Get('bare/:id')
        readBare(): unknown { return {}; }

        @ApiExcludeEndpoint()
        @Public()
        @Get('hidden')
        readHidden(): unknown { return {}; }

        @ApiOperation({ summary: 'Says too little' })
        @Public()
        @Get('vague')
        readVague(): unknown { return {}; }

        @ApiOperation({ summary: 'Says enough' })
        @ContractResponse(200, 'HealthResponse')
        @Public()
        @Get('clear')
        readClear(): unknown { return {}; }
      }
      @Module({ controllers: [BareController] })
      class BareModule {}
      expect(undocumentedRoutes(await describeService({ ...options(), module: BareModule }))).toEqual([
        'GET /v1/bare/{id}: has no summary',
        'GET /v1/hidden: is not in the document',
        'GET /v1/vague: does not say what a success looks like',
      ]);
    });

    it('lists the routes without running the hooks in which apps connect', async () => {
      const connected: string[] = [];
      @Module({})
      class ConnectingModule {
        onModuleInit(): void { connected.push('init'); }
        onApplicationBootstrap(): void { connected.push('bootstrap'); }
      }
      const { routes } = await describeService({ ...options(), module: ConnectingModule });
      expect(connected).toEqual([]);
      expect(routes).toContainEqual({ method: 'GET', url: '/metrics' });
    });
  });
});
