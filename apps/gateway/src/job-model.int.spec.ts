import fc from 'fast-check';
import { jobCommands, MAX_ATTEMPTS, newModel, type Answer, type Real, type Report, type Shown } from '../../../libs/domain/job-model.harness';
import { uuidV7 } from '#messaging';
import { eventually } from '#testing';
import { freshStores, TestGateway } from './gateway.builder';
import { now, ScriptedWorker } from './scripted-worker.builder';

jest.setTimeout(120_000);

/*
 * The same lives of jobs that try the state machine (libs/domain/job-model.unit.spec.ts), on a gateway with PostgreSQL and RabbitMQ: what it answers, what it
 * shows of a job and what stands in the log must be what the simple model says after each command.
 */
let stores: Awaited<ReturnType<typeof freshStores>>;
let gateway: TestGateway;
const open: GatewayJobs[] = [];

beforeAll(async () => {
  stores = await freshStores();
  gateway = await TestGateway.start(stores);
  await eventually(() => gateway.isReady, { message: 'the gateway is ready' });
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.leave();
});
afterAll(async () => {
  await gateway.stop();
});

const ERROR = { code: 'boom', message: 'it went wrong' };
const WORKERS = 2;
let queues = 0;

class GatewayJobs implements Real {
  private readonly queue = `model-${++queues}`;
  private readonly jobs: string[] = [];
  private readonly deliveries = new Map<string, string>();
  private readonly asks = new Map<string, number>();
  private workers: ScriptedWorker[] = [];

  static async begin(): Promise<GatewayJobs> {
    const jobs = new GatewayJobs();
    open.push(jobs);
    jobs.workers = await Promise.all(Array.from({ length: WORKERS }, () => jobs.worker()));
    return jobs;
  }

  async leave(): Promise<void> {
    for (const one of this.workers.splice(0)) await one.vanish();
  }

  async submit(): Promise<void> {
    const { jobId } = await gateway.submit({ queue: this.queue, maxAttempts: MAX_ATTEMPTS, retry: { strategy: 'fixed', baseMs: 0, jitter: 'none' } });
    this.jobs.push(jobId);
  }

  async ask(job: number, delivery: number, by: number, expected: Answer): Promise<Answer> {
    const ref = this.ref(job, delivery);
    const worker = this.workers[by] as ScriptedWorker;
    const before = this.said(worker, ref.deliveryId);
    const ask = (this.asks.get(ref.deliveryId) ?? 0) + 1;
    this.asks.set(ref.deliveryId, ask);
    await worker.ask(ref, ask);
    await this.settled(worker);
    const answers = (): Answer => {
      const after = this.said(worker, ref.deliveryId);
      const [answer = 'owner_asked'] = (['granted', 'denied', 'revoked'] as const).filter((kind) => after[kind] > before[kind]);
      return answer;
    };
    // An owner that is asked says nothing here, so whoever asked hears nothing; any other answer arrives.
    return expected === 'owner_asked' ? answers() : await eventually(() => (answers() === 'owner_asked' ? Promise.reject(new Error('not answered yet')) : answers()), { message: 'the ask is answered', intervalMs: 5 });
  }

  async report(job: number, delivery: number, by: number, report: Report): Promise<void> {
    const ref = this.ref(job, delivery);
    const worker = this.workers[by] as ScriptedWorker;
    const about = { workerId: worker.id, ...ref, startedAt: now(), endedAt: now(), durationMs: 0 };
    switch (report) {
      case 'started':
        await worker.report('attempt.started', { workerId: worker.id, attempts: [{ ...ref, startedAt: now() }] });
        break;
      case 'succeeded':
        await worker.report('attempt.succeeded', { ...about, result: null });
        break;
      case 'failed':
        await worker.report('attempt.failed', { ...about, cause: 'failed', error: ERROR });
        break;
      case 'gave_up':
        await worker.report('attempt.failed', { ...about, cause: 'failed', error: { ...ERROR, retryable: false } });
        break;
      case 'heartbeat':
        await worker.report('attempt.heartbeat', { workerId: worker.id, attempts: [{ ...ref, startedAt: now(), ageMs: 4_000, acked: false }] });
        break;
      case 'returned':
        await worker.report('attempt.returned', { workerId: worker.id, attempts: [ref] });
        break;
    }
    await this.settled(worker);
  }

  async cancel(job: number): Promise<void> {
    expect((await gateway.post(`/v1/jobs/${this.jobs[job]}/cancel`, { by: 'ada' })).status).toBe(202);
  }

