import type { ProtocolObserver } from './protocol';

export interface AttemptProtocolOptions {
  readonly workerId: string;
  /** Handlers that may run at once. */
  readonly slots: number;
  /** How long a handler may go on after a cancel before its attempt is closed without it; {@link CANCEL_GRACE_MS} when absent. */
  readonly cancelGraceMs?: number;
  /** Whether there is a handler for a job type; for any type when absent. */
  readonly handles?: (type: string) => boolean;
  /** Whether free slots are offered to what is submitted next; true when absent. Without it every job comes through its queue. */
  readonly offersSlots?: boolean;
  readonly newDeliveryId: () => string;
  readonly observer: ProtocolObserver;
}
