import type { Envelope } from '#contracts';

/** Which events somebody wants to hear. What is absent does not matter. Pure. */
export interface StreamFilter {
  /** Event types; `job.*` stands for all that begin with `job.`. */
  readonly types?: readonly string[];
  readonly jobIds?: readonly string[];
  readonly queue?: string;
  /** The job type. */
  readonly type?: string;
  readonly correlationId?: string;
}

/** What is looked at of an event. */
export interface EventHead {
  readonly eventType: string;
  readonly streamId: string;
  readonly correlationId: string;
  readonly queue?: string;
  readonly type?: string;
  readonly status?: string;
}

export function headOf(text: string): EventHead {
  const { eventType, correlationId, stream, payload } = JSON.parse(text) as Envelope & { readonly payload: { readonly queue?: string; readonly type?: string; readonly status?: string } };
  const { queue, type, status } = payload;
  return { eventType, streamId: stream?.id ?? '', correlationId, queue, type, status };
}

/** Wants nothing less than everything: an event need not be looked at. */
export function isOpen({ types, jobIds, queue, type, correlationId }: StreamFilter): boolean {
  return (types ?? []).length === 0 && (jobIds ?? []).length === 0 && queue === undefined && type === undefined && correlationId === undefined;
}

export function matches({ types = [], jobIds = [], queue, type, correlationId }: StreamFilter, head: EventHead): boolean {
  return (
    (types.length === 0 || types.some((wanted) => (wanted.endsWith('*') ? head.eventType.startsWith(wanted.slice(0, -1)) : head.eventType === wanted))) &&
    (jobIds.length === 0 || jobIds.includes(head.streamId)) &&
    (queue === undefined || head.queue === queue) &&
    (type === undefined || head.type === type) &&
    (correlationId === undefined || head.correlationId === correlationId)
  );
}
