import { tryHandler } from '#worker-sdk';
import { simulateWork } from './simulate-work.handler';

describe('simulate.work', () => {
  it('does nothing, at once, when nothing is asked for', async () => {
    expect(await tryHandler(simulateWork, {})).toEqual({ outcome: { kind: 'succeeded', result: undefined }, lines: [], progress: [] });
  });

  it('takes as long as asked for', async () => {
    const started = performance.now();
    await tryHandler(simulateWork, { durationMs: 30 });
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });

  it('fails with a code that may be retried', async () => {
    expect((await tryHandler(simulateWork, { failureProbability: 1 })).outcome).toMatchObject({ error: { code: 'simulated_failure', retryable: true } });
  });

  it('fails in the way asked for', async () => {
    const outcomeOf = async (failWith: object) => (await tryHandler(simulateWork, { failWith })).outcome;
    expect(await outcomeOf({ code: 'busy', retryable: false, retryAfterMs: 9 })).toMatchObject({ error: { code: 'busy', retryable: false }, retryAfterMs: 9 });
    expect(await outcomeOf({ code: 'busy' })).toMatchObject({ error: { retryable: true } });
  });

  it('makes a result of the size asked for', async () => {
    expect((await tryHandler(simulateWork, { resultBytes: 1_000 })).outcome).toEqual({ kind: 'succeeded', result: { filler: 'x'.repeat(1_000) } });
  });

  it('tells its steps', async () => {
    const { lines, progress } = await tryHandler(simulateWork, { steps: 2 });
    expect(progress).toEqual([{ value: { done: 1, total: 2 } }, { value: { done: 2, total: 2 } }]);
    expect(lines.map(({ level, text }) => `${level} ${text}`)).toEqual(['info step 1 of 2', 'info step 2 of 2']);
  });

  it('ends at once when its signal fires, unless it is asked to be deaf', async () => {
    const controller = new AbortController();
    const heeding = tryHandler(simulateWork, { durationMs: 60_000 }, { signal: controller.signal });
    const deaf = tryHandler(simulateWork, { durationMs: 30, ignoreSignal: true }, { signal: controller.signal });
    controller.abort('cancelled');
    expect((await heeding).outcome).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } });
    expect((await deaf).outcome).toMatchObject({ kind: 'succeeded' });
  });
});
