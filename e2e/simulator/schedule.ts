import { judgeAtRest } from './checks/final-checks';
import { DEDUPE_MS, type JobWishes } from './clients';
import { FAULTS, type Fault } from './faults';
import { Random } from './kernel/random';
import { playSchedule, useVirtualGlobals } from './kernel/virtual-globals';
import { dutiesOf, planOperators } from './plan-operators';
import type { Plants } from './plants';
import type { SimPayload } from './processes/sim-handler';
import { playIn, useSimulatedServers } from './processes/simulated-servers';
import { World } from './world';

export interface Verdict {
  readonly seed: number;
  readonly findings: readonly string[];
  readonly steps: number;
  /** How long it took in virtual time. */
  readonly lastedMs: number;
}

/** 2026, and an hour for each seed: ids made of the time ascend from schedule to schedule as they do in one that runs alone. */
const FIRST_START_MS = Date.UTC(2026, 0, 1);
const HOUR_MS = 3_600_000;
/** A probe counts once its sender has been connected for 6 s; before that nothing can be found out. */
const WARM_MS = 6_500;
/** The slowest honest way to an end: outages, then a lease and its grace, then the sweep, then retries. */
const STUCK_AFTER_MS = 400_000;
const MOST_STEPS = 600_000;
/** How many happenings go by between two looks at whether all is at rest. */
const LOOK_EVERY = 32;

export function playSeed(seed: number, options: { readonly plants?: Plants | undefined; readonly trace?: ((line: string) => void) | undefined } = {}): Verdict {
  useVirtualGlobals();
  useSimulatedServers();
  // Failures are thrown by the thousand here; nobody reads their stacks but in a trace.
  Error.stackTraceLimit = options.trace === undefined ? 0 : 10;
  const random = new Random(seed);
  const size = { gateways: random.chance(0.75) ? 2 : 1, workers: random.chance(0.7) ? 2 : 3, slots: random.whole(1, 3), aggregators: random.chance(0.75) ? 1 : 2 };
  const world = new World(random, size, options.plants ?? {}, dutiesOf(random), options.trace);
  playSchedule(world.scheduler, FIRST_START_MS + seed * HOUR_MS);
  playIn(world);
  const endOfPlanMs = plan(world, random);
  const undo = options.plants?.install?.();
  world.boot();
  run(world, endOfPlanMs);
  undo?.();
  if (options.trace !== undefined) for (const finding of world.judge.findings) world.note(`*** ${finding}`);
  return { seed, findings: world.judge.findings, steps: world.scheduler.steps, lastedMs: Math.round(world.scheduler.nowMs) };
}

/** Decides what clients do and what goes wrong. Answers when the last of it is to happen. */
function plan(world: World, random: Random): number {
  const { scheduler, clients, faults } = world;
  const beginMs = random.chance(0.6) ? 0 : WARM_MS;
  const spanMs = random.between(1_000, random.chance(0.7) ? 5_000 : 15_000);
  /** Moments worth disturbing. */
  const hot: number[] = [];
  /** Moments at which first attempts fail. */
  const failures: number[] = [];
  const jobs = random.whole(1, 4);
  for (let n = 1; n <= jobs; n++) {
    const atMs = hot.length > 0 && random.chance(0.4) ? random.pick(hot) + random.between(0, 60) : beginMs + random.between(100, spanMs);
    const key = `key-${n}`;
    const wishes = wishesOf(random, n);
    const payload = wishes.redriven ? { ...payloadOf(random), runs: [{ ms: random.whole(1, 200), ok: false }] } : payloadOf(random);
    const cancelAfterMs = random.chance(0.25) ? (random.chance(0.4) ? random.between(0, 60) : random.between(0, 3_000)) : undefined;
    const [first] = payload.runs;
    hot.push(atMs, atMs + (first?.ms ?? 0));
    if (first?.ok === false) failures.push(atMs + first.ms);
    scheduler.at(atMs, () =>
      clients.submit(key, payload, (jobId) => {
        world.note(`client: ${jobId} is accepted`);
        if (cancelAfterMs !== undefined) scheduler.after(cancelAfterMs, () => clients.cancel(jobId));
      }, wishes.job),
    );
    if (wishes.redriven) {
      // Somebody corrects what fails, and somebody else does so too.
      for (let times = random.whole(1, 2), redriveMs = atMs + random.between(3_000, 9_000); times > 0; times--, redriveMs += random.between(0, 2_000)) {
        hot.push(redriveMs);
        const corrected = payloadOf(random);
        scheduler.at(redriveMs, () => {
          const failed = clients.accepted.find(({ idempotencyKey }) => idempotencyKey === key);
          if (failed !== undefined) clients.redrive(failed.jobId, corrected);
        });
      }
    }
    // One that another job stands for has left its key to the next request.
    if (random.chance(0.05)) scheduler.at(atMs + random.between(4_000, 6_000), () => wishes.job.dedupe === undefined && clients.accepted.some(({ idempotencyKey }) => idempotencyKey === key) && clients.contradict(key, { ...payload, stubborn: !payload.stubborn }));
  }
  if (random.chance(0.15)) scheduler.at(random.between(30, beginMs + 200), () => clients.limit('one-at-a-time', 1));
  if (random.chance(0.3)) {
    const atMs = random.pick(hot) + random.between(-20, 300);
    hot.push(atMs);
    scheduler.at(atMs, () => clients.pauseFor('default', random.between(500, 8_000)));
  }
  if (random.chance(0.06)) scheduler.at(random.between(30, beginMs + 200), () => clients.limitRate('seldom', { perSecond: random.pick([0.5, 1, 5]), burst: random.whole(1, 2) }));
  if (random.chance(0.1)) {
    const atMs = Math.max(100, random.pick(hot) + random.between(-300, 100));
    scheduler.at(atMs, () => clients.pauseWorkerFor(random.pick(world.workers).id, random.between(500, 12_000)));
  }
  const kinds = FAULTS.filter(() => random.chance(0.35));
  const count = kinds.length === 0 || random.chance(0.08) ? 0 : random.whole(1, 4);
  let lastMs = Math.max(...hot);
  for (let n = 0; n < count; n++) {
    const fault: Fault = random.pick(kinds);
    const atMs = random.chance(0.6) ? Math.max(50, random.pick(hot) + random.between(-30, 200)) : random.between(50, beginMs + spanMs);
    lastMs = Math.max(lastMs, atMs);
    scheduler.at(atMs, () => faults.strike(fault));
  }
  // Only what ran again can be ended by what was said of it before: duplicates are sought where something fails.
  for (const failsAtMs of failures) if (random.chance(0.25)) scheduler.at(Math.max(50, failsAtMs - random.between(50, 400)), () => faults.strike('duplicate reports'));
  lastMs = Math.max(lastMs, planOperators(world, random, hot, () => payloadOf(random)));
  return random.chance(0.06) ? planCalmKill(world, random, lastMs) : lastMs;
}

