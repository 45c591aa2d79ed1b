import type { PayloadOf } from '#contracts';

/**
 * What a worker said of itself last. Short-lived telemetry, outside the read models that a rebuild must reproduce: it expires when the
 * worker falls silent. `_id` is the worker's id.
 */
export type WorkerDocument = Omit<PayloadOf['worker.heartbeat'], 'workerId'> & {
  readonly _id: string;
  readonly seenAt: string;
  readonly expireAt: Date;
};

export const WORKERS = {
  collection: 'workers',
  indexes: [{ name: 'forgotten_when_silent', key: { expireAt: 1 }, expireAfterSeconds: 0 }],
} as const;
