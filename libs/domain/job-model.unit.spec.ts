import fc from 'fast-check';
import { OPEN_GATES } from './gates';
import { context, submitted } from './given.builder';
import { evolve, isJobEvent, isTerminal } from './job';
import type { JobState } from './job';
import { jobCommands, MAX_ATTEMPTS, newModel, type Answer, type Real, type Report, type Shown } from './job-model.harness';
import { decide } from './job.decide';
import type { JobCommand } from './job.decide';

const id = (n: number): string => `01a1fddf-0000-7000-8000-00000000000${n}`;
const ERROR = { code: 'boom', message: 'it went wrong' };
const WHEN = { startedAt: '2026-01-31T12:00:00.000Z', endedAt: '2026-01-31T12:00:00.010Z', durationMs: 10 };

/** The pure state machine, as the model's commands know it. */
class PureJobs implements Real {
  private readonly jobs: { state: JobState; readonly events: string[] }[] = [];
  private paused = false;
  private nowMs = 0;
  private tick = 0;

  async submit(): Promise<void> {
    this.jobs.push({ state: submitted({ jobId: id(this.jobs.length), maxAttempts: MAX_ATTEMPTS }), events: ['submitted', 'queued'] });
  }

  async ask(job: number, delivery: number, worker: number): Promise<Answer> {
    const { kind } = this.apply(job, { kind: 'ask', deliveryId: id(delivery), workerId: `w${worker}` }) as { kind: string };
    return kind === 'probe_owner' ? 'owner_asked' : (kind as Answer);
  }

  async report(job: number, delivery: number, _worker: number, report: Report): Promise<void> {
    const deliveryId = id(delivery);
    const commands: Record<Report, JobCommand> = {
      started: { kind: 'started', deliveryId, startedAt: WHEN.startedAt },
      succeeded: { kind: 'succeeded', deliveryId, ...WHEN },
      failed: { kind: 'failed', deliveryId, ...WHEN, cause: 'failed', error: ERROR },
      gave_up: { kind: 'failed', deliveryId, ...WHEN, cause: 'failed', error: { ...ERROR, retryable: false } },
      heartbeat: { kind: 'heartbeat', deliveryId },
      returned: { kind: 'returned', deliveryId },
    };
    this.apply(job, commands[report]);
  }

  async cancel(job: number): Promise<void> {
    this.apply(job, { kind: 'cancel', by: 'ada' });
  }

  async redrive(job: number): Promise<void> {
    this.apply(job, { kind: 'redriven', redrivenTo: id(9), by: 'ada' });
  }

  async crash(worker: number): Promise<void> {
    this.jobs.forEach(({ state }, job) => state.owner?.workerId === `w${worker}` && this.apply(job, { kind: 'lost', deliveryId: state.owner.deliveryId, detail: 'worker_gone' }));
  }

  async dropConnection(): Promise<void> {}

  async clock(): Promise<void> {
    this.nowMs += 100_000;
    this.jobs.forEach((_job, index) => this.apply(index, { kind: 'due' }));
  }

  async pause(paused: boolean): Promise<void> {
    this.paused = paused;
  }

  async shown(job: number): Promise<Shown> {
    const { state, events } = this.jobs[job] as { state: JobState; events: string[] };
    return { status: state.status as Shown['status'], attempt: state.attempt, losses: state.losses, events: [...events], cancelRequested: state.cancelRequested !== undefined };
  }

  private apply(job: number, command: JobCommand): unknown {
    const one = this.jobs[job] as { state: JobState; events: string[] };
    const gates = { ...OPEN_GATES, pausedBy: () => (this.paused ? 'queue:default' : undefined) };
    const { facts, outcome } = decide(command, one.state, context(this.nowMs, { tick: this.tick++, gates }));
    for (const fact of facts) {
      one.state = evolve(one.state, fact);
      if (isJobEvent(fact)) one.events.push(fact.type.slice(4));
    }
    if (isTerminal(one.state.status) && one.state.owner !== undefined) throw new Error('an ended job has an owner');
    return outcome;
  }
}

describe('the job', () => {
  it('is what a simple model says, through any lives of three jobs and two workers', async () => {
    await fc.assert(
      fc.asyncProperty(jobCommands({ maxCommands: 60, crashes: true, retriesByThemselves: false }), async (commands) => {
        await fc.asyncModelRun(() => ({ model: newModel(), real: new PureJobs() }), commands);
      }),
      { numRuns: 400 },
    );
  });

  it('would be told apart from one that counts a report twice', async () => {
    const run = fc.assert(
      fc.asyncProperty(jobCommands({ maxCommands: 60, crashes: true, retriesByThemselves: false }), async (commands) => {
        let ended = 0;
        const real = new PureJobs();
        const honest = real.report.bind(real);
        real.report = async (job, delivery, worker, what) => {
          await honest(job, delivery, worker, what);
          // The second end of any attempt counts against whoever runs there.
          if (what === 'failed' && (ended += 1) > 1) await real.crash(worker);
        };
        await fc.asyncModelRun(() => ({ model: newModel(), real }), commands);
      }),
      { numRuns: 400 },
    );
    await expect(run).rejects.toThrow(/Property failed/);
  });
});
