import type { EventType } from '#contracts';
import { foldEvents, type ResourceDocument, toResourceState } from '#read-model';
import { idOf, LogBuilder } from '../../log.builder';
import { resourcesProjector } from './resources.projector';

const STREAM = idOf(0xfee, 1);
const AT = '2026-01-01T00:00:00.000Z';
const by = { at: AT, by: 'ada', reason: 'maintenance' };

/** The document after these events of one thing. */
function after(...events: readonly (readonly [EventType, object])[]): ResourceDocument {
  const log = new LogBuilder();
  for (const [type, payload] of events) log.append(type, STREAM, payload);
  const fold = foldEvents(resourcesProjector, undefined, log.events);
  if (fold.kind !== 'changed') throw new Error(`the events fold to ${fold.kind}`);
  return fold.document;
}

describe('the resources read model', () => {
  it('keeps the pause and the bound of a queue apart', () => {
    const bounded = ['queue.concurrency_set', { queue: 'mail', concurrency: 5, ...by }] as const;
    const paused = ['queue.paused', { queue: 'mail', ...by }] as const;
    expect(after(bounded, paused)).toMatchObject({ kind: 'queue', name: 'mail' });
    expect(toResourceState('queue', after(bounded, paused))).toEqual({ queue: 'mail', concurrency: 5, paused: by });
    expect(toResourceState('queue', after(bounded, paused, ['queue.resumed', { queue: 'mail', ...by }]))).toEqual({ queue: 'mail', concurrency: 5 });
    expect(toResourceState('queue', after(bounded, paused, ['queue.concurrency_set', { queue: 'mail', concurrency: null, ...by }]))).toEqual({ queue: 'mail', paused: by });
  });

  it('knows a job type that was paused before anybody defined it, and one that came back', () => {
    const paused = ['jobtype.paused', { name: 'mail.send', ...by }] as const;
    const defined = ['jobtype.defined', { jobType: { name: 'mail.send', version: 1, maxAttempts: 3 }, ...by }] as const;
    const deleted = ['jobtype.deleted', { name: 'mail.send', ...by }] as const;
    expect(toResourceState('job_type', after(paused))).toEqual({ name: 'mail.send', paused: by });
    expect(toResourceState('job_type', after(paused, defined))).toMatchObject({ maxAttempts: 3, paused: by });
    expect(after(defined, deleted)).toMatchObject({ deletedAt: '2026-01-01T00:00:02.000Z' });
    expect(after(defined, deleted, defined).deletedAt).toBeUndefined();
  });

  it('tells a limit, and that it is gone', () => {
    const set = ['limit.set', { limit: { name: 'per-customer', keyBy: '/customer', concurrency: 1 }, ...by }] as const;
    expect(toResourceState('limit', after(set))).toEqual({ name: 'per-customer', keyBy: '/customer', concurrency: 1 });
    expect(after(set, ['limit.removed', { name: 'per-customer', ...by }])).toMatchObject({ kind: 'limit', deletedAt: expect.any(String) as string });
  });

  it('follows an operation to its end', () => {
    const operationId = idOf(0xa, 1);
    const started = ['operation.started', { operationId, action: 'cancel', filter: { queue: 'mail' }, dryRun: false, ...by }] as const;
    const finished = ['operation.finished', { operationId, action: 'cancel', dryRun: false, status: 'finished', matched: 7, done: 6, skipped: 1, failed: 0, at: AT, by: 'ada' }] as const;
    expect(toResourceState('operation', after(started))).toMatchObject({ id: operationId, status: 'running', filter: { queue: 'mail' }, progress: 0 });
    const at40 = ['operation.progressed', { operationId, matched: 4, done: 3, skipped: 1, failed: 0, progress: 0.4, etaAt: AT, at: AT }] as const;
    expect(toResourceState('operation', after(started, at40))).toMatchObject({ status: 'running', filter: { queue: 'mail' }, matched: 4, done: 3, progress: 0.4, etaAt: AT });
    expect(toResourceState('operation', after(started, finished))).toMatchObject({ status: 'finished', matched: 7, filter: { queue: 'mail' }, progress: 1, finishedAt: AT });
    expect(toResourceState('operation', after(started, at40, finished)).etaAt).toBeUndefined();
    const stopped = ['operation.finished', { ...finished[1], status: 'cancelled' }] as const;
    expect(toResourceState('operation', after(started, at40, stopped))).toMatchObject({ status: 'cancelled', progress: 0.4 });
  });

  it('follows a worker through a pause to its loss, and its return', () => {
    const registered = ['worker.registered', { workerId: 'w-1', startedAt: AT, queues: ['mail'], types: ['mail.send'], slots: 4 }] as const;
    const lost = ['worker.lost', { workerId: 'w-1', at: AT, attempts: 2 }] as const;
    expect(toResourceState('worker', after(registered, ['worker.paused', { workerId: 'w-1', ...by }], lost))).toMatchObject({ slots: 4, paused: by, lostAt: AT });
    expect(toResourceState('worker', after(registered, lost, registered)).lostAt).toBeUndefined();
  });
});
