import type { AttemptLogLine } from '#contracts';

/**
 * What attempts tell on their way: short-lived telemetry, outside the read models that a rebuild must reproduce. It expires some days after it
 * was said.
 */
interface Told {
  readonly jobId: string;
  readonly workerId: string;
  readonly expireAt: Date;
}

/** How far an attempt has come; `_id` is its delivery. */
export interface AttemptProgressDocument extends Told {
  readonly _id: string;
  readonly value: number;
  readonly message?: string;
  readonly at: string;
}

/** Lines that were published together; `_id` is the id of their message, which grows with time. */
export interface AttemptLogDocument extends Told {
  readonly _id: string;
  readonly deliveryId: string;
  readonly lines: readonly AttemptLogLine[];
}

const EXPIRES = { name: 'forgotten_when_old', key: { expireAt: 1 }, expireAfterSeconds: 0 } as const;

export const ATTEMPT_PROGRESS = {
  collection: 'attempt_progress',
  indexes: [EXPIRES, { name: 'newest_of_a_job', key: { jobId: 1, at: -1 } }],
} as const;

export const ATTEMPT_LOGS = {
  collection: 'attempt_logs',
  indexes: [EXPIRES, { name: 'in_order_of_a_job', key: { jobId: 1, _id: 1 } }],
} as const;
