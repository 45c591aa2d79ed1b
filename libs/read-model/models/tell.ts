import type { JobError, TimelineEntry } from '#contracts';
import type { JobEvent, JobEventType } from '../job-event';

/** One event in words, with the facts behind them. */
export type Told = Pick<TimelineEntry, 'summary'> & { attempt?: number; workerId?: string; details?: { error?: JobError } & Record<string, unknown> };
type Payload<T extends JobEventType> = Extract<JobEvent, { eventType: T }>['payload'];

/** What a job event says to people. A kind of event that this version does not know yet is told by its name. */
export function tell(event: JobEvent): Told {
  const teller = (TELL as Partial<Record<string, (payload: JobEvent['payload']) => Told>>)[event.eventType];
  return teller ? teller(event.payload) : { summary: event.eventType };
}

/** A new event type does not compile until it has a sentence here. The details are also what the attempts of a job are read from. */
const TELL = {
  'job.submitted': (p) => ({
    summary: `Submitted to queue ${p.queue} as ${p.type}${waitsFor(p)}${origin(p)}`,
    details: {
      type: p.type, queue: p.queue, priority: p.priority, maxAttempts: p.maxAttempts, idempotencyKey: p.idempotencyKey, runAt: p.runAt, deadlineAt: p.deadlineAt, timeoutMs: p.timeoutMs,
      parents: p.after?.length, onParentFailure: p.onParentFailure, redrivenFrom: p.redrivenFrom, scheduleId: p.scheduleId, dedupeKey: p.dedupeKey, externalRef: p.externalRef, tags: p.tags, submittedBy: p.submittedBy, purpose: p.governance?.purpose, verdict: p.governance?.verdict,
    },
  }),
  'job.queued': (p) => ({ summary: `Queued for attempt ${p.attempt} of ${p.maxAttempts}${queuedBecause(p)}`, details: { queue: p.queue, priority: p.priority, reason: p.reason, by: p.by, parents: p.parents?.length } }),
  'job.started': (p) => ({ summary: `Attempt ${p.attempt} started`, attempt: p.attempt, workerId: p.workerId, details: { deliveryId: p.deliveryId, startedAt: p.startedAt } }),
  'job.retry_scheduled': (p) => ({
    summary: `Attempt ${p.attempt} ${ENDED_AS[p.cause]}${because(p.error)}; next at ${p.runAt}`,
    attempt: p.attempt,
    workerId: p.workerId,
    details: { cause: p.cause, error: p.error, runAt: p.runAt, losses: p.losses, deliveryId: p.deliveryId, startedAt: p.startedAt, endedAt: p.endedAt },
  }),
  'job.completed': (p) => ({
    summary: `Completed by attempt ${p.attempt} in ${p.durationMs} ms`,
    attempt: p.attempt,
    workerId: p.workerId,
    details: { deliveryId: p.deliveryId, startedAt: p.startedAt, finishedAt: p.finishedAt, durationMs: p.durationMs },
  }),
  'job.failed': (p) => ({
    summary: failedAs(p),
    attempt: p.attempt,
    workerId: p.workerId,
    details: { cause: p.cause, error: p.error, deliveryId: p.deliveryId, startedAt: p.startedAt, finishedAt: p.finishedAt, durationMs: p.durationMs },
  }),
  'job.cancel_requested': (p) => ({
    summary: STOPPED_BY[p.cause ?? 'requested'] ?? `Cancellation asked for by ${p.by}${inTheirWords(p.reason)}`,
    details: { by: p.by, reason: p.reason, cause: p.cause, requestedAt: p.requestedAt },
  }),
  'job.cancelled': (p) => ({
    summary: `Cancelled ${p.attempt === undefined ? 'before it ran' : `during attempt ${p.attempt}`}${p.cause === 'parent_ended' ? inTheirWords(p.reason) : ''}`,
    attempt: p.attempt,
    details: { by: p.by, reason: p.reason, cause: p.cause, deliveryId: p.deliveryId, startedAt: p.startedAt, finishedAt: p.finishedAt },
  }),
  'job.held': ({ verdict }) => ({ summary: `Held by the rule ${verdict.ruleId}${inTheirWords(verdict.reason)}`, details: { ruleId: verdict.ruleId, packHash: verdict.packHash, reason: verdict.reason } }),
  'job.approved': (p) => ({ summary: `Approved by ${p.by}${inTheirWords(p.reason)}`, details: { by: p.by, reason: p.reason, ruleId: p.ruleId, runAt: p.runAt, parents: p.after?.length } }),
  'job.redriven': (p) => ({ summary: `Redriven by ${p.by} as job ${p.redrivenTo}${inTheirWords(p.reason)}`, details: { by: p.by, reason: p.reason, redrivenTo: p.redrivenTo } }),
} satisfies { [T in JobEventType]: (payload: Payload<T>) => Told };