  async redrive(job: number): Promise<void> {
    const answer = await gateway.post(`/v1/jobs/${this.jobs[job]}/redrive`, {});
    expect([202, 409]).toContain(answer.status);
  }

  /** Found by the gateway's probes, which begin to count when it has been connected for six seconds. */
  async crash(by: number): Promise<void> {
    await (this.workers[by] as ScriptedWorker).vanish();
    this.workers[by] = await this.worker();
  }

  async dropConnection(by: number): Promise<void> {
    const worker = this.workers[by] as ScriptedWorker;
    worker.reconnect();
    await eventually(() => this.settled(worker), { message: 'the worker hears again' });
  }

  /** Retries of these jobs are due at once; `shown` waits for them. */
  async clock(): Promise<void> {}

  async pause(paused: boolean): Promise<void> {
    if (this.jobs.length === 0) await this.declareQueue();
    expect((await gateway.post(`/v1/queues/${this.queue}/${paused ? 'pause' : 'resume'}`, {})).status).toBe(200);
  }

  async shown(job: number, expected: Shown): Promise<Shown> {
    const jobId = this.jobs[job] as string;
    let shown: Shown | undefined;
    const look = async (): Promise<void> => {
      const [{ status, attempt, losses, cancelRequested }, log] = await Promise.all([gateway.job(jobId), gateway.log(jobId)]);
      shown = { status: status as Shown['status'], attempt, losses, events: log.map(({ eventType }) => eventType.slice(4)), cancelRequested: cancelRequested !== undefined };
      expect(shown).toEqual(expected);
    };
    await eventually(look, { timeoutMs: 15_000, intervalMs: 10, message: 'the job is what the model says' }).catch((error: unknown) => {
      if (shown === undefined) throw error;
    });
    return shown as unknown as Shown;
  }

  private async declareQueue(): Promise<void> {
    await gateway.submit({ queue: this.queue, type: 'other.work' });
  }

  private worker(): Promise<ScriptedWorker> {
    return ScriptedWorker.start(stores.AMQP_URL, { queue: this.queue, prefetch: 50 });
  }

  /** Reports are taken in their order: once this has been answered, what the worker said before has been dealt with, and answered. */
  private async settled(worker: ScriptedWorker): Promise<void> {
    for (let round = 0; round < 2; round++) {
      const nobody = { jobId: uuidV7(), deliveryId: uuidV7() };
      await worker.ask(nobody);
      await eventually(() => (worker.said('attempt.denied', nobody.deliveryId).length > 0 ? true : Promise.reject(new Error('not yet'))), { message: 'the gateway answers', intervalMs: 2, timeoutMs: 5_000 });
    }
  }

  private said(worker: ScriptedWorker, deliveryId: string): Record<Exclude<Answer, 'owner_asked'>, number> {
    const count = (kind: 'granted' | 'denied' | 'revoked'): number => worker.said(`attempt.${kind}`, deliveryId).length;
    return { granted: count('granted'), denied: count('denied'), revoked: count('revoked') };
  }

  private ref(job: number, delivery: number): { jobId: string; deliveryId: string } {
    const key = `${job}/${delivery}`;
    const deliveryId = this.deliveries.get(key) ?? uuidV7();
    this.deliveries.set(key, deliveryId);
    return { jobId: this.jobs[job] as string, deliveryId };
  }
}

/** As many lives as the time allows, the first of them in any case. */
const TIME_LIMIT_MS = 10_000;

async function lives(options: { crashes: boolean; maxCommands: number; numRuns: number }): Promise<void> {
  const { crashes, maxCommands, numRuns } = options;
  let lived = 0;
  const untilMs = performance.now() + TIME_LIMIT_MS;
  await fc.assert(
    fc.asyncProperty(jobCommands({ maxCommands, crashes, retriesByThemselves: true }), async (commands) => {
      if (performance.now() > untilMs) return;
      const real = await GatewayJobs.begin();
      await fc.asyncModelRun(() => ({ model: newModel(), real }), commands);
      await real.leave();
      lived += 1;
    }),
    { numRuns, endOnFailure: true },
  );
  expect(lived).toBeGreaterThan(0);
}

describe('a job in the hands of a real gateway', () => {
  it('is what the model says, whatever two workers claim, repeat and mix up', () => lives({ crashes: false, maxCommands: 20, numRuns: 30 }));

  it('is what the model says when workers die', async () => {
    await eventually(() => performance.now() > 7_500, { timeoutMs: 10_000, message: "the prober's connection has been up long enough" });
    await lives({ crashes: true, maxCommands: 15, numRuns: 15 });
  });
});
