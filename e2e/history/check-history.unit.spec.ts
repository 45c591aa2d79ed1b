import type { Envelope } from '#contracts';
import { checkHistory, violations, type Accepted } from './check-history';

const event = (position: number, id: string, version: number, eventType: string, payload: object = {}): Envelope =>
  ({ eventType, eventId: `e${position}`, stream: { id, version, position, epoch: 'e' }, payload }) as unknown as Envelope;

const good = (): Envelope[] => [
  event(1, 'a', 1, 'job.submitted', { idempotencyKey: 'k1' }),
  event(2, 'a', 2, 'job.queued'),
  event(3, 'a', 3, 'job.started', { deliveryId: 'd1' }),
  event(4, 'a', 4, 'job.completed', { deliveryId: 'd1' }),
];
const accepted: Accepted[] = [{ jobId: 'a', position: 1, idempotencyKey: 'k1' }];
const judge = (log: Envelope[], told = accepted): string[] => violations(checkHistory({ accepted: told, attemptedKeys: new Set(['k1']), log }));

describe('the history checker', () => {
  it('finds nothing in a run that kept its promises', () => {
    expect(judge(good())).toEqual([]);
  });

  it('lets a failed job note its next life', () => {
    expect(judge([...good().slice(0, 3), event(4, 'a', 4, 'job.failed'), event(5, 'a', 5, 'job.redriven')])).toEqual([]);
  });

  it.each([
    ['a lost job', /^lost: b/, (log: Envelope[]) => judge(log, [...accepted, { jobId: 'b', position: 9 }])],
    ['a job at another place than promised', /^lost: a/, (log: Envelope[]) => judge(log, [{ jobId: 'a', position: 9 }])],
    ['a gap in the positions', /^positionGaps/, (log: Envelope[]) => judge(log.filter((_, i) => i !== 1))],
    ['a gap in the versions', /^versionGaps/, (log: Envelope[]) => judge(log.map((e, i) => (i === 2 ? event(3, 'a', 4, e.eventType) : e)))],
    ['a second end', /^doubleTerminals/, (log: Envelope[]) => judge([...log, event(5, 'a', 5, 'job.failed')])],
    ['a job that never ends', /^unfinished/, (log: Envelope[]) => judge(log.slice(0, 3))],
    ['a job nobody asked for', /^phantoms/, (log: Envelope[]) => judge([...log, event(5, 'x', 1, 'job.submitted', { idempotencyKey: 'other' }), event(6, 'x', 2, 'job.cancelled')])],
    ['two jobs for one key', /^duplicateKeys/, (log: Envelope[]) => judge([...log, event(5, 'x', 1, 'job.submitted', { idempotencyKey: 'k1' }), event(6, 'x', 2, 'job.cancelled')])],
    ['an attempt that ends twice', /^doubleEnds/, (log: Envelope[]) => judge([...log.slice(0, 3), event(4, 'a', 4, 'job.retry_scheduled', { deliveryId: 'd1' }), event(5, 'a', 5, 'job.failed', { deliveryId: 'd1' })])],
    ['two owners at once', /^doubleOwners/, (log: Envelope[]) => judge([...log.slice(0, 3), event(4, 'a', 4, 'job.started', { deliveryId: 'd2' }), event(5, 'a', 5, 'job.completed')])],
  ])('sees %s', (_name, pattern, broken) => {
    expect(broken(good()).join('\n')).toMatch(pattern);
  });
});
