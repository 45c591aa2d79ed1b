import type { AttemptContext } from '../../run-attempt/job-handler';
import { simulateWork } from './simulate-work.handler';

const context = (signal = new AbortController().signal) => ({ signal }) as AttemptContext;

describe('simulate.work', () => {
  it('does nothing, at once, when nothing is asked for', async () => {
    await expect(simulateWork.run({}, context())).resolves.toBeUndefined();
  });

  it('takes as long as asked for', async () => {
    const started = performance.now();
    await simulateWork.run({ durationMs: 30 }, context());
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });

  it('fails with a code that may be retried', async () => {
    await expect(simulateWork.run({ failureProbability: 1 }, context())).rejects.toMatchObject({ code: 'simulated_failure', retryable: true });
  });

  it('makes a result of the size asked for', async () => {
    await expect(simulateWork.run({ resultBytes: 1_000 }, context())).resolves.toEqual({ filler: 'x'.repeat(1_000) });
  });

  it('ends at once when its signal fires', async () => {
    const controller = new AbortController();
    const running = simulateWork.run({ durationMs: 60_000 }, context(controller.signal));
    controller.abort('cancelled');
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });
});
