import { createLogger, currentContext, currentCorrelationId, Logger, NestLogger, withContext, withCorrelation } from '..';

const written = (write: (logger: Logger) => void, level = 'trace'): Record<string, unknown>[] => {
  const lines: string[] = [];
  write(createLogger({ service: 'gateway', instanceId: 'gateway-1', version: '1.0.0', level, destination: { write: (line) => void lines.push(line) } }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('a log line', () => {
  it('is one JSON object with a level in words, an RFC 3339 time, and who wrote it', () => {
    const [line] = written((logger) => logger.info({ jobId: 'j1' }, 'granted'));
    expect(line).toMatchObject({ level: 'info', service: 'gateway', instanceId: 'gateway-1', version: '1.0.0', jobId: 'j1', msg: 'granted' });
    expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('carries the correlation id of the work under way, across awaits', async () => {
    const lines: string[] = [];
    const logger = createLogger({ service: 'worker', instanceId: 'w', destination: { write: (line) => void lines.push(line) } });
    await withCorrelation('c-1', async () => {
      await Promise.resolve();
      logger.info('inside');
    });
    logger.info('outside');
    const [inside, outside] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([inside?.correlationId, outside?.correlationId]).toEqual(['c-1', undefined]);
  });

  it('carries job and tenant where the work has them', () => {
    const [line] = written((logger) => withContext({ correlationId: 'c-2', jobId: 'j2', tenantId: 't2' }, () => logger.warn('late')));
    expect(line).toMatchObject({ correlationId: 'c-2', jobId: 'j2', tenantId: 't2' });
  });

  it.each([
    [{ password: 'hunter2' }],
    [{ headers: { authorization: 'Bearer hunter2', cookie: 'hunter2', 'set-cookie': 'hunter2', 'x-api-key': 'hunter2' } }],
    [{ request: { headers: { authorization: 'hunter2' }, apiKey: 'hunter2' } }],
    [{ client: { token: 'hunter2', privateKey: 'hunter2', secret: 'hunter2', credentials: { user: 'hunter2' } } }],
  ])('never shows a secret: %j', (facts) => {
    expect(JSON.stringify(written((logger) => logger.info(facts, 'x')))).not.toContain('hunter2');
  });

  it('shows an error with its cause', () => {
    const [line] = written((logger) => logger.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed'));
    expect(line?.err).toMatchObject({ type: 'Error', message: expect.stringContaining('inner') as string });
  });

  it('is not written below the level', () => {
    expect(written((logger) => logger.debug('x'), 'info')).toEqual([]);
  });
});

describe('outside of any work', () => {
  it('there is no context', () => {
    expect([currentContext(), currentCorrelationId()]).toEqual([undefined, undefined]);
  });
});

describe("Nest's logger", () => {
  it('keeps the place as a field', () => {
    expect(written((logger) => new NestLogger(logger).warn('odd', 'SomeService'))).toEqual([expect.objectContaining({ level: 'warn', context: 'SomeService', msg: 'odd' })]);
  });

  it('logs the announcements of the framework for debugging only', () => {
    const lines = written((logger) => {
      new NestLogger(logger).log('mapped', 'RouterExplorer');
      new NestLogger(logger).log('hello', 'MyService');
    });
    expect(lines.map((line) => line.level)).toEqual(['debug', 'info']);
  });

  it('takes errors, stacks and objects', () => {
    const lines = written((logger) => {
      const nest = new NestLogger(logger);
      nest.error(new Error('boom'));
      nest.error('failed', 'Error: boom\n    at x', 'Place');
      nest.debug({ answer: 42 });
      nest.verbose('v');
      nest.fatal('f', { not: 'a context' });
    });
    expect(lines).toEqual([
      expect.objectContaining({ level: 'error', msg: 'boom', err: expect.objectContaining({ message: 'boom' }) as object }),
      expect.objectContaining({ level: 'error', msg: 'failed', context: 'Place', stack: 'Error: boom\n    at x' }),
      expect.objectContaining({ level: 'debug', answer: 42 }),
      expect.objectContaining({ level: 'trace', msg: 'v' }),
      expect.objectContaining({ level: 'fatal', msg: 'f' }),
    ]);
  });
});
