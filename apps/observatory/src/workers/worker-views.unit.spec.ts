import type { WorkerDocument } from '#read-model';
import { runningOf, workerView } from './worker-views';

const NOW = Date.parse('2026-01-01T00:01:00.000Z');
const at = (second: number): string => new Date(NOW - 60_000 + second * 1_000).toISOString();
const told = (facts: Partial<WorkerDocument> = {}): WorkerDocument => ({ _id: 'w', service: 'worker', version: '1', startedAt: at(0), slots: 4, busy: 1, queues: ['q'], types: ['t'], running: ['j1', 'j2', 'j3'], seenAt: at(58), expireAt: new Date(), ...facts });
const known = { workerId: 'w', startedAt: at(0), queues: ['q'], types: ['t'], slots: 4 };
const pause = { at: at(1), by: 'ada' };
const status = (...[k, t]: [Parameters<typeof workerView>[1], Parameters<typeof workerView>[2]]): string => workerView('w', k, t, [], NOW).status;

describe('a worker', () => {
  it.each<[string, Parameters<typeof workerView>[1], WorkerDocument | undefined]>([
    ['alive', known, told()],
    ['alive', undefined, told()],
    ['silent', known, told({ seenAt: at(44) })],
    ['silent', known, undefined],
    ['paused', { ...known, paused: pause }, told()],
    ['paused', known, told({ paused: true })],
    ['draining', { ...known, paused: pause }, told({ draining: true })],
    ['lost', { ...known, lostAt: at(59) }, told()],
    ['lost', { ...known, lostAt: at(59) }, undefined],
    ['alive', { ...known, lostAt: at(50) }, told()],
  ])('is %s', (expected, ...facts) => {
    expect(status(...facts)).toBe(expected);
  });

  it('is told of by the log alone when it is gone', () => {
    expect(workerView('w', { ...known, lostAt: at(9) }, undefined, [], NOW)).toEqual({ workerId: 'w', status: 'lost', startedAt: at(0), slots: 4, queues: ['q'], types: ['t'], lostAt: at(9), running: [] });
  });

  it('runs what it says it runs, where the jobs say so too, longest first', () => {
    const job = { type: 't', queue: 'q', attempt: 1, submittedAt: at(0) } as const;
    const jobs = new Map([['j1', { ...job, status: 'RUNNING' as const, startedAt: at(5) }], ['j2', { ...job, status: 'COMPLETED' as const }], ['j3', { ...job, status: 'RUNNING' as const, startedAt: at(2), workerId: 'w' }]]);
    expect(runningOf(told(), jobs).map(({ jobId, since }) => [jobId, since])).toEqual([['j3', at(2)], ['j1', at(5)]]);
    expect(runningOf(told(), new Map([['j1', { ...job, status: 'RUNNING' as const, workerId: 'another' }]]))).toEqual([]);
    expect(runningOf(undefined, jobs)).toEqual([]);
  });
});
