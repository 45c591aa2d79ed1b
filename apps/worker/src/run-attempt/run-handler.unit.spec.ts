import { createLogger, currentContext } from '#observability';
import { defineHandler, type HandlerContext } from '#worker-sdk';
import { jobHandlers } from '../handlers/handlers';
import { HandlerRegistry } from './handler-registry';
import { runAttempt } from './run-handler';

const handler = (type: string, run: () => Promise<unknown> = () => Promise.resolve()) => defineHandler({ type, payloadSchema: { type: 'object' }, run });
const context = { payload: {}, parents: [], jobId: 'j-1', correlationId: 'c-1', signal: new AbortController().signal } as unknown as HandlerContext;

function attempt(run: () => Promise<unknown>, type = 't') {
  const lines: string[] = [];
  const logger = createLogger({ service: 'worker', instanceId: 'w-1', level: 'info', destination: { write: (line: string) => lines.push(line) } });
  return { lines, outcome: runAttempt(new HandlerRegistry([handler('t', run)]), type, context, { logger }) };
}

describe('HandlerRegistry', () => {
  it('refuses to boot with two handlers for a type, and lists every fault', () => {
    expect(() => new HandlerRegistry([handler('a'), handler('b'), handler('a'), handler('b')])).toThrow(
      'the job handlers do not fit together: there are two handlers for a; there are two handlers for b',
    );
  });

  it('takes the handlers of this worker', () => {
    const registry = new HandlerRegistry(jobHandlers({}));
    expect(registry.types).toEqual(expect.arrayContaining(['http.request', 'simulate.work']));
    expect([registry.has('http.request'), registry.has('nobody.knows')]).toEqual([true, false]);
  });
});

describe('runAttempt', () => {
  it('runs inside the context of the job, so that its log lines carry the correlation id', async () => {
    await expect(attempt(() => Promise.resolve(currentContext())).outcome).resolves.toEqual({ kind: 'succeeded', result: { correlationId: 'c-1', jobId: 'j-1' } });
  });

  it('fails an unknown job type for good', async () => {
    await expect(attempt(() => Promise.resolve(), 'nobody.knows').outcome).resolves.toMatchObject({ kind: 'failed', cause: 'failed', error: { code: 'unknown_job_type', retryable: false } });
  });

  it('writes down what a handler threw unforeseen', async () => {
    const { outcome, lines } = attempt(() => Promise.reject(new TypeError('a bug')));
    await expect(outcome).resolves.toMatchObject({ error: { code: 'handler_error' } });
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ msg: 'a handler threw something unforeseen', jobId: 'j-1', err: { message: 'a bug' } }]);
  });
});
