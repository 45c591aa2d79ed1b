import fc from 'fast-check';

/*
 * What a job is, told a second time and much more simply than by decide and evolve: who owns it, what it has gone through. Commands change the model and
 * do the same to something real, the pure state machine or a gateway on its servers; after each the two must agree. A model of its own finds what
 * the properties of the state machine take for granted.
 */

export interface ModelJob {
  status: 'QUEUED' | 'RUNNING' | 'RETRYING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  attempt: number;
  failures: number;
  losses: number;
  owner: { readonly delivery: number; readonly worker: number } | undefined;
  readonly closed: Set<number>;
  redriven: boolean;
  cancelRequested: boolean;
  /** Types of its events, without `job.`. */
  readonly events: string[];
}

export interface Model {
  readonly jobs: ModelJob[];
  paused: boolean;
}

/** What a job shows to somebody who looks. */
export type Shown = Pick<ModelJob, 'status' | 'attempt' | 'losses' | 'events'> & { readonly cancelRequested: boolean };

export type Answer = 'granted' | 'denied' | 'revoked' | 'owner_asked';
export type Report = 'started' | 'succeeded' | 'failed' | 'gave_up' | 'heartbeat' | 'returned';

/** Deliveries and workers are numbers; whatever is real has ids of its own for them. */
export interface Real {
  submit(): Promise<void>;
  /** Answers what the gateway said. */
  ask(job: number, delivery: number, worker: number, expected: Answer): Promise<Answer>;
  report(job: number, delivery: number, worker: number, report: Report): Promise<void>;
  cancel(job: number): Promise<void>;
  /** A worker dies with all that it runs, and another takes its name. */
  crash(worker: number): Promise<void>;
  /** Its messages come again, to whoever. */
  dropConnection(worker: number): Promise<void>;
  /** Time passes until retries are due. */
  clock(): Promise<void>;
  pause(paused: boolean): Promise<void>;
  /** Gives the job its next life, if it has failed. */
  redrive(job: number): Promise<void>;
  shown(job: number, expected: Shown): Promise<Shown>;
}

export const MAX_ATTEMPTS = 3;
const LOSS_BUDGET = 5;
const ENDED = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);
const END_OF: Readonly<Record<string, ModelJob['status']>> = { completed: 'COMPLETED', failed: 'FAILED', cancelled: 'CANCELLED' };

function end(job: ModelJob, event: 'completed' | 'failed' | 'cancelled'): void {
  close(job);
  job.events.push(event);
  job.status = END_OF[event] as ModelJob['status'];
}

function close(job: ModelJob): void {
  if (job.owner) job.closed.add(job.owner.delivery);
  job.owner = undefined;
}

function queue(job: ModelJob): void {
  close(job);
  job.events.push('queued');
  job.status = 'QUEUED';
}

function start(job: ModelJob): void {
  if (job.status === 'RUNNING') return;
  job.attempt += 1;
  job.status = 'RUNNING';
  job.events.push('started');
}

function lose(job: ModelJob): void {
  if (job.status !== 'RUNNING') job.attempt += 1;
  job.losses += 1;
  if (job.losses > LOSS_BUDGET && !job.cancelRequested) return end(job, 'failed');
  job.events.push('retry_scheduled');
  if (job.cancelRequested) end(job, 'cancelled');
  else queue(job);
}

function fail(job: ModelJob, forGood: boolean): void {
  start(job);
  if (job.cancelRequested) return end(job, 'cancelled');
  job.failures += 1;
  if (forGood || job.failures >= MAX_ATTEMPTS) return end(job, 'failed');
  job.events.push('retry_scheduled');
  close(job);
  job.status = 'RETRYING';
}

const APPLY: Readonly<Record<Report, (job: ModelJob) => void>> = {
  started: start,
  succeeded: (job) => {
    start(job);
    end(job, 'completed');
  },
  failed: (job) => fail(job, false),
  gave_up: (job) => fail(job, true),
  heartbeat: () => undefined,
  returned: (job) => {
    if (job.status === 'RUNNING') lose(job);
    else if (job.cancelRequested) end(job, 'cancelled');
    else queue(job);
  },
};

function answerTo(model: Model, job: ModelJob, delivery: number): Answer {
  if (ENDED.has(job.status)) return 'denied';
  if (job.closed.has(delivery)) return 'revoked';
  if (job.owner?.delivery === delivery) return job.cancelRequested || (model.paused && job.status !== 'RUNNING') ? 'denied' : 'granted';
  if (job.status === 'RETRYING') return 'denied';
  if (job.owner) return 'owner_asked';
  return job.cancelRequested || model.paused ? 'denied' : 'granted';
}

type Command = fc.AsyncCommand<Model, Real>;

/** The model and what is real must show the same of every job that was touched. */
async function agree(model: Model, real: Real, jobs: readonly number[]): Promise<void> {
  for (const index of jobs) {
    const { status, attempt, losses, events, cancelRequested } = model.jobs[index] as ModelJob;
    const expected = { status, attempt, losses, events: [...events], cancelRequested };
    const shown = await real.shown(index, expected);
    if (JSON.stringify(shown) !== JSON.stringify(expected)) throw new Error(`job ${index} is ${JSON.stringify(shown)}, the model says ${JSON.stringify(expected)}`);
  }
}

