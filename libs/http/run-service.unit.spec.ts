import { EventEmitter } from 'node:events';
import { connect } from 'node:net';
import { Controller, Get, Inject, Module } from '@nestjs/common';
import { Problem, validator } from '#contracts';
import { loadEnv, serviceVariables } from '#config';
import { createLogger } from '#observability';
import { createService, LOGGER, runService, Service, ServiceOptions } from '.';
import { Public } from './request/permission.decorators';

/** Lets a test decide when the handler answers, and see when it was reached. */
class Gate {
  readonly reached = Promise.withResolvers<void>();
  readonly open = Promise.withResolvers<void>();
}
let gate: Gate;
const steps: string[] = [];

@Controller()
class SlowController {
  constructor(@Inject(LOGGER) readonly logger: unknown) {}

  @Public()

  @Get('slow')
  async answerSlowly(): Promise<unknown> {
    gate.reached.resolve();
    await gate.open.promise;
    steps.push('answered');
    return { done: true };
  }
}

@Module({ controllers: [SlowController] })
class SlowModule {
  beforeApplicationShutdown(): void {
    steps.push('handed back');
  }
}

/** A process that can be told to receive a signal, and notes how it ended. */
class FakeProcess extends EventEmitter {
  readonly exited = Promise.withResolvers<number>();
  exit(code: number): void {
    this.exited.resolve(code);
  }
}

const lines: Record<string, unknown>[] = [];
const options = (env: Record<string, string> = {}): ServiceOptions => ({
  module: SlowModule,
  service: 'observatory',
  version: '1.0.0',
  env: loadEnv(serviceVariables({ httpPort: 0 }), { HTTP_PORT: '0', SHUTDOWN_TIMEOUT_MS: '5000', ...env }),
  logger: createLogger({ service: 'observatory', instanceId: 'o-1', destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } }),
});

beforeEach(() => {
  gate = new Gate();
  steps.length = 0;
  lines.length = 0;
});

describe('a service that is asked to stop', () => {
  it.each(['SIGTERM', 'SIGINT'])('on %s: takes no new request, answers the one under way, hands back, exits 0', async (signal) => {
    const host = new FakeProcess();
    const service = await runService(options(), host);
    const underWay = fetch(`${service.url()}/slow`);
    await gate.reached.promise;
    const url = service.url();

    host.emit(signal);
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    gate.open.resolve();

    expect(await (await underWay).json()).toEqual({ done: true });
    expect(await host.exited.promise).toBe(0);
    expect(steps).toEqual(['answered', 'handed back']);
  });

  it('exits 1 when the work under way outlasts the time for it, and says so', async () => {
    const host = new FakeProcess();
    const service = await runService(options({ SHUTDOWN_TIMEOUT_MS: '20' }), host);
    const underWay = fetch(`${service.url()}/slow`);
    await gate.reached.promise;
    host.emit('SIGTERM');
    expect(await host.exited.promise).toBe(1);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', msg: expect.stringContaining('still under way') as string }));
    gate.open.resolve();
    await underWay;
  });

  it('exits at once on a second signal', async () => {
    const host = new FakeProcess();
    const service = await runService(options(), host);
    const underWay = fetch(`${service.url()}/slow`);
    await gate.reached.promise;
    host.emit('SIGTERM');
    host.emit('SIGTERM');
    expect(await host.exited.promise).toBe(130);
    gate.open.resolve();
    await underWay;
  });

  it('is not ready any more', async () => {
    const service = await createService(options());
    await service.app.init();
    service.health.markStopping();
    const answer = await service.app.inject({ method: 'GET', url: '/ready' });
    expect([answer.statusCode, answer.headers.connection]).toEqual([503, 'close']);
    await service.stop();
    await service.stop();
  });
});

describe('what nobody handled', () => {
  let host: FakeProcess;
  let service: Service;
  beforeEach(async () => {
    host = new FakeProcess();
    service = await runService(options(), host);
  });
  afterEach(async () => {
    gate.open.resolve();
    await service.stop();
  });

  it('a rejected promise is logged and survived', async () => {
    host.emit('unhandledRejection', new Error('forgotten'));
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', err: expect.objectContaining({ message: 'forgotten' }) as object }));
    expect((await fetch(`${service.url()}/health`)).status).toBe(200);
  });

  it('a lost connection is logged and survived', async () => {
    host.emit('uncaughtException', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
    expect(lines).toContainEqual(expect.objectContaining({ level: 'error', msg: 'a connection error was not handled' }));
    expect((await fetch(`${service.url()}/health`)).status).toBe(200);
  });

  it('any other exception hands back what is held and exits 1', async () => {
    host.emit('uncaughtException', new TypeError('bug'));
    expect(await host.exited.promise).toBe(1);
    expect(steps).toEqual(['handed back']);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'fatal', err: expect.objectContaining({ message: 'bug' }) as object }));
  });
});

describe('bytes that are no HTTP request', () => {
  const talk = (port: number, bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => void socket.write(bytes));
      socket.on('data', (chunk) => (answer += chunk.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });

  it.each([
    ['nonsense\r\n\r\n', 400],
    [`GET /health HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
  ])('get a problem document', async (bytes, status) => {
    const service = await createService(options());
    await service.listen();
    const answer = await talk(Number(new URL(service.url()).port), bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('content-type: application/problem+json');
    expect(validator('Problem')(JSON.parse(body) as Problem)).toMatchObject({ ok: true });
    await service.stop();
  });
});

describe('starting', () => {
  it('fails when the port is taken, and says so', async () => {
    const first = await createService(options());
    await first.listen();
    const second = await createService(options({ HTTP_PORT: new URL(first.url()).port }));
    await expect(second.listen()).rejects.toThrow('EADDRINUSE');
    expect(() => second.url()).toThrow('does not listen');
    await second.stop();

    const host = new FakeProcess();
    await runService(options({ HTTP_PORT: new URL(first.url()).port }), host);
    expect(await host.exited.promise).toBe(1);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'fatal', msg: 'the service could not start' }));
    await first.stop();
  });
});
