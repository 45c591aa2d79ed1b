import { CASES } from './cases/all-cases';
import type { ConformanceCase, Stage } from './case';
import { PlayedGateway } from './played-gateway';
import { TestedJob } from './tested-job';
import { WorkerUnderTest } from './worker-under-test';

/** What became of one case. */
export interface CaseResult {
  readonly name: string;
  readonly rules: readonly string[];
  /** `advised`: a SHOULD was not kept. */
  readonly outcome: 'passed' | 'failed' | 'advised';
  readonly tookMs: number;
  readonly why?: string;
}

export interface ConformanceOptions {
  /** An empty vhost, in which nobody else plays gateway. */
  readonly amqpUrl: string;
  /** A shell command that runs the worker in the foreground. */
  readonly command: string;
  /** Default: all. */
  readonly cases?: readonly ConformanceCase[];
  /** Worker processes at once. Default 4. */
  readonly processes?: number;
}

/** Enough for all cases that share a worker. */
const SHARED_SLOTS = 64;
const SLOTS = 4;
const GRACE_MS = 1_000;

/**
 * Runs the cases against a worker: those that share a process at the same time on one, the others each on its own. Nothing but AMQP and signals passes between suite
 * and worker.
 */
export class Conformance {
  private static queues = 0;

  private constructor(private readonly gateway: PlayedGateway) {}

  static async on(amqpUrl: string): Promise<Conformance> {
    return new Conformance(await PlayedGateway.on(amqpUrl));
  }

  stop(): Promise<void> {
    return this.gateway.stop();
  }

  async run(command: string, { cases = CASES, processes = 4 }: Pick<ConformanceOptions, 'cases' | 'processes'> = {}): Promise<CaseResult[]> {
    const sharing = cases.filter(({ alone }) => alone === undefined);
    const alone = cases.filter((one) => one.alone !== undefined).map((one) => () => this.runAlone(command, one));
    const groups: (() => Promise<CaseResult[]>)[] = sharing.length > 0 ? [() => this.runShared(command, sharing), ...alone] : alone;
    const results = (await inParallel(groups, processes)).flat();
    return cases.flatMap(({ name }) => results.filter((result) => result.name === name));
  }

  private start(command: string, { slots = SLOTS, graceMs = GRACE_MS }: NonNullable<ConformanceCase['alone']>): Promise<WorkerUnderTest> {
    return WorkerUnderTest.start(this.gateway, { command, queue: `conformance-${++Conformance.queues}`, slots, graceMs });
  }

  private async runShared(command: string, cases: readonly ConformanceCase[]): Promise<CaseResult[]> {
    let worker: WorkerUnderTest;
    try {
      worker = await this.start(command, { slots: SHARED_SLOTS });
    } catch (error) {
      return cases.map((one) => judged(one, performance.now(), error));
    }
    try {
      return await Promise.all(cases.map((one) => this.runOn(worker, one)));
    } finally {
      await worker.end();
    }
  }

  private async runAlone(command: string, one: ConformanceCase): Promise<CaseResult[]> {
    const startedAt = performance.now();
    let worker: WorkerUnderTest | undefined;
    try {
      worker = await this.start(command, one.alone ?? {});
      return [await this.runOn(worker, one)];
    } catch (error) {
      return [judged(one, startedAt, error)];
    } finally {
      await worker?.end();
    }
  }

  private async runOn(worker: WorkerUnderTest, one: ConformanceCase): Promise<CaseResult> {
    const startedAt = performance.now();
    const jobs: TestedJob[] = [];
    const others: WorkerUnderTest[] = [];
    const stage: Stage = {
      worker,
      submit: (spec) => {
        const { jobId, correlationId } = worker.submit(spec ?? {});
        const job = new TestedJob(worker, jobId, correlationId);
        jobs.push(job);
        return job;
      },
      another: async () => {
        const other = await WorkerUnderTest.start(this.gateway, worker.options);
        others.push(other);
        return other;
      },
    };
    try {
      await one.run(stage);
      return judged(one, startedAt);
    } catch (error) {
      return judged(one, startedAt, error);
    } finally {
      worker.dismiss(jobs);
      for (const other of others) await other.end();
    }
  }
}

/** Runs the cases once in a vhost of their own and resolves to what became of each. */
export async function testConformance({ amqpUrl, command, ...options }: ConformanceOptions): Promise<CaseResult[]> {
  const conformance = await Conformance.on(amqpUrl);
  try {
    return await conformance.run(command, options);
  } finally {
    await conformance.stop();
  }
}

function judged({ name, rules }: ConformanceCase, startedAt: number, error?: unknown): CaseResult {
  const tookMs = Math.round(performance.now() - startedAt);
  if (error === undefined) return { name, rules, outcome: 'passed', tookMs };
  const outcome = rules.every((rule) => rule.startsWith('S')) ? 'advised' : 'failed';
  return { name, rules, outcome, tookMs, why: messageOf(error).slice(0, 1_500) };
}

/** Also of errors that were made in another realm, as those of `node:assert` are under jest. */
function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : JSON.stringify(error);
}

async function inParallel<T>(tasks: readonly (() => Promise<T>)[], atOnce: number): Promise<T[]> {
  const results: T[] = [];
  const waiting = [...tasks];
  const lane = async (): Promise<void> => {
    for (let task = waiting.shift(); task; task = waiting.shift()) results.push(await task());
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
