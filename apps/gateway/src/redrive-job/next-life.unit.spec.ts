import type { Job } from '#contracts';
import { nextLife } from './next-life';

const FAILED: Job = {
  id: '01a1fddf-0000-7000-8000-000000000001', tenantId: 'default', type: 'report.make', queue: 'reports', priority: 'low', status: 'FAILED', payload: { n: 1 }, correlationId: 'c-1', idempotencyKey: 'mine',
  attempt: 3, maxAttempts: 3, losses: 1, version: 9, submittedAt: '2026-01-31T12:00:00.000Z', finishedAt: '2026-01-31T12:01:00.000Z', error: { code: 'boom', message: 'it went wrong' },
  tags: ['a'], externalRef: 'order 1', retry: { strategy: 'fixed', baseMs: 10 }, timeoutMs: 500, deadlineAt: '2026-01-31T12:00:30.000Z', after: ['01a1fddf-0000-7000-8000-0000000000a1'], onParentFailure: 'run', dedupeKey: 'd',
};
const NEXT = '01a1fddf-0000-7000-8000-000000000002';

describe('the next life of a failed job', () => {
  it('is what the job was, without what stood for its time', () => {
    const { requestHash, ...command } = nextLife(FAILED, {}, NEXT);
    expect(requestHash).toHaveLength(43);
    expect(command).toEqual({
      jobId: NEXT, tenantId: 'default', correlationId: 'c-1', type: 'report.make', queue: 'reports', priority: 'low', payload: { n: 1 }, maxAttempts: 3,
      tags: ['a'], externalRef: 'order 1', retry: { strategy: 'fixed', baseMs: 10 }, timeoutMs: 500, scheduleId: undefined,
      redrivenFrom: FAILED.id, idempotencyKey: `redrive:${FAILED.id}`,
    });
  });

  it('takes corrections, and keeps its key', () => {
    expect(nextLife(FAILED, { payload: { n: 2 }, queue: 'other', priority: 'high' }, NEXT)).toMatchObject({ payload: { n: 2 }, queue: 'other', priority: 'high', idempotencyKey: `redrive:${FAILED.id}` });
  });
});
