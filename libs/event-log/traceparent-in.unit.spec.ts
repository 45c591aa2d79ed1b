import { logEnvelopes, placed, traceparentIn } from './log-envelope';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const FORGED = '00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-01';
const make = logEnvelopes({ service: 'gateway', instanceId: 'g', version: '1' });
const JOB = '01a1fddf-0000-7000-8000-000000000002';

const stored = (payload: object, correlationId: string, traceparent?: string): string =>
  placed(make({ type: 'job.queued', at: '2026-01-31T12:00:00.000Z', payload: { jobId: JOB, ...payload } } as never, 2, { tenantId: 'default', correlationId, traceparent }), 7, 'e');

describe('the trace context of a stored envelope', () => {
  it('is found, and is a field of the envelope', () => {
    const text = stored({}, 'c', TRACEPARENT);
    expect(traceparentIn(text)).toBe(TRACEPARENT);
    expect(JSON.parse(text)).toMatchObject({ traceparent: TRACEPARENT, stream: { position: 7 } });
  });

  it.each([undefined, TRACEPARENT])('is %s whatever a client has put into its payload or its correlation id', (traceparent) => {
    const text = stored({ a: 1, traceparent: FORGED }, `x","traceparent":"${FORGED}`, traceparent);
    expect(traceparentIn(text)).toBe(traceparent);
    expect((JSON.parse(text) as { traceparent?: string }).traceparent).toBe(traceparent);
  });

  it('is absent in an envelope without one, which is then as it always was', () => {
    expect(stored({}, 'c')).not.toContain('traceparent');
  });
});