function waitsFor({ runAt, after, status, governance }: Payload<'job.submitted'>): string {
  if (status === 'HELD') return `; held by the rule ${governance?.verdict?.ruleId ?? 'default'}${inTheirWords(governance?.verdict?.reason)}`;
  if (status === 'WAITING') return `; waits for ${counted(after?.length ?? 0, 'parent')}`;
  return runAt === undefined ? '' : `; scheduled for ${runAt}`;
}

function origin({ redrivenFrom, scheduleId }: Payload<'job.submitted'>): string {
  if (redrivenFrom !== undefined) return `; another life of job ${redrivenFrom}`;
  return scheduleId === undefined ? '' : `; by schedule ${scheduleId}`;
}

function queuedBecause({ reason, parents, by }: Payload<'job.queued'>): string {
  if (reason === 'run_now' && by !== undefined) return ` because ${by} wants it at once`;
  return reason === 'parents_ended' && parents !== undefined ? ` because ${counted(parents.length, 'parent')} ended` : QUEUED_BECAUSE[reason];
}

const QUEUED_BECAUSE = {
  submitted: '',
  retry: ' after the backoff',
  lost: ' because its worker was lost',
  returned: ' because its worker handed it back',
  redriven: ' because it was redriven',
  resent: ' again because its message seemed lost',
  due: ' because its time has come',
  parents_ended: ' because its parents ended',
  run_now: ' because somebody wants it at once',
  approved: ' because it was approved',
} as const satisfies Record<Payload<'job.queued'>['reason'], string>;

function failedAs({ cause, attempt, deliveryId, error }: Payload<'job.failed'>): string {
  if (cause === 'deadline') return `Failed for good: its deadline came ${deliveryId === undefined ? 'before it had ended' : `during attempt ${attempt}`}`;
  if (cause === 'parked') return `Failed for good: it could not be handed to a worker${because(error)}`;
  if (cause === 'policy') return `Failed for good: a rule refuses it${because(error)}`;
  return `Failed for good: attempt ${attempt} ${ENDED_AS[cause]}${because(error)}`;
}

const ENDED_AS = {
  failed: 'failed',
  timed_out: 'timed out',
  lost: 'was lost with its worker',
  lost_budget: 'was lost with its worker once too often',
} as const;

/** Who stops a job beside those who ask for it. */
const STOPPED_BY: Partial<Record<NonNullable<Payload<'job.cancelled'>['cause']>, string>> = {
  superseded: 'To be cancelled: a later submission with the same key took its place',
  overlap: 'To be cancelled: the next tick of its schedule took its place',
  parent_ended: 'To be cancelled: a parent has not completed',
  deadline: 'To be stopped: its deadline came',
  rejected: 'To be cancelled: the approval that it waited for was refused',
};

/** The longest summary is far below the contract's 1,000 characters. */
const MAX_REASON_LENGTH = 300;

function because(error: JobError | undefined): string {
  return error === undefined ? '' : ` (${error.code}: ${error.message.slice(0, MAX_REASON_LENGTH)})`;
}

function inTheirWords(reason: string | undefined): string {
  return reason === undefined ? '' : `: ${reason}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
