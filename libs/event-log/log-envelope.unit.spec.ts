import { parseEnvelope } from '#contracts';
import type { JobEvent } from '#domain';
import { logEnvelopes, placed } from './log-envelope';

const JOB = '01a1fddf-0000-7000-8000-000000000001';
const EPOCH = 'af480ce6-a029-4b66-b657-aa1b729b3447';
const event: JobEvent = {
  type: 'job.started',
  at: '2026-01-31T12:00:00.000Z',
  payload: { jobId: JOB, previousStatus: 'QUEUED', status: 'RUNNING', type: 'a', queue: 'q', attempt: 1, deliveryId: JOB, workerId: 'w', startedAt: '2026-01-31T12:00:00.000Z' },
};

describe('an envelope of the log', () => {
  it('is whole once its place is known, and keeps its contract', () => {
    const envelope = logEnvelopes({ service: 'gateway', instanceId: 'gateway-1', version: '0.1.0' })(event, 3, { tenantId: 'default', correlationId: 'say"\\what', causationId: JOB });
    const parsed = parseEnvelope(placed(envelope, 17, EPOCH));
    expect(parsed).toMatchObject({
      ok: true,
      envelope: {
        eventType: 'job.started',
        eventId: envelope.eventId,
        correlationId: 'say"\\what',
        causationId: JOB,
        tenantId: 'default',
        idempotencyKey: `${JOB}/3`,
        producer: { service: 'gateway', instanceId: 'gateway-1', version: '0.1.0' },
        stream: { id: JOB, version: 3, position: 17, epoch: EPOCH },
        payload: event.payload,
      },
    });
  });
});