function command(name: string, check: (model: Model) => boolean, run: (model: Model, real: Real) => Promise<void>): Command {
  return { check, run, toString: () => name };
}

const pick = (model: Model, job: number): ModelJob | undefined => model.jobs[job];

const submit = command('submit', ({ jobs }) => jobs.length < 3, async (model, real) => {
  await real.submit();
  model.jobs.push({ status: 'QUEUED', attempt: 0, failures: 0, losses: 0, owner: undefined, closed: new Set(), redriven: false, cancelRequested: false, events: ['submitted', 'queued'] });
  await agree(model, real, [model.jobs.length - 1]);
});

const claim = (job: number, delivery: number): Command =>
  command(`claim ${job} by d${delivery}`, (model) => pick(model, job) !== undefined, async (model, real) => {
    const one = pick(model, job) as ModelJob;
    const worker = delivery % 2;
    const expected = answerTo(model, one, delivery);
    const answer = await real.ask(job, delivery, worker, expected);
    if (answer !== expected) throw new Error(`the ask of d${delivery} was answered ${answer}, the model says ${expected}`);
    if (expected === 'granted' && one.owner === undefined) one.owner = { delivery, worker };
    await agree(model, real, [job]);
  });

/** From the owner or from anybody else, once or twice, in an order that makes sense or not. */
const report = (job: number, delivery: number, what: Report, times: number, retriesByThemselves: boolean): Command =>
  command(`${what} ${job} by d${delivery}${times > 1 ? ' twice' : ''}`, (model) => pick(model, job) !== undefined, async (model, real) => {
    const one = pick(model, job) as ModelJob;
    for (let i = 0; i < times; i++) {
      await real.report(job, delivery, delivery % 2, what);
      if (one.owner?.delivery === delivery) APPLY[what](one);
    }
    // What is real may try again before anybody can look.
    if (retriesByThemselves && one.status === 'RETRYING') queue(one);
    await agree(model, real, [job]);
  });

const cancel = (job: number): Command =>
  command(`cancel ${job}`, (model) => pick(model, job) !== undefined, async (model, real) => {
    const one = pick(model, job) as ModelJob;
    await real.cancel(job);
    if (!ENDED.has(one.status) && !one.cancelRequested) {
      one.cancelRequested = true;
      one.events.push('cancel_requested');
      if (one.owner === undefined) end(one, 'cancelled');
    }
    await agree(model, real, [job]);
  });

const redrive = (job: number): Command =>
  command(`redrive ${job}`, (model) => pick(model, job) !== undefined, async (model, real) => {
    const one = pick(model, job) as ModelJob;
    await real.redrive(job);
    if (one.status === 'FAILED' && !one.redriven) {
      one.redriven = true;
      one.events.push('redriven');
    }
    await agree(model, real, [job]);
  });

const crash = (worker: number): Command =>
  command(`crash of w${worker}`, ({ jobs }) => jobs.some(({ owner }) => owner?.worker === worker), async (model, real) => {
    const hit = model.jobs.flatMap((job, index) => (job.owner?.worker === worker ? [index] : []));
    for (const index of hit) lose(model.jobs[index] as ModelJob);
    await real.crash(worker);
    await agree(model, real, hit);
  });

const drop = (worker: number): Command => command(`w${worker} drops its connection`, () => true, (_model, real) => real.dropConnection(worker));

const clock = command('clock', () => true, async (model, real) => {
  await real.clock();
  const due = model.jobs.flatMap((job, index) => (job.status === 'RETRYING' ? [index] : []));
  for (const index of due) queue(model.jobs[index] as ModelJob);
  await agree(model, real, due);
});

const pause = (paused: boolean): Command =>
  command(paused ? 'pause' : 'resume', (model) => model.paused !== paused, async (model, real) => {
    await real.pause(paused);
    model.paused = paused;
  });

const job = fc.nat(2);
const delivery = fc.nat(5);
const what = fc.constantFrom<Report>('started', 'started', 'succeeded', 'failed', 'failed', 'gave_up', 'heartbeat', 'returned');

/** Lives of up to three jobs in the hands of two workers. */
export function jobCommands(options: { readonly maxCommands: number; readonly crashes: boolean; readonly retriesByThemselves: boolean }): fc.Arbitrary<Iterable<Command>> {
  const { maxCommands, crashes, retriesByThemselves } = options;
  return fc.commands(
    [
      fc.constant(submit),
      fc.tuple(job, delivery).map(([one, by]) => claim(one, by)),
      fc.tuple(job, delivery).map(([one, by]) => claim(one, by)),
      fc.tuple(job, delivery, what, fc.constantFrom(1, 1, 2)).map(([one, by, kind, times]) => report(one, by, kind, times, retriesByThemselves)),
      fc.tuple(job, delivery, what, fc.constantFrom(1, 1, 2)).map(([one, by, kind, times]) => report(one, by, kind, times, retriesByThemselves)),
      job.map(cancel),
      job.map(redrive),
      fc.boolean().map(pause),
      fc.constant(clock),
      fc.nat(1).map(drop),
      ...(crashes ? [fc.nat(1).map(crash)] : []),
    ],
    { maxCommands, size: 'max' },
  );
}

export const newModel = (): Model => ({ jobs: [], paused: false });
