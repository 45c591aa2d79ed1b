import { RpcException } from '@nestjs/microservices';
import type { Envelope } from '#contracts';

/** One message as a handler sees it: a checked envelope and the facts of its transport. */
export interface Delivery {
  /** Its `traceparent` is that of its sending, where that is recorded; otherwise as published. */
  readonly envelope: Envelope;
  /** The bytes as published; the envelope is parsed from them. */
  readonly body: Buffer;
  readonly exchange: string;
  readonly routingKey: string;
  /** The broker gave it to somebody before. Proves nothing about what became of it there. */
  readonly redelivered: boolean;
  /** When it arrived, by `performance.now()`. */
  readonly receivedAtMs: number;
  /** How often a handler has failed on it or put it off so far; 0 the first time. */
  readonly tries: number;
}

/**
 * What is to become of one delivery.
 *  - `ack`: done with.
 *  - `retry`: comes again after `afterMs`, as often as the handler says so; the others of the batch and those behind it go on.
 *  - `park`: set aside in `observatory.parked` with the reason, then acked.
 */
export type Verdict =
  | { readonly kind: 'ack' }
  | { readonly kind: 'retry'; readonly afterMs: number }
  | { readonly kind: 'park'; readonly reason: string; readonly detail?: string };

/**
 * Takes a batch and says what is to become of each delivery, in the order given; nothing said means all acked.
 *
 * Throwing {@link Unavailable} holds the whole batch, unacked and in order, and calls again with growing pauses for as long as it takes.
 * Any other throw makes the batch be tried one by one, so that the one that fails is found; that one comes again a few times and is then
 * parked.
 */
export type BatchHandler = (deliveries: readonly Delivery[]) => Promise<readonly Verdict[] | void>;

export const ACK: Verdict = { kind: 'ack' };

/**
 * Thrown by a handler when something it needs (a database, the broker) is down: hold everything, lose nothing, try again.
 * An `RpcException`, because Nest replaces every other error by "Internal server error" on its way to the transport.
 */
export class Unavailable extends RpcException {
  constructor(what: string, options: { afterMs?: number; cause?: unknown } = {}) {
    super({ code: UNAVAILABLE, message: `${what} is unavailable`, afterMs: options.afterMs, cause: options.cause });
    this.cause = options.cause;
  }
}

const UNAVAILABLE = 'unavailable';

/** Recognises {@link Unavailable} as thrown, and as the plain object that Nest's exception layer makes of it. */
export function asUnavailable(error: unknown): { message: string; afterMs?: number } | undefined {
  const facts = error instanceof RpcException ? error.getError() : error;
  if (typeof facts !== 'object' || facts === null || (facts as { code?: unknown }).code !== UNAVAILABLE) return undefined;
  return facts as { message: string; afterMs?: number };
}
