import { OPEN_GATES } from './gates';
import type { DecisionContext } from './decision';
import { begin, evolve } from './job';
import type { JobFact, JobState } from './job';
import { decide } from './job.decide';
import type { JobCommand, OutcomeOf } from './job.decide';
import { decideSubmit } from './job.command';
import type { SubmitCommand } from './job.command';
import { RETRY_POLICY } from './retry-policy';

/*
 * Given a job's past, when a command comes, then these facts: the words of the domain's specs.
 */
export const JOB_ID = '01a1fddf-0000-7000-8000-000000000001';
export const D1 = '01a1fddf-0000-7000-8000-0000000000d1';
export const D2 = '01a1fddf-0000-7000-8000-0000000000d2';
export const START_MS = Date.parse('2026-01-31T12:00:00.000Z');

export function at(offsetMs: number): string {
  return new Date(START_MS + offsetMs).toISOString();
}

export function context(offsetMs = 0, changes: Partial<DecisionContext> = {}): DecisionContext {
  return { now: at(offsetMs), nowMs: START_MS + offsetMs, random: () => 0.5, tick: 1, gates: OPEN_GATES, retryPolicy: RETRY_POLICY, ...changes };
}

export function fold(state: JobState, facts: readonly JobFact[]): JobState {
  return facts.reduce(evolve, state);
}

export function submitted(changes: Partial<SubmitCommand> = {}): JobState {
  const command = { jobId: JOB_ID, tenantId: 'default', correlationId: 'c-1', type: 'simulate.work', queue: 'default', priority: 'normal' as const, payload: { n: 1 }, ...changes };
  const { initial, events } = decideSubmit(command, context());
  const [first, ...rest] = events;
  if (first.type !== 'job.submitted') throw new Error('a job begins with job.submitted');
  return fold(begin(command, first) ?? initial, rest);
}

/** The job after one command more. */
export function after<K extends Exclude<JobCommand['kind'], 'submit'>>(state: JobState, command: Extract<JobCommand, { kind: K }>, ctx = context()): JobState {
  return fold(state, decide(command, state, ctx).facts);
}

export interface When<K extends keyof OutcomeOf> {
  readonly outcome: OutcomeOf[K];
  readonly types: readonly string[];
  readonly facts: readonly JobFact[];
  readonly state: JobState;
}

export function when<K extends Exclude<JobCommand['kind'], 'submit'>>(state: JobState, command: Extract<JobCommand, { kind: K }>, ctx = context()): When<K> {
  const { facts, outcome } = decide(command, state, ctx);
  return { outcome, facts, types: facts.map(({ type }) => type), state: fold(state, facts) };
}

export const ask = (deliveryId: string, workerId = 'w1') => ({ kind: 'ask', deliveryId, workerId }) as const;
export const started = (deliveryId: string, offsetMs = 5) => ({ kind: 'started', deliveryId, startedAt: at(offsetMs) }) as const;
export const succeeded = (deliveryId: string, result?: unknown) => ({ kind: 'succeeded', deliveryId, startedAt: at(5), endedAt: at(10), durationMs: 5, result }) as const;
export const failed = (deliveryId: string, changes: { cause?: 'failed' | 'timed_out' | 'aborted'; retryable?: boolean; retryAfterMs?: number } = {}) =>
  ({
    kind: 'failed',
    deliveryId,
    startedAt: at(5),
    endedAt: at(10),
    durationMs: 5,
    cause: changes.cause ?? 'failed',
    error: { code: 'boom', message: 'it went wrong', ...(changes.retryable === undefined ? {} : { retryable: changes.retryable }) },
    retryAfterMs: changes.retryAfterMs,
  }) as const;
export const lost = (deliveryId: string, detail: 'worker_gone' | 'lease_expired' | 'attempt_unknown' = 'worker_gone') => ({ kind: 'lost', deliveryId, detail }) as const;
export const cancel = { kind: 'cancel', by: 'ada', reason: 'not needed' } as const;

export const granted = (changes: Partial<SubmitCommand> = {}): JobState => after(submitted(changes), ask(D1));
export const running = (changes: Partial<SubmitCommand> = {}): JobState => after(granted(changes), started(D1));
