import type { Envelope, TenantId } from '#contracts';

/** Which events somebody wants to hear. What is absent does not matter. Pure. */
export interface StreamFilter {
  /** Whose events; undefined: those of all tenants and of the platform itself. Not what somebody wants, but what they may hear. */
  readonly tenantId: TenantId | undefined;
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
  readonly tenantId: TenantId;
  readonly streamId: string;
  readonly correlationId: string;
  readonly queue?: string;
  readonly type?: string;
  readonly status?: string;
}

export function headOf(text: string): EventHead {
  const { eventType, correlationId, tenantId = 'default', stream, payload } = JSON.parse(text) as Envelope & { readonly payload: { readonly queue?: string; readonly type?: string; readonly status?: string } };
  const { queue, type, status } = payload;
  return { eventType, tenantId, streamId: stream?.id ?? '', correlationId, queue, type, status };
}

/** Wants nothing less than everything: an event need not be looked at. */
export function isOpen({ tenantId, types, jobIds, queue, type, correlationId }: StreamFilter): boolean {
  return tenantId === undefined && (types ?? []).length === 0 && (jobIds ?? []).length === 0 && queue === undefined && type === undefined && correlationId === undefined;
}

export function matches({ tenantId, types = [], jobIds = [], queue, type, correlationId }: StreamFilter, head: EventHead): boolean {
  return (
    (tenantId === undefined || isOf(tenantId, head)) &&
    (types.length === 0 || types.some((wanted) => (wanted.endsWith('*') ? head.eventType.startsWith(wanted.slice(0, -1)) : head.eventType === wanted))) &&
    (jobIds.length === 0 || jobIds.includes(head.streamId)) &&
    (queue === undefined || head.queue === queue) &&
    (type === undefined || head.type === type) &&
    (correlationId === undefined || head.correlationId === correlationId)
  );
}

/** What happens to queues, limits, job types and workers is nobody's but the platform's, whoever did it. */
const OWNED = /^(job|schedule|operation)\./;

export function isOf(tenantId: TenantId, head: Pick<EventHead, 'tenantId' | 'eventType'>): boolean {
  return head.tenantId === tenantId && OWNED.test(head.eventType);
}
