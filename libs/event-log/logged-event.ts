import type { JobEvent } from '#domain';

/** An event as it stands in the log. */
export interface LoggedEvent {
  readonly position: number;
  readonly eventId: string;
  readonly type: string;
  readonly streamId: string;
  readonly correlationId: string;
  /** W3C trace context, if the event belongs to a trace. */
  readonly traceparent?: string;
  /** The envelope: the stored text, which is the body that is published. */
  readonly text: string;
  /** The event itself, where it is at hand without parsing: when this process has just written it. */
  readonly event: JobEvent | undefined;
  /** Known where this process has just written it: the job of this `job.queued` has an owner already, so no worker need be looked for. */
  readonly granted?: boolean;
}
