import { loadavg } from 'node:os';
import { elapse } from '../system/elapse';
import { type Bench, type BenchContext, round } from './bench';
import { cpuMsPer, cpuTimes } from './cpu-time';
import { drain } from './drain.bench';
import { load } from './http-load';
import { submitsTo } from './submit.bench';

const SUBMIT_ROUNDS = 7;
const DRAIN_ROUNDS = 3;
/** The relay of the one that was measured is done by then. */
const SETTLE_MS = 1_000;

/** Everything that a request pays for knowing who sent it: nobody is asked who they are, reads have no tenant of their own, and nothing is noted for the audit trail. */
const UNGUARDED = { auth: 'off', env: { gateway: { GATEWAY_AUDIT: 'off' } } } as const;

const WAYS = ['off', 'on'] as const;
type Way = (typeof WAYS)[number];
type Rates = Record<Way, number[]>;
/** Rates, and the CPU milliseconds that a gateway spent on a job: what others do on the machine changes the first more than the second. */
type Submits = Rates & { readonly gatewayCpuMs: Rates };

/**
 * What authentication, tenancy and the audit trail cost: `submit` and `drain` with them and without them, in turn, in one run. The ratios are of the medians: 1 means that they cost nothing, and
 * 0.9 is the least that is promised. --n says how many jobs are submitted in each round of each way; half of them are drained.
 */
export const guard: Bench = {
  name: 'guard',
  about: 'submit and drain with auth, tenancy and audit on, against the same with them off',
  async run(context) {
    const n = context.n ?? 8_000;
    const loads = [loadavg()[0] ?? 0];
    const submits = await submitRates(context, n);
    loads.push(loadavg()[0] ?? 0);
    const drains = await drainRates(context, Math.ceil(n / 2));
    loads.push(loadavg()[0] ?? 0);
    return { n, submitRatio: ratio(submits), drainRatio: ratio(drains), submit: figures(submits), gatewayCpuMs: { on: round(median(submits.gatewayCpuMs.on), 3), off: round(median(submits.gatewayCpuMs.off), 3) }, drain: figures(drains), rounds: { submit: SUBMIT_ROUNDS, drain: DRAIN_ROUNDS }, loadavgs: { least: round(Math.min(...loads)), most: round(Math.max(...loads)) } };
  },
};

/** One after the other in one order, then in the other, so that a machine that grows slower (or faster) meanwhile favours none of them. */
async function inTurn(rounds: number, measure: (way: Way) => Promise<number>): Promise<Rates> {
  const rates: Rates = { off: [], on: [] };
  for (let at = 0; at < rounds; at++) for (const way of at % 2 === 0 ? WAYS : [...WAYS].reverse()) rates[way].push(await measure(way));
  return rates;
}

/** Two gateways, of which one waits while the other is measured. */
async function submitRates({ system, progress }: BenchContext, jobs: number): Promise<Submits> {
  const alone = { count: { worker: 0, aggregator: 0, observatory: 0 } };
  const gateways = { off: await system({ ...alone, ...UNGUARDED }), on: await system(alone) };
  const rate = async (way: Way, amount: number): Promise<number> => {
    progress(0.2, `submit, ${way}`);
    const before = cpuTimes(gateways[way]);
    const { seconds } = await load({ ...submitsTo(gateways[way].one('gateway').url), amount });
    gatewayCpuMs[way].push(cpuMsPer(amount, before, cpuTimes(gateways[way]))['gateway'] ?? Number.NaN);
    await elapse(SETTLE_MS);
    return amount / seconds;
  };
  const gatewayCpuMs: Rates = { off: [], on: [] };
  for (const way of WAYS) await rate(way, Math.ceil(jobs / 2));
  for (const way of WAYS) gatewayCpuMs[way] = [];
  const rates = await inTurn(SUBMIT_ROUNDS, (way) => rate(way, jobs));
  for (const way of WAYS) await gateways[way].stop();
  return { ...rates, gatewayCpuMs };
}

/** A system for each, ended at once, so that the next has the machine to itself. */
function drainRates(context: BenchContext, jobs: number): Promise<Rates> {
  return inTurn(DRAIN_ROUNDS, async (way) => {
    context.progress(0.6, `drain, ${way}`);
    const started: Awaited<ReturnType<BenchContext['system']>>[] = [];
    const system: BenchContext['system'] = async (options) => {
      const one = await context.system({ ...options, ...(way === 'off' && UNGUARDED) });
      started.push(one);
      return one;
    };
    try {
      return (await drain.run({ system, n: jobs, progress: () => undefined }))['jobsPerSecond'] as number;
    } finally {
      await Promise.all(started.map((one) => one.stop()));
    }
  });
}

const figures = ({ off, on }: Rates): Record<string, number> => ({ on: round(median(on), 0), off: round(median(off), 0), leastOn: round(Math.min(...on), 0), mostOff: round(Math.max(...off), 0) });

const ratio = ({ off, on }: Rates): number => round(median(on) / median(off), 3);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
