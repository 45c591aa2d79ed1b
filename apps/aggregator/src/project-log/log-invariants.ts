import { isTerminal, type JobStatus } from '#contracts';
import { isJobEvent, type JobDocument, type LoggedEvent } from '#read-model';

/**
 * What the log must not hold, whoever wrote it: the gateway's decisions and the store's constraints exclude it, so one that is met is a bug there or a hand
 * in the database. The read models show what the log says all the same; this only tells.
 */
export type Invariant = 'second_terminal' | 'version_gap' | 'position_gap' | 'illegal_transition';

/** Events that can only come from one state. */
const ONLY_FROM: Readonly<Partial<Record<LoggedEvent['eventType'], JobStatus>>> = { 'job.started': 'QUEUED', 'job.completed': 'RUNNING' };

const TERMINAL_EVENTS: ReadonlySet<string> = new Set(['job.completed', 'job.failed', 'job.cancelled']);

/** What is wrong with an event as the next one of its job; undefined when nothing is. */
export function violationOf(job: Pick<JobDocument, 'status'> | undefined, event: LoggedEvent): Invariant | undefined {
  if (job === undefined || !isJobEvent(event)) return undefined;
  const { eventType, payload } = event;
  if (isTerminal(job.status) && TERMINAL_EVENTS.has(eventType)) return 'second_terminal';
  if (isTerminal(job.status) && payload.status !== job.status) return 'illegal_transition';
  if (eventType === 'job.submitted' || payload.previousStatus !== job.status) return 'illegal_transition';
  return (ONLY_FROM[eventType] ?? job.status) === job.status ? undefined : 'illegal_transition';
}
