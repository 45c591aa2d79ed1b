import type { CancelOperationRequest, JobStatus, Operation, OperationAction, OperationFailure, OperationFilter, StartOperationRequest } from '#contracts';
import type { JobMatch, ResourceDecision } from '#event-log';

/*
 * A bulk operation as it is stored, and what becomes of it. Pure.
 *
 * It goes through the jobs by id, in chunks. Before a chunk is done its ids are noted (`inFlight`) together with what came of the chunk before, in one
 * write. So whoever takes over from a gateway that died knows which jobs may have been dealt with without being counted, does those again (which
 * changes nothing where it was done), and counts each job once. `runner` fences: who does not find itself there has been taken over from.
 */

export interface OperationState extends Omit<Operation, 'progress' | 'etaAt'> {
  readonly tenantId: string;
  readonly correlationId: string;
  /** Every job up to this id has been dealt with, or is in flight. */
  readonly cursor: string;
  readonly inFlight: readonly string[];
  readonly runner?: string;
  /** When the oldest job it may meet was submitted, for the progress. */
  readonly fromMs?: number;
  /** What the log was told of the progress last. */
  readonly told?: { readonly progress: number; readonly at: string };
}

export type Dealt = 'done' | 'skipped' | { readonly code: string; readonly detail?: string };

/** What came of a chunk, and what is next. */
export interface Step {
  readonly dealt: readonly { readonly jobId: string; readonly result: Dealt }[];
  /** Jobs that were only counted. */
  readonly counted: number;
  readonly cursor: string;
  readonly inFlight: readonly string[];
  /** There is nothing more. */
  readonly last: boolean;
}

export const NO_JOB = '00000000-0000-0000-0000-000000000000';
const FAILURES_KEPT = 20;

/** Progress is told when it is worth a look: a step of a hundredth, at most once a second, and a sign of life where it creeps. So the log has some hundred events of the longest operation. */
const TELL_STEP = 0.01;
const TELL_EVERY_MS = 1_000;
const TELL_CREEPING_MS = 60_000;

const OPEN: readonly JobStatus[] = ['HELD', 'WAITING', 'SCHEDULED', 'QUEUED', 'RUNNING', 'RETRYING'];

/** Where jobs must stand for an action to be of any use. Scheduled jobs are queued early only when that is said. */
export function statusesOf(action: OperationAction, { state }: OperationFilter): readonly JobStatus[] {
  if (action === 'retry_now') return state === undefined ? ['RETRYING'] : (['RETRYING', 'SCHEDULED'] as const).filter((status) => status === state);
  const useful: readonly JobStatus[] = action === 'redrive' ? ['FAILED'] : OPEN;
  return state === undefined ? useful : useful.filter((status) => status === state);
}

export function startOperation(
  { action, filter, by = 'client', reason, dryRun = false }: StartOperationRequest,
  origin: { readonly id: string; readonly tenantId: string; readonly correlationId: string },
  now: string,
): ResourceDecision<OperationState, 'started'> {
  const { id } = origin;
  const counts = { matched: 0, done: 0, skipped: 0, failed: 0 };
  const state = { ...origin, action, filter, by, reason, dryRun, status: 'running', ...counts, startedAt: now, cursor: NO_JOB, inFlight: [] } as const;
  return { state, events: [{ type: 'operation.started', at: now, payload: { operationId: id, action, filter, dryRun, at: now, by, reason } }], outcome: 'started' };
}

/** Somebody wants it stopped: whoever runs it ends it after the chunk in hand. */
export function cancelOperation(state: OperationState | undefined, { by = 'client', reason }: CancelOperationRequest, now: string): ResourceDecision<OperationState, 'asked' | 'ended' | 'unknown'> {
  if (state === undefined) return { outcome: 'unknown' };
  if (state.status !== 'running' || state.cancelRequested !== undefined) return { outcome: 'ended' };
  return { state: { ...state, cancelRequested: { at: now, by, reason } }, outcome: 'asked' };
}

/** A runner takes it over, with what the one before had in hand. */
export function claimOperation(state: OperationState | undefined, runner: string, fromMs: number): ResourceDecision<OperationState, OperationState | undefined> {
  if (state === undefined || state.status !== 'running') return { outcome: undefined };
  const claimed = { ...state, runner, fromMs: state.fromMs ?? fromMs };
  return { state: claimed, outcome: claimed };
}

