import { createLogger, NestLogger, withContext, type Logger } from '..';
import { redacted, withoutSecrets } from './redact';

const CANARY = 'canary-7f3a91';

/** Everything that a process would write. */
function written(write: (logger: Logger) => void): string {
  const lines: string[] = [];
  write(createLogger({ service: 'gateway', instanceId: 'g', level: 'trace', destination: { write: (line) => void lines.push(line) } }));
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ service: 'gateway' });
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
  return lines.join('');
}

class DriverError extends Error {
  readonly detail = `Key (payload)=(${CANARY}) already exists.`;
  readonly parameters = [CANARY];
  readonly client = { config: { password: CANARY } };
  readonly code = '23505';
}

/** Each of them a way by which something secret could get into a line. */
const PATHS: Record<string, (logger: Logger) => void> = {
  'a field': (logger) => logger.info({ password: CANARY, token: CANARY, secret: CANARY }, 'x'),
  'a header in any case': (logger) => logger.warn({ headers: { Authorization: CANARY, COOKIE: CANARY, 'Set-Cookie': CANARY, 'X-Api-Key': CANARY } }, 'x'),
  'a field far down': (logger) => logger.info({ a: { b: { c: { d: { clientSecret: CANARY, access_token: CANARY } } } } }, 'x'),
  'deeper than is looked': (logger) => logger.info({ a: { b: { c: { d: { e: { f: { g: { h: CANARY } } } } } } } }, 'x'),
  'an item of a list': (logger) => logger.info({ accounts: [{ name: 'a', password: CANARY }] }, 'x'),
  'the payload of a job': (logger) => logger.info({ job: { type: 't', payload: { anything: CANARY }, result: { it: CANARY } } }, 'x'),
  'the body of a request': (logger) => logger.debug({ request: { body: CANARY } }, 'x'),
  'a list of payloads': (logger) => logger.info({ payload: [CANARY] }, 'x'),
  'a URL': (logger) => logger.info({ url: `amqp://guest:${CANARY}@host:5672/vhost`, urls: [`postgres://${CANARY}@host/db`] }, 'x'),
  'the text of a line': (logger) => logger.info(`connecting to mongodb://u:${CANARY}@host`),
  'a value put into the text': (logger) => logger.info('connecting to %s', `https://u:${CANARY}@host/`),
  'an authorization header in a text': (logger) => logger.info({ detail: `sent Authorization: Bearer ${CANARY}` }, `Basic ${CANARY}`),
  'a child logger': (logger) => logger.child({ token: CANARY, payload: { x: CANARY }, account: { password: CANARY } }).info('x'),
  'what hangs on an error': (logger) => logger.error({ err: new DriverError('duplicate key') }, 'x'),
  'an error without facts': (logger) => logger.error(new DriverError(`cannot connect to redis://:${CANARY}@host`)),
  'the cause of an error': (logger) => logger.error({ err: new Error('outer', { cause: new DriverError(`amqp://guest:${CANARY}@host refused`) }) }, 'x'),
  'several errors in one': (logger) => logger.error({ error: new AggregateError([new DriverError(`amqp://u:${CANARY}@h`)], 'all failed') }, 'x'),
  'a thrown text': (logger) => logger.error({ err: `https://u:${CANARY}@h/` }, 'x'),
  "Nest's facts": (logger) => new NestLogger(logger).warn({ context: { password: CANARY } }, 'Place'),
  "Nest's error": (logger) => new NestLogger(logger).error(new DriverError(`amqp://u:${CANARY}@h`)),
  "Nest's stack": (logger) => new NestLogger(logger).error('failed', `Error: amqp://u:${CANARY}@h\n    at x`, 'Place'),
};

describe('a secret', () => {
  it.each(Object.entries(PATHS))('does not get into a line by %s', (_, write) => {
    expect(written(write)).not.toContain(CANARY);
  });

  it('is replaced, and everything around it stays', () => {
    const facts = { jobId: 'j', headers: { accept: '*/*', authorization: 'x' }, items: [1, { token: 't', id: 2 }] };
    expect(redacted(facts)).toEqual({ jobId: 'j', headers: { accept: '*/*', authorization: '[redacted]' }, items: [1, { token: '[redacted]', id: 2 }] });
    expect(facts.headers.authorization).toBe('x');
  });

  it('costs nothing where there is none: the facts are not copied', () => {
    const facts = { jobId: 'j', attempt: 1, tags: ['a', 'b'], at: new Date(), nothing: undefined };
    expect(redacted(facts)).toBe(facts);
  });

  it('is not suspected where words only look alike', () => {
    const text = 'a basic fact at 12:00@noon; see https://example.com/a?b=c@d, bearer of news';
    expect(withoutSecrets(text)).toBe(text);
    expect(redacted({ tokens: 3, passwordless: true, keys: 2 })).toEqual({ tokens: 3, passwordless: true, keys: 2 });
  });
});

describe('a line', () => {
  it('carries the trace of the work under way', () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const line = written((logger) => withContext({ correlationId: 'c', traceparent: `00-${traceId}-b7ad6b7169203331-01` }, () => logger.info('x')));
    expect(JSON.parse(line)).toMatchObject({ correlationId: 'c', traceId });
    expect(line).not.toContain('traceparent');
  });

  it('is bounded in length', () => {
    expect(written((logger) => logger.info({ reason: 'x'.repeat(1_000_000) }, 'x')).length).toBeLessThan(9_000);
    expect(written((logger) => logger.error({ err: new Error('x'.repeat(1_000_000)) }, 'x')).length).toBeLessThan(9_000);
  });

  it('says of an error what helps to find it', () => {
    expect(JSON.parse(written((logger) => logger.error({ err: Object.assign(new DriverError('refused'), { syscall: 'connect', port: 5432 }) }, 'x')))).toMatchObject({
      err: { type: 'DriverError', message: 'refused', code: '23505', syscall: 'connect', port: 5432, stack: expect.stringContaining('redact.unit.spec') as string },
    });
  });
});
