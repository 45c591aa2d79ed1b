import { loadavg } from 'node:os';
import type { Bench, BenchContext } from './bench';
import { round } from './bench';
import { drain } from './drain.bench';
import { submit } from './submit.bench';

/** One round is both ways, and the next begins with the other one, so that a machine that grows slower (or faster) meanwhile favours none of them. */
const ROUNDS = 3;
const SUBMITS = 20_000;
const DRAINED = 6_000;

/** Everything that a request pays for knowing who sent it: nobody is asked who they are, reads have no tenant of their own, and nothing is noted for the audit trail. */
const UNGUARDED = { auth: 'off', env: { gateway: { GATEWAY_AUDIT: 'off' } } } as const;

type Way = 'on' | 'off';

/**
 * What authentication, tenancy and the audit trail cost: the benches `submit` and `drain` with them and without them, in turn, in one run. The ratios are of the medians: 1 means that
 * they cost nothing, and 0.9 is the least that is promised. --n says how many jobs are submitted; three tenths of them are drained.
 */
export const guard: Bench = {
  name: 'guard',
  about: 'submit and drain with auth, tenancy and audit on, against the same with them off',
  async run({ system, progress, n }) {
    const submits = n ?? SUBMITS;
    const drained = n === undefined ? DRAINED : Math.ceil(n * 0.3);
    const rates: Record<'submit' | 'drain', Record<Way, number[]>> = { submit: { on: [], off: [] }, drain: { on: [], off: [] } };
    const loads: number[] = [];
    for (let at = 0; at < ROUNDS; at++) {
      const ways: readonly Way[] = at % 2 === 0 ? ['off', 'on'] : ['on', 'off'];
      for (const [bench, jobs] of [[submit, submits], [drain, drained]] as const) {
        for (const way of ways) {
          progress(at / ROUNDS, `${bench.name} with the guard ${way}`);
          loads.push(loadavg()[0] ?? 0);
          rates[bench.name as 'submit' | 'drain'][way].push(await rateOf(bench, { system, n: jobs, progress: () => undefined }, way));
        }
      }
    }
    const figures = (of: Record<Way, number[]>) => ({ on: median(of.on), off: median(of.off), slowestOn: Math.min(...of.on), fastestOff: Math.max(...of.off) });
    const ratio = (of: Record<Way, number[]>): number => round(median(of.on) / median(of.off), 3);
    return { n: submits, rounds: ROUNDS, submitRatio: ratio(rates.submit), drainRatio: ratio(rates.drain), submit: figures(rates.submit), drain: figures(rates.drain), loadavgs: { least: round(Math.min(...loads)), most: round(Math.max(...loads)) } };
  },
};

/** Jobs a second of one run. Its system is ended at once, so that the next run has the machine to itself. */
async function rateOf(bench: Bench, context: BenchContext, way: Way): Promise<number> {
  const started: Awaited<ReturnType<BenchContext['system']>>[] = [];
  try {
    const { jobsPerSecond } = await bench.run({
      ...context,
      async system(options = {}) {
        const one = await context.system({ ...options, ...(way === 'off' && UNGUARDED) });
        started.push(one);
        return one;
      },
    });
    return jobsPerSecond as number;
  } finally {
    await Promise.all(started.map((one) => one.stop()));
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
