import type { JobAttempt, JobError, TimelineEntry } from '#contracts';
import { type TimelineDocument, toTimeline } from './timeline.document';

/** The facts that the entries of a timeline keep about an attempt. */
interface AttemptFacts {
  readonly deliveryId?: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
  readonly finishedAt?: string;
  readonly durationMs?: number;
  readonly cause?: string;
  readonly error?: JobError;
}

/**
 * The attempts at a job, first to last, read from its timeline: a read model of their own would cost each job two documents more to write, and
 * would say nothing that does not stand here. Follows the gateway's table of attempts, event by event.
 */
export function attemptsOf(timeline: Pick<TimelineDocument, '_id' | 'envelopes'>): JobAttempt[] {
  const attempts = new Map<number, JobAttempt>();
  for (const entry of toTimeline(timeline)) {
    const attempt = attemptOf(timeline._id, entry, attempts.get(entry.attempt ?? 0));
    if (attempt) attempts.set(attempt.number, attempt);
  }
  return [...attempts.values()].sort((a, b) => a.number - b.number);
}

function attemptOf(jobId: string, entry: TimelineEntry, before: JobAttempt | undefined): JobAttempt | undefined {
  const { eventType, attempt: number, workerId } = entry;
  if (number === undefined || !(eventType in ENDS)) return undefined;
  const facts = (entry.details ?? {}) as AttemptFacts;
  const { deliveryId } = facts;
  if (deliveryId === undefined) return undefined;
  if (eventType === 'job.started') return { jobId, number, state: 'RUNNING', deliveryId, workerId: workerId ?? '', startedAt: facts.startedAt ?? entry.occurredAt };
  if (eventType === 'job.cancelled' && before === undefined) return undefined;
  const endedAt = facts.endedAt ?? facts.finishedAt ?? entry.occurredAt;
  // A cancelled attempt is named by its number and delivery alone; when and where it began was told at its start.
  const startedAt = (eventType === 'job.cancelled' ? before?.startedAt : facts.startedAt) ?? endedAt;
  const durationMs = facts.durationMs ?? (eventType === 'job.failed' ? 0 : Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)));
  const attempt: JobAttempt = { jobId, number, state: stateOf(eventType, facts.cause), deliveryId, workerId: workerId ?? before?.workerId ?? '', startedAt, endedAt, durationMs };
  if (facts.error && eventType !== 'job.completed') attempt.error = facts.error;
  return attempt;
}

/** Events that an attempt begins or ends with, and as what. */
const ENDS: Readonly<Record<string, JobAttempt['state']>> = {
  'job.started': 'RUNNING',
  'job.completed': 'SUCCEEDED',
  'job.cancelled': 'CANCELLED',
  'job.retry_scheduled': 'LOST',
  'job.failed': 'LOST',
};

const CAUSES: Readonly<Record<string, JobAttempt['state']>> = { failed: 'FAILED', timed_out: 'TIMED_OUT', deadline: 'CANCELLED' };

function stateOf(eventType: string, cause: string | undefined): JobAttempt['state'] {
  const end = ENDS[eventType] ?? 'LOST';
  return end === 'LOST' ? (CAUSES[cause ?? ''] ?? end) : end;
}
