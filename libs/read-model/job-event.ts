import type { EnvelopeOf } from '#contracts';
import type { LoggedEvent } from './logged-event';

export type JobEventType = Extract<LoggedEvent['eventType'], `job.${string}`> & Exclude<LoggedEvent['eventType'], 'job.parked'>;

/** An event of the log about one job. */
export type JobEvent = { [T in JobEventType]: EnvelopeOf<T> & Pick<LoggedEvent, 'stream'> }[JobEventType];

export function isJobEvent(event: LoggedEvent): event is LoggedEvent & JobEvent {
  return event.eventType.startsWith('job.');
}
