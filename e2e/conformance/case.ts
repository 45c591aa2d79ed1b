import type { JobSpec } from './played-gateway';
import type { TestedJob } from './tested-job';
import type { WorkerUnderTest } from './worker-under-test';

/** One thing that the protocol asks of a worker, tried on a worker process. Throws when the worker does otherwise. */
export interface ConformanceCase {
  readonly name: string;
  /** The rules of docs/worker-protocol.md that it covers: M1 for a MUST, S1 for a SHOULD. */
  readonly rules: readonly [string, ...string[]];
  /** A worker process of its own, for what concerns the process as a whole. Else the case shares one with all others of its kind. */
  readonly alone?: { readonly slots?: number; readonly graceMs?: number };
  readonly run: (stage: Stage) => Promise<void>;
}

/** What a case has at hand. */
export interface Stage {
  readonly worker: WorkerUnderTest;
  /** Gives the worker a job; whatever is left of it is taken back when the case ends. */
  readonly submit: (spec?: Partial<Omit<JobSpec, 'queue'>>) => TestedJob;
  /** Another process, started in the same way; ended with the case. */
  readonly another: () => Promise<WorkerUnderTest>;
}

/** Payloads of `simulate.work` that the cases use. */
export const LONG = { durationMs: 60_000 };
