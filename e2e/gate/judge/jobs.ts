import type { JobStatus } from '#contracts';

/** A job of the gate and all that must be true of it once it has ended. */
export interface GateJob {
  /** Which of the gate's plans it follows. */
  readonly plan: string;
  readonly id: string;
  readonly type: string;
  readonly queue: string;
  readonly correlationId: string;
  readonly status: JobStatus;
  /** Its whole life, in order. */
  readonly events: readonly string[];
  readonly attempts: number;
  /** It met a fault: it may have been queued, and tried, more often than that. */
  readonly atLeast?: true;
}

const RUN = ['job.queued', 'job.started'] as const;

export interface Plan {
  readonly name: string;
  /** The body of its submission; `target` is the gate's own HTTP server. */
  body(target: string, runId: string): { readonly type: string; readonly payload: object; readonly maxAttempts?: number; readonly delayMs?: number; readonly retry?: object };
  readonly status: JobStatus;
  readonly events: readonly string[];
  readonly attempts: number;
  /** Cancelled as soon as it runs. */
  readonly cancel?: true;
}

const AT_ONCE = { strategy: 'fixed', baseMs: 100, jitter: 'none' } as const;

/** One job of each fate: it succeeds, succeeds at the second try, fails at once, fails after a retry, is cancelled, has to wait for its time. */
export const PLANS: readonly Plan[] = [
  {
    name: 'calls a server',
    body: (target) => ({ type: 'http.request', payload: { method: 'GET', url: `${target}/well` } }),
    status: 'COMPLETED', attempts: 1, events: ['job.submitted', ...RUN, 'job.completed'],
  },
  {
    name: 'succeeds at the second try',
    body: (target, runId) => ({ type: 'http.request', payload: { method: 'GET', url: `${target}/busy-once/${runId}` }, maxAttempts: 3, retry: AT_ONCE }),
    status: 'COMPLETED', attempts: 2, events: ['job.submitted', ...RUN, 'job.retry_scheduled', ...RUN, 'job.completed'],
  },
  {
    name: 'fails at once',
    body: (target) => ({ type: 'http.request', payload: { method: 'GET', url: `${target}/gone` } }),
    status: 'FAILED', attempts: 1, events: ['job.submitted', ...RUN, 'job.failed'],
  },
  {
    name: 'fails after a retry',
    body: () => ({ type: 'simulate.work', payload: { durationMs: 5, failWith: { code: 'asked_to_fail' } }, maxAttempts: 2, retry: AT_ONCE }),
    status: 'FAILED', attempts: 2, events: ['job.submitted', ...RUN, 'job.retry_scheduled', ...RUN, 'job.failed'],
  },
  {
    name: 'is cancelled while it runs',
    body: () => ({ type: 'simulate.work', payload: { durationMs: 60_000 } }),
    status: 'CANCELLED', attempts: 1, events: ['job.submitted', ...RUN, 'job.cancel_requested', 'job.cancelled'], cancel: true,
  },
  {
    name: 'waits for its time',
    body: () => ({ type: 'simulate.work', payload: { durationMs: 5 }, delayMs: 1_000 }),
    status: 'COMPLETED', attempts: 1, events: ['job.submitted', ...RUN, 'job.completed'],
  },
];