/** A worker is killed when all has been well for long: its jobs must be at work elsewhere in no time. */
function planCalmKill(world: World, random: Random, afterMs: number): number {
  const { scheduler, clients, faults, sink } = world;
  const submitMs = afterMs + 22_000;
  scheduler.at(submitMs, () => clients.submit('key-calm', { runs: [{ ms: 4_000, ok: true }, { ms: 20, ok: true }], stubborn: false }, () => undefined));
  const killMs = submitMs + random.between(100, 3_000);
  scheduler.at(killMs, () => {
    const busy = world.workers.filter((worker) => sink.running(worker.process).length > 0);
    if (busy.length > 0) faults.killWorker(random.pick(busy), 3_000);
  });
  return killMs + 2_000;
}

function wishesOf(random: Random, n: number): { readonly job: JobWishes; readonly redriven: boolean } {
  if (random.chance(0.6)) return { job: {}, redriven: false };
  const priority = random.chance(0.3) ? { priority: random.pick(['high', 'low'] as const) } : {};
  // One of the few keys that there are for all: jobs that stand for each other, and jobs that take each other's place.
  if (random.chance(0.15)) return { job: { ...priority, dedupe: { key: 'same', mode: random.chance(0.6) ? 'first' : 'last', windowMs: DEDUPE_MS } }, redriven: false };
  if (random.chance(0.15)) return { job: { ...priority, maxAttempts: 1 }, redriven: true };
  return {
    job: {
      ...priority,
      ...(random.chance(0.3) ? { delayMs: random.whole(20, 2_000) } : {}),
      ...(random.chance(0.3) ? { timeoutMs: random.whole(100, 1_500) } : {}),
      ...(random.chance(0.15) ? { deadlineMs: random.whole(2_500, 8_000) } : {}),
      ...(n > 1 && random.chance(0.3) ? { afterKey: `key-${n - 1}`, onParentFailure: random.chance(0.5) ? ('run' as const) : ('cancel' as const) } : {}),
    },
    redriven: false,
  };
}

function payloadOf(random: Random): SimPayload {
  const ms = (): number => {
    const kind = random.next();
    if (kind < 0.35) return random.whole(1, 18);
    if (kind < 0.9) return random.whole(30, 1_500);
    return kind < 0.99 ? random.whole(3_000, 8_000) : random.whole(61_000, 70_000);
  };
  return { runs: Array.from({ length: 3 }, () => ({ ms: ms(), ok: random.chance(0.75) })), stubborn: random.chance(0.1) };
}

function run(world: World, endOfPlanMs: number): void {
  const { scheduler, judge } = world;
  for (;;) {
    if (judge.failed) return;
    if (!stepped(world)) return judge.broken('stuck', 'nothing happens any more');
    if (scheduler.steps % LOOK_EVERY !== 0) continue;
    if (scheduler.nowMs > endOfPlanMs && world.calm.forMs > 0) world.clients.endForgottenPauses('default');
    if (scheduler.nowMs > endOfPlanMs && world.atRest) break;
    if (scheduler.nowMs > endOfPlanMs + STUCK_AFTER_MS || scheduler.steps > MOST_STEPS) {
      const open = [...world.store.jobs.values()].filter((job) => job.finished_at === null).map((job) => `${job.id} is ${job.status}`);
      return judge.broken('stuck', `after ${Math.round(scheduler.nowMs)} ms: ${open.join(', ') || 'all jobs have ended'}; cursor ${world.store.lease.cursor} of ${world.store.head}; ${clients(world)}`);
    }
  }
  judgeAtRest(world);
}

/** One thing happens. What a process throws beyond its own bounds would end it in service, so it ends the schedule. */
function stepped({ scheduler, judge }: World): boolean {
  try {
    return scheduler.step();
  } catch (error) {
    judge.broken('crash', error instanceof Error ? (error.stack ?? error.message) : String(error));
    return true;
  }
}

function clients({ clients: { open, accepted } }: World): string {
  return `${accepted.length} accepted, ${open} requests open`;
}