/** Notes what came of a chunk and what is in hand next; ends the operation when nothing is, or when it was asked to stop. */
export function advanceOperation(state: OperationState | undefined, runner: string, step: Step, now: string): ResourceDecision<OperationState, 'goes_on' | 'over'> {
  if (state === undefined || state.status !== 'running' || state.runner !== runner) return { outcome: 'over' };
  const failures = step.dealt.flatMap(({ jobId, result }): OperationFailure[] => (typeof result === 'string' ? [] : [{ jobId, ...result }]));
  const count = (result: Dealt): number => step.dealt.filter((one) => one.result === result).length;
  const counted = {
    matched: state.matched + step.dealt.length + step.counted,
    done: state.done + count('done'),
    skipped: state.skipped + count('skipped'),
    failed: state.failed + failures.length,
  };
  const all = [...(state.failures ?? []), ...failures].slice(0, FAILURES_KEPT);
  const next = { ...state, ...counted, failures: all.length === 0 ? undefined : all };
  const stopped = state.cancelRequested;
  if (stopped === undefined && !step.last) return { ...told({ ...next, cursor: step.cursor, inFlight: step.inFlight }, now), outcome: 'goes_on' };
  const status = stopped === undefined ? 'finished' : 'cancelled';
  const { id, action, dryRun } = state;
  const payload = { operationId: id, action, dryRun, status, ...counted, at: now, by: stopped?.by ?? state.by } as const;
  return { state: { ...next, status, finishedAt: now, inFlight: [] }, events: [{ type: 'operation.finished', at: now, payload }], outcome: 'over' };
}

/** What the log is told of the progress, if it has gone far enough since. What is in hand is not yet done. */
function told(state: OperationState, now: string): { state: OperationState; events?: ResourceDecision<OperationState, never>['events'] } {
  const before = state.told ?? { progress: 0, at: state.startedAt };
  const { progress, etaAt } = operationOf(state, Date.parse(now));
  const sinceMs = Date.parse(now) - Date.parse(before.at);
  const isWorthIt = progress - before.progress >= TELL_STEP ? sinceMs >= TELL_EVERY_MS : sinceMs >= TELL_CREEPING_MS;
  if (!isWorthIt) return { state };
  const { id: operationId, matched, done, skipped, failed } = state;
  return { state: { ...state, told: { progress, at: now } }, events: [{ type: 'operation.progressed', at: now, payload: { operationId, matched, done, skipped, failed, progress, etaAt, at: now } }] };
}

/** What a page of it looks for. Jobs that were submitted after it are not its business. */
export function matchOf({ tenantId, action, filter, startedAt }: OperationState): JobMatch {
  const { type, queue, tag, externalRef, errorCode, submittedAfter, submittedBefore, ids } = filter;
  // What was submitted in the millisecond in which it began was answered before it; time is told in no smaller steps.
  const begun = new Date(Date.parse(startedAt) + 1).toISOString();
  const before = submittedBefore !== undefined && Date.parse(submittedBefore) < Date.parse(begun) ? submittedBefore : begun;
  return { tenantId, statuses: statusesOf(action, filter), type, queue, tag, externalRef, errorCode, submittedFrom: submittedAfter, submittedBefore: before, ids };
}

/** As clients see it, with how far it is and when it will have ended. */
export function operationOf(state: OperationState, nowMs: number): Operation {
  const { id, action, filter, dryRun, by, reason, status, matched, done, skipped, failed, startedAt, finishedAt, cancelRequested, failures } = state;
  const progress = progressOf(state);
  const ranMs = nowMs - Date.parse(startedAt);
  const etaAt = status === 'running' && progress > 0.01 ? new Date(nowMs + (ranMs * (1 - progress)) / progress).toISOString() : undefined;
  return { id, action, filter, dryRun, by, reason, status, matched, done, skipped, failed, progress, startedAt, finishedAt, etaAt, cancelRequested, failures };
}

/** Ids ascend with time, so the cursor is a place in the time that the jobs were submitted in. */
function progressOf({ status, filter, matched, cursor, fromMs, startedAt, action }: OperationState): number {
  if (status === 'finished') return 1;
  if (filter.ids !== undefined) return Math.min(1, matched / filter.ids.length);
  if (fromMs === undefined || cursor === NO_JOB) return 0;
  const toMs = Date.parse(matchOf({ filter, startedAt, action } as OperationState).submittedBefore);
  return toMs <= fromMs ? 0 : Math.min(1, Math.max(0, (timeOf(cursor) - fromMs) / (toMs - fromMs)));
}

/** When a UUIDv7 was made. */
export function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
