import type { AttemptDenial, AttemptGrant, AttemptRef, AttemptRevocation } from '#contracts';

/**
 * What a batch of reports has to be answered with, gathered so that each worker gets one message of each kind. Pure.
 */
export class Answers {
  readonly granted = new Map<string, AttemptGrant[]>();
  readonly denied = new Map<string, AttemptDenial[]>();
  readonly revoked = new Map<string, AttemptRevocation[]>();
  readonly owned = new Map<string, AttemptRef[]>();
  private readonly traces = new Map<string, string>();

  grant(workerId: string, grant: AttemptGrant): void {
    add(this.granted, workerId, grant);
  }

  /** The trace context in which a delivery was decided on. */
  trace(deliveryId: string, traceparent: string | undefined): void {
    if (traceparent !== undefined) this.traces.set(deliveryId, traceparent);
  }

  /** The context of a message with these items: of its delivery if it is about one, else none. */
  traceOf(items: readonly { readonly deliveryId: string }[]): string | undefined {
    return items.length === 1 ? this.traces.get(items[0]?.deliveryId ?? '') : undefined;
  }

  deny(workerId: string, denial: AttemptDenial): void {
    add(this.denied, workerId, denial);
  }

  revoke(workerId: string, revocation: AttemptRevocation): void {
    add(this.revoked, workerId, revocation);
  }

  own(workerId: string, ref: AttemptRef): void {
    add(this.owned, workerId, ref);
  }
}

function add<T>(byWorker: Map<string, T[]>, workerId: string, item: T): void {
  const items = byWorker.get(workerId);
  if (items === undefined) byWorker.set(workerId, [item]);
  else items.push(item);
}

/** The contract's bound on the items of one message. */
const MAX_ITEMS = 256;

export function inMessages<T>(items: readonly T[]): T[][] {
  const messages: T[][] = [];
  for (let start = 0; start < items.length; start += MAX_ITEMS) messages.push(items.slice(start, start + MAX_ITEMS));
  return messages;
}
