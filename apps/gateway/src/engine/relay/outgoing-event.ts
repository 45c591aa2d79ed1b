import { jobRoutingKey, TOPOLOGY, type JobQueued, type JobRetryScheduled, type JobSubmitted } from '#contracts';
import type { LoggedEvent } from '#event-log';

/** What has to be known of some payloads: where a job's message goes, when a job is due or must have ended, and whom it waits for. */
export type RelayedPayload = Partial<Pick<JobQueued, 'queue' | 'priority'> & Pick<JobRetryScheduled, 'cause'> & Pick<JobSubmitted, 'runAt' | 'deadlineAt' | 'after'>>;

/** An event on its way out, and where it goes: job.queued to the readers and, as the job's message, to the workers. */
export interface OutgoingEvent {
  readonly event: LoggedEvent;
  readonly payload: RelayedPayload | undefined;
  readonly routes: readonly { readonly exchange: string; readonly routingKey: string }[];
}

export function outgoing(event: LoggedEvent): OutgoingEvent {
  const payload = payloadOf(event);
  const toReaders = { exchange: TOPOLOGY.exchanges.events.name, routingKey: event.type };
  // A job that was granted with its submission has reached its worker already.
  if (event.type !== 'job.queued' || event.granted === true || payload?.queue === undefined || payload.priority === undefined) return { event, payload, routes: [toReaders] };
  return { event, payload, routes: [toReaders, { exchange: TOPOLOGY.exchanges.dispatch.name, routingKey: jobRoutingKey(payload.queue, payload.priority) }] };
}

const PARSED: ReadonlySet<string> = new Set(['job.submitted', 'job.queued', 'job.retry_scheduled', 'job.approved']);

/** At hand for what this process wrote; parsed for what was read back, and only where something depends on it. */
function payloadOf(event: LoggedEvent): RelayedPayload | undefined {
  if (!PARSED.has(event.type)) return undefined;
  return event.event === undefined ? (JSON.parse(event.text) as { payload: RelayedPayload }).payload : (event.event.payload as RelayedPayload);
}
