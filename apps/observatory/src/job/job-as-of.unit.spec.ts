import { validator } from '#contracts';
import type { JobEvent } from '#read-model';
import { envelopeText, jobId } from '../observatory.harness';
import { jobAt, MOMENT, momentOf, stateAfter } from './job-as-of';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const event = (version: number, type: string, payload: object): JobEvent => JSON.parse(envelopeText(jobId(1), version, type, payload, at(version))) as JobEvent;
const D = '0193de10-0000-7000-8000-000000000001';
const EVENTS = [
  event(1, 'job.submitted', { priority: 'normal', payload: { n: 1 }, maxAttempts: 5, submittedAt: at(1), status: 'QUEUED' }),
  event(2, 'job.queued', { attempt: 1, maxAttempts: 5, reason: 'submitted', payload: { n: 1 }, priority: 'normal', status: 'QUEUED' }),
  event(3, 'job.started', { attempt: 1, deliveryId: D, workerId: 'worker-a', startedAt: at(3), status: 'RUNNING' }),
  event(4, 'job.completed', { attempt: 1, deliveryId: D, workerId: 'worker-a', startedAt: at(3), finishedAt: at(4), durationMs: 1_000, result: { sum: 6 }, status: 'COMPLETED' }),
];

describe('a job as it was', () => {
  it.each([
    [{ position: 1 }, 'QUEUED', 1],
    [{ position: 3 }, 'RUNNING', 3],
    [{ position: 99 }, 'COMPLETED', 4],
    [{ time: at(2) }, 'QUEUED', 2],
    [{ time: '2026-01-01T00:00:03.999Z' }, 'RUNNING', 3],
    [{ time: '2030-01-01T00:00:00.000Z' }, 'COMPLETED', 4],
  ])('at %j is %s', (moment, status, version) => {
    const then = jobAt(EVENTS, moment)!;
    expect(then).toMatchObject({ job: { status, version, payload: { n: 1 } }, asOf: { position: version, version, occurredAt: at(version) } });
    expect(validator('Job')(then.job)).toMatchObject({ ok: true });
    expect('result' in then.job).toBe(status === 'COMPLETED');
  });

  it('was not there before it was submitted', () => {
    expect([jobAt(EVENTS, { position: 0 }), jobAt(EVENTS, { time: at(0) }), jobAt([], { position: 9 })]).toEqual([undefined, undefined, undefined]);
  });

  it('keeps its number of events when the middle of its life is left out', () => {
    expect(stateAfter([...EVENTS.slice(0, 2), event(900, 'job.queued', { attempt: 1, maxAttempts: 5, reason: 'returned', payload: {}, priority: 'normal', status: 'QUEUED' })])?.version).toBe(900);
  });
});

it.each([['17', { position: 17 }], ['2026-01-01T00:00:00Z', { time: '2026-01-01T00:00:00.000Z' }], ['2026-01-01T02:00:00.5+02:00', { time: '2026-01-01T00:00:00.500Z' }], ['2026-02-99T00:00:00Z', undefined]])('%s is a moment, or none', (text, moment) => {
  expect([MOMENT.test(text), momentOf(text)]).toEqual([true, moment]);
});

it.each(['yesterday', '-1', '2026-01-01', '12345678901234567', '1e3'])('%s is not even of the form of one', (text) => {
  expect(MOMENT.test(text)).toBe(false);
});
