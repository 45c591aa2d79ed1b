import { BenchClient } from './client';
import { type Bench } from './bench';

/** All read models from position 0 beside the live ones, over a log of drained jobs (four events each). */
export const rebuild: Bench = {
  name: 'rebuild',
  about: 'replay of the whole log into new collections',
  async run({ system, progress, n }) {
    const jobs = n ?? 20_000;
    const running = await system();
    const client = new BenchClient(running.one('gateway').url, running.one('observatory').url);
    await client.submitBulk(jobs, undefined, 1000, 2);
    await client.until(
      (overview) => overview.completed === jobs,
      240_000,
      'all jobs are completed and visible',
      (overview) => progress((overview.completed / jobs) * 0.8, `${overview.completed} of ${jobs} completed`),
    );
    progress(0.8, 'rebuilding');
    const result = (await running.rebuild([])) as { eventsPerSecond: number; events: number };
    await client.close();
    return { n: result.events, eventsPerSecond: Math.round(result.eventsPerSecond) };
  },
};
