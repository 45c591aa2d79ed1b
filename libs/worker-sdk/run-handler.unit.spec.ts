import { AttemptError, giveUp, retryAfter } from './attempt-error';
import { defineHandler } from './define-handler';
import type { HandlerContext } from './handler-context';
import { outcomeOf } from './run-handler';
import { tryHandler } from './try-handler';

const outcomeOfRun = async (run: (context: HandlerContext) => Promise<unknown>, signal?: AbortSignal) =>
  (await tryHandler(defineHandler({ type: 't', payloadSchema: { type: 'object' }, run }), {}, { ...(signal ? { signal } : {}) })).outcome;

describe('runHandler', () => {
  it('gives the result', async () => {
    await expect(outcomeOfRun(() => Promise.resolve({ n: 1 }))).resolves.toEqual({ kind: 'succeeded', result: { n: 1 } });
    await expect(outcomeOfRun(() => Promise.resolve(undefined))).resolves.toEqual({ kind: 'succeeded', result: undefined });
  });

  it('fails a bad payload for good, with pointers, before the handler sees it', async () => {
    const run = jest.fn();
    const handler = defineHandler({ type: 't', payloadSchema: { type: 'object', additionalProperties: false, properties: { durationMs: { type: 'integer', minimum: 0 } } }, run });
    expect((await tryHandler(handler, { durationMs: -1, 'a/b': 1 })).outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'invalid_payload', retryable: false, details: { errors: [{ pointer: '/a~1b', message: 'is not a known property' }, { pointer: '/durationMs' }] } },
    });
    expect(run).not.toHaveBeenCalled();
  });

  it('tells how a handler failed', async () => {
    const slow = new AttemptError('too_slow', 'too slow', { retryable: true, outOfTime: true, retryAfterMs: 5, details: { a: 1 } });
    await expect(outcomeOfRun(() => Promise.reject(slow))).resolves.toEqual({ kind: 'failed', cause: 'timed_out', retryAfterMs: 5, error: { code: 'too_slow', message: 'too slow', retryable: true, details: { a: 1 } } });
  });

  it('lets a handler give up for good, or ask for a pause', async () => {
    await expect(outcomeOfRun(() => Promise.reject(giveUp('no_such_image', 'there is none', { details: { id: 7 } })))).resolves.toMatchObject({
      error: { code: 'no_such_image', message: 'there is none', retryable: false, details: { id: 7 } },
    });
    await expect(outcomeOfRun(() => Promise.reject(retryAfter(1_500)))).resolves.toMatchObject({ retryAfterMs: 1_500, error: { code: 'retry_later', retryable: true } });
    await expect(outcomeOfRun(() => Promise.reject(retryAfter(1, 'busy', { code: 'printer_busy' })))).resolves.toMatchObject({ error: { code: 'printer_busy', message: 'busy' } });
    expect([retryAfter(-1), retryAfter(NaN), retryAfter(Infinity), retryAfter(1e12), retryAfter(1.4)].map(({ retryAfterMs }) => retryAfterMs)).toEqual([0, 0, 0, 86_400_000, 1]);
  });

  it('survives whatever a handler throws, also before its first await, and says which code it had', async () => {
    const thrower = () => {
      throw new TypeError('a bug');
    };
    await expect(outcomeOfRun(thrower as never)).resolves.toMatchObject({ kind: 'failed', error: { code: 'handler_error', message: 'a bug', retryable: true } });
    await expect(outcomeOfRun(() => Promise.reject(new Error('x'.repeat(5_000))))).resolves.toMatchObject({ error: { message: expect.stringMatching(/^x{1999}…$/) as string } });
    await expect(outcomeOfRun(() => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })))).resolves.toMatchObject({ error: { code: 'econnrefused', retryable: true } });
    await expect(outcomeOfRun(() => Promise.reject(Object.assign(new Error('odd'), { code: 'no code at all!' })))).resolves.toMatchObject({ error: { code: 'handler_error' } });
    await expect(outcomeOfRun(() => {
      throw null as unknown as Error;
    })).resolves.toMatchObject({ error: { code: 'handler_error', message: 'null' } });
    await expect(outcomeOfRun(() => Promise.reject(new AttemptError('Not A Code', 'x', { retryable: true })))).resolves.toMatchObject({ error: { code: 'handler_error' } });
  });

  it('tells of bugs, not of failures', () => {
    const bugs: unknown[] = [];
    const { signal } = new AbortController();
    outcomeOf(new Error('bug'), signal, (error) => bugs.push(error));
    outcomeOf(giveUp('a', 'b'), signal, (error) => bugs.push(error));
    outcomeOf(new Error('stopped'), AbortSignal.abort('cancelled'), (error) => bugs.push(error));
    expect(bugs).toEqual([new Error('bug')]);
  });

  it('tells a handler that was stopped from one that failed, and lets one that came to its end succeed', async () => {
    const stopped = (reason: string) => outcomeOfRun(() => Promise.reject(new Error('aborted')), AbortSignal.abort(reason));
    await expect(stopped('cancelled')).resolves.toMatchObject({ error: { code: 'cancelled', retryable: false } });
    await expect(stopped('shutdown')).resolves.toMatchObject({ error: { code: 'worker_stopped', retryable: true } });
    await expect(stopped('timed_out')).resolves.toMatchObject({ error: { code: 'timed_out', retryable: true } });
    await expect(outcomeOfRun(() => Promise.resolve(1), AbortSignal.abort('cancelled'))).resolves.toEqual({ kind: 'succeeded', result: 1 });
    await expect(outcomeOfRun(({ signal }) => Promise.resolve(signal.throwIfAborted()), AbortSignal.abort('cancelled'))).resolves.toMatchObject({ error: { code: 'cancelled' } });
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
      await expect(outcomeOfRun(() => Promise.resolve(result))).resolves.toMatchObject({ kind: 'failed', error: { code, retryable: false } });
    });

    it.each([['\\u0000 written out'], [{ emoji: '😀', backslash: '\\' }], [[1, null, true]], [''], [0], [null]])('but keeps %j', async (result) => {
      await expect(outcomeOfRun(() => Promise.resolve(result))).resolves.toEqual({ kind: 'succeeded', result });
    });
  });
});
