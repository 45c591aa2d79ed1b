import type { EnvelopeOf } from '#contracts';
import { createLogger, currentContext } from '#observability';
import { JOB_HANDLERS, JOB_TYPES } from '../handlers/handlers';
import { HandlerRegistry } from './handler-registry';
import { AttemptError, type AttemptContext, type JobHandler } from './job-handler';
import { runHandler } from './run-handler';

const handler = (type: string, run: JobHandler['run'] = () => Promise.resolve()): JobHandler => ({ type, payloadSchema: { type: 'object' }, run });
const job = (type: string, payload: object = {}) => ({ payload: { type, payload } }) as EnvelopeOf<'job.queued'>;
const context = (signal = new AbortController().signal) =>
  ({ jobId: 'j-1', correlationId: 'c-1', signal, logger: createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' }) }) as AttemptContext;
const outcomeOf = (run: JobHandler['run'], signal?: AbortSignal) => runHandler(new HandlerRegistry(['t'], [handler('t', run)]), job('t'), context(signal));

describe('HandlerRegistry', () => {
  it('refuses to boot with a type that has no handler, two of them, or a handler of no type, and lists every fault', () => {
    expect(() => new HandlerRegistry(['a', 'b'], [handler('a'), handler('a'), handler('c')])).toThrow(
      'the job handlers do not fit the job types: there are two handlers for a; there is a handler for c, which is not among the job types; there is no handler for b',
    );
  });

  it('takes the handlers of this worker', () => {
    expect(new HandlerRegistry(JOB_TYPES, JOB_HANDLERS).types).toEqual(['http.request', 'simulate.work']);
  });
});

describe('runHandler', () => {
  it('gives the result', async () => {
    await expect(outcomeOf(() => Promise.resolve({ n: 1 }))).resolves.toEqual({ kind: 'succeeded', result: { n: 1 } });
    await expect(outcomeOf(() => Promise.resolve(undefined))).resolves.toEqual({ kind: 'succeeded', result: undefined });
  });

  it('runs inside the context of the job, so that its log lines carry the correlation id', async () => {
    await expect(outcomeOf(() => Promise.resolve(currentContext()))).resolves.toEqual({ kind: 'succeeded', result: { correlationId: 'c-1', jobId: 'j-1' } });
  });

  it('fails an unknown job type for good', async () => {
    const registry = new HandlerRegistry([], []);
    await expect(runHandler(registry, job('nobody.knows'), context())).resolves.toMatchObject({ kind: 'failed', cause: 'failed', error: { code: 'unknown_job_type', retryable: false } });
  });

  it('fails a bad payload for good, with pointers', async () => {
    const registry = new HandlerRegistry(JOB_TYPES, JOB_HANDLERS);
    await expect(runHandler(registry, job('simulate.work', { durationMs: -1, 'a/b': 1 }), context())).resolves.toMatchObject({
      kind: 'failed',
      error: { code: 'invalid_payload', retryable: false, details: { errors: [{ pointer: '/a~1b', message: 'is not a known property' }, { pointer: '/durationMs' }] } },
    });
  });

  it('tells how a handler failed', async () => {
    const slow = new AttemptError('too_slow', 'too slow', { retryable: true, outOfTime: true, retryAfterMs: 5, details: { a: 1 } });
    await expect(outcomeOf(() => Promise.reject(slow))).resolves.toEqual({ kind: 'failed', cause: 'timed_out', retryAfterMs: 5, error: { code: 'too_slow', message: 'too slow', retryable: true, details: { a: 1 } } });
  });

  it('survives whatever a handler throws, also before its first await', async () => {
    const thrower = () => {
      throw new TypeError('a bug');
    };
    await expect(outcomeOf(thrower as never)).resolves.toMatchObject({ kind: 'failed', error: { code: 'handler_error', message: 'a bug', retryable: true } });
    await expect(outcomeOf(() => Promise.reject(new Error('x'.repeat(5_000))))).resolves.toMatchObject({ error: { message: expect.stringMatching(/^x{1999}…$/) as string } });
  });

  it('tells a handler that was stopped from one that failed, and lets one that came to its end succeed', async () => {
    const controller = new AbortController();
    controller.abort('cancelled');
    await expect(outcomeOf(() => Promise.reject(new Error('aborted')), controller.signal)).resolves.toMatchObject({ error: { code: 'cancelled', retryable: false } });
    await expect(outcomeOf(() => Promise.resolve(1), controller.signal)).resolves.toEqual({ kind: 'succeeded', result: 1 });
    const stopped = new AbortController();
    stopped.abort('shutdown');
    await expect(outcomeOf(() => Promise.reject(new Error('aborted')), stopped.signal)).resolves.toMatchObject({ error: { code: 'worker_stopped', retryable: true } });
  });

  describe('refuses results that could not be kept, which would leave the job without an end', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    let deep: unknown = 1;
    for (let i = 0; i < 70; i++) deep = [deep];

    it.each([
      ['a cycle', cycle, 'invalid_result'],
      ['a BigInt', 1n, 'invalid_result'],
      ['a NUL character', 'a\0b', 'invalid_result'],
      ['half a surrogate pair', { a: '\ud800' }, 'invalid_result'],
      ['too deep a tree', deep, 'invalid_result'],
      ['too large a text', 'x'.repeat(300_000), 'result_too_large'],
    ])('%s', async (_, result, code) => {
      await expect(outcomeOf(() => Promise.resolve(result))).resolves.toMatchObject({ kind: 'failed', error: { code, retryable: false } });
    });

    it.each([['\\u0000 written out'], [{ emoji: '😀', backslash: '\\' }], [[1, null, true]], [''], [0], [null]])('but keeps %j', async (result) => {
      await expect(outcomeOf(() => Promise.resolve(result))).resolves.toEqual({ kind: 'succeeded', result });
    });
  });
});
