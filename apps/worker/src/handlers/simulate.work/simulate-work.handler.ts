import { setTimeout as delay } from 'node:timers/promises';
import { AttemptError, defineHandler } from '#worker-sdk';

export interface SimulateWorkPayload {
  readonly durationMs?: number;
  readonly failureProbability?: number;
  readonly resultBytes?: number;
  /** Makes the payload as large as one likes; nothing else comes of it. */
  readonly padding?: string;
  /** Tells its progress in this many steps, with a line for each. */
  readonly steps?: number;
  /** Goes on although its signal has fired: to try out what becomes of a handler that cannot be stopped. */
  readonly ignoreSignal?: boolean;
  /** Fails for certain, in this way, once `durationMs` are over. */
  readonly failWith?: { readonly code: string; readonly message?: string; readonly retryable?: boolean; readonly retryAfterMs?: number };
}

/** Does nothing for a while, and fails as often as asked to: for integration gates and benches. */
export const simulateWork = defineHandler<SimulateWorkPayload>({
  type: 'simulate.work',
  payloadSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      durationMs: { type: 'integer', minimum: 0, maximum: 86_400_000 },
      failureProbability: { type: 'number', minimum: 0, maximum: 1 },
      resultBytes: { type: 'integer', minimum: 0, maximum: 1_000_000 },
      padding: { type: 'string' },
      steps: { type: 'integer', minimum: 1, maximum: 1_000 },
      ignoreSignal: { type: 'boolean' },
      failWith: {
        type: 'object',
        additionalProperties: false,
        required: ['code'],
        properties: {
          code: { type: 'string', pattern: '^[a-z][a-z0-9_]{0,63}$' },
          message: { type: 'string', maxLength: 2_000 },
          retryable: { type: 'boolean' },
          retryAfterMs: { type: 'integer', minimum: 0, maximum: 86_400_000 },
        },
      },
    },
  },
  async run({ payload, signal, progress, log }) {
    const { durationMs = 0, failureProbability = 0, resultBytes = 0, steps, ignoreSignal = false, failWith } = payload;
    const total = steps ?? 1;
    for (let done = 0; done < total; done++) {
      if (durationMs > 0) await delay(durationMs / total, undefined, ignoreSignal ? {} : { signal });
      if (steps === undefined) continue;
      progress({ done: done + 1, total });
      log.info(`step ${done + 1} of ${total}`);
    }
    if (failWith) throw new AttemptError(failWith.code, failWith.message ?? 'failed, as it was asked to', { retryable: failWith.retryable ?? true, retryAfterMs: failWith.retryAfterMs });
    if (failureProbability > 0 && Math.random() < failureProbability) throw new AttemptError('simulated_failure', 'failed, as it was asked to', { retryable: true });
    return resultBytes === 0 ? undefined : { filler: 'x'.repeat(resultBytes) };
  },
});
