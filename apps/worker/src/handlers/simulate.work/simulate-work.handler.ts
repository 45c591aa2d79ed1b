import { setTimeout as delay } from 'node:timers/promises';
import { AttemptError, type AttemptContext, type JobHandler } from '../../run-attempt/job-handler';

export interface SimulateWorkPayload {
  readonly durationMs?: number;
  readonly failureProbability?: number;
  readonly resultBytes?: number;
  /** Goes on although its signal has fired: to try out what becomes of a handler that cannot be stopped. */
  readonly ignoreSignal?: boolean;
}

export interface SimulateWorkResult {
  readonly filler: string;
}

/** Does nothing for a while, and fails as often as asked to: for integration gates and benches. */
export const simulateWork: JobHandler<SimulateWorkPayload, SimulateWorkResult | undefined> = {
  type: 'simulate.work',
  payloadSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      durationMs: { type: 'integer', minimum: 0, maximum: 86_400_000 },
      failureProbability: { type: 'number', minimum: 0, maximum: 1 },
      resultBytes: { type: 'integer', minimum: 0, maximum: 65_536 },
      ignoreSignal: { type: 'boolean' },
    },
  },
  async run({ durationMs = 0, failureProbability = 0, resultBytes = 0, ignoreSignal = false }: SimulateWorkPayload, { signal }: AttemptContext) {
    if (durationMs > 0) await delay(durationMs, undefined, ignoreSignal ? {} : { signal });
    if (failureProbability > 0 && Math.random() < failureProbability) throw new AttemptError('simulated_failure', 'failed, as it was asked to', { retryable: true });
    return resultBytes === 0 ? undefined : { filler: 'x'.repeat(resultBytes) };
  },
};
