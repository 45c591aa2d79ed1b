import type { AttemptLogLine, AttemptProgress, AttemptRef } from '#contracts';

/*
 * What handlers tell on their way. Short-lived telemetry, outside the read models that a rebuild must reproduce: it may be lost, it is bounded, and
 * it expires. A document belongs to one delivery, so a worker whose attempt was closed long ago writes beside the history, never into it.
 */

/** How far an attempt has come, as its handler said last. */
export type ProgressDocument = AttemptProgress & { readonly _id: string; readonly expireAt: Date };

/** The first lines of an attempt, in the order in which they arrived, and how many more there were. */
export interface AttemptLogDocument {
  readonly _id: string;
  /** Grows with each write: two writers never count the same lines twice. */
  readonly version: number;
  /** Event ids of the messages that are in, the last ones of many: a message that comes again is known. */
  readonly seen: readonly string[];
  readonly lines: readonly AttemptLogLine[];
  /** Of `lines`. */
  readonly count: number;
  readonly bytes: number;
  readonly dropped: number;
  readonly expireAt: Date;
}

const EXPIRES = { name: 'forgotten_when_old', key: { expireAt: 1 }, expireAfterSeconds: 0 } as const;

export const ATTEMPT_PROGRESS = { collection: 'attempt_progress', indexes: [EXPIRES] } as const;
export const ATTEMPT_LOGS = { collection: 'attempt_logs', indexes: [EXPIRES] } as const;

/** `_id` of what one delivery told. */
export function tellingId({ jobId, deliveryId }: AttemptRef): string {
  return `${jobId}/${deliveryId}`;
}
