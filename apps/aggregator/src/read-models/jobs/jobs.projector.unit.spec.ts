import { type JobDocument, foldEvents, toJob, toJobSummary } from '#read-model';
import { LogBuilder } from '../../log.builder';
import { jobsProjector } from './jobs.projector';

const log = (tell: (log: LogBuilder) => unknown): LogBuilder => {
  const built = new LogBuilder();
  tell(built);
  return built;
};

const projected = (built: LogBuilder): JobDocument => {
  const fold = foldEvents(jobsProjector, undefined, built.events);
  if (fold.kind !== 'changed') throw new Error(`the events fold to ${fold.kind}`);
  return fold.document;
};

describe('the jobs read model', () => {
  it('shows a submitted and queued job', () => {
    const job = toJob(projected(log((l) => l.job(1, { idempotencyKey: 'order-1', payload: { url: 'http://x' } }).submitted().queued())));
    expect(job).toMatchObject({
      id: '0193010b-0000-7000-8000-000000000001', tenantId: 'default', type: 'simulate.work', queue: 'default', priority: 'normal', status: 'QUEUED', payload: { url: 'http://x' },
      idempotencyKey: 'order-1', attempt: 0, maxAttempts: 5, losses: 0, version: 2, submittedAt: '2026-01-01T00:00:01.000Z', queuedAt: '2026-01-01T00:00:02.000Z',
    });
    expect(job).not.toHaveProperty('position');
  });

  it('shows the result of a completed job and forgets the error of an earlier attempt', () => {
    const job = toJob(projected(log((l) => l.job(1).submitted().queued().started().retryScheduled().queued('retry').started().completed({ n: 1 }))));
    expect(job).toMatchObject({ status: 'COMPLETED', attempt: 2, result: { n: 1 }, finishedAt: '2026-01-01T00:00:07.000Z', startedAt: '2026-01-01T00:00:06.000Z' });
    expect(job.error).toBeUndefined();
    expect(job.runAt).toBeUndefined();
  });

  it('tells a null result from none', () => {
    expect(toJob(projected(log((l) => l.job(1).submitted().queued().started().completed(null)))).result).toBeNull();
    expect(toJob(projected(log((l) => l.job(1).submitted().queued().started()))).result).toBeUndefined();
  });

  it('shows why and until when a job waits for its next attempt', () => {
    const job = toJob(projected(log((l) => l.job(1).submitted().queued().started().retryScheduled('lost'))));
    expect(job).toMatchObject({ status: 'RETRYING', attempt: 1, losses: 1, runAt: '2026-01-01T00:00:04.000Z', error: { code: 'boom', details: { $where: 'x', 'a.b': { _bsontype: 'ObjectId' } } } });
  });

  it('counts the loss that ends a job', () => {
    expect(projected(log((l) => l.job(1).submitted().queued().started().failed('lost_budget')))).toMatchObject({ status: 'FAILED', losses: 1 });
  });

  it('shows who asked for a cancellation', () => {
    const job = toJob(projected(log((l) => l.job(1).submitted().queued().cancelRequested('ann').cancelled('ann'))));
    expect(job).toMatchObject({ status: 'CANCELLED', cancelRequested: { by: 'ann', reason: 'no longer needed' } });
  });

  it('keeps a redriven job as it ended, and names its next life', () => {
    const job = projected(log((l) => l.job(1).submitted().queued().started().failed().redriven()));
    expect(job).toMatchObject({ status: 'FAILED', version: 5, finishedAt: '2026-01-01T00:00:04.000Z', redrivenTo: '0193010b-0000-7000-8000-00000000ffff' });
  });

  it('is found by its tags, its reference, its schedule, its earlier life and its parents, and a plain job by none', () => {
    const [schedule, failed, parent] = ['0193aaaa-0000-7000-8000-000000000001', '0193aaaa-0000-7000-8000-000000000002', '0193aaaa-0000-7000-8000-000000000003'] as const;
    const facts = { tags: ['blue', 'a:b'], externalRef: 'order 7', scheduleId: schedule, redrivenFrom: failed, after: [parent] };
    expect(projected(log((l) => l.job(1, facts).submitted())).foundBy).toEqual(['tag:blue', 'tag:a:b', 'ref:order 7', `schedule:${schedule}`, `redriven:${failed}`, `parent:${parent}`, 'has:parents']);
    expect(projected(log((l) => l.job(1).submitted())).foundBy).toBeUndefined();
  });

  it('is found by the workers that ran it, the errors it met and how its attempts ended, and while it fails and goes on', () => {
    const keys = (tell: (job: ReturnType<LogBuilder['job']>) => unknown) => projected(log((l) => tell(l.job(1).submitted().queued().started('worker-a'))));
    expect(keys((job) => job)).toMatchObject({ workerId: 'worker-a', foundBy: ['worker:worker-a'] });
    const retried = keys((job) => (job).retryScheduled('lost'));
    expect(retried).toMatchObject({ fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string, foundBy: ['worker:worker-a', `error:${retried.fingerprint}`, 'attempt:LOST', 'has:failing'] });
    const done = keys((job) => (job).retryScheduled('timed_out').queued('retry').started('worker-b').completed());
    expect(done).toMatchObject({ workerId: 'worker-b', fingerprint: undefined, foundBy: ['worker:worker-a', `error:${retried.fingerprint}`, 'attempt:TIMED_OUT', 'worker:worker-b'] });
    expect(keys((job) => (job).retryScheduled().queued('retry').started().failed()).foundBy).not.toContain('has:failing');
  });

  it('shows until when a job is scheduled, and not any longer once it is queued', () => {
    const scheduled = (more: (job: ReturnType<LogBuilder['job']>) => unknown) => toJob(projected(log((l) => more(l.job(1, { runAt: '2026-02-01T00:00:00.000Z' }).submitted()))));
    expect(scheduled((job) => job)).toMatchObject({ status: 'SCHEDULED', runAt: '2026-02-01T00:00:00.000Z' });
    expect(scheduled((job) => job.queued('due')).runAt).toBeUndefined();
  });

  it('tells how long a job took from its first start to its end, whatever was between, once it has ended', () => {
    const retried = (more: (job: ReturnType<LogBuilder['job']>) => unknown) => projected(log((l) => more(l.job(1).submitted().queued().started('a').retryScheduled().queued('retry').started('b'))));
    // An event of these lives occurs each second.
    expect(retried((job) => job)).toMatchObject({ beganAt: '2026-01-01T00:00:03.000Z', startedAt: '2026-01-01T00:00:06.000Z', durationMs: undefined });
    expect([retried((job) => job.completed()), retried((job) => job.failed()), retried((job) => job.cancelled())].map((job) => job.durationMs)).toEqual([4_000, 4_000, 4_000]);
    const plain = projected(log((l) => l.job(1).submitted().queued().started().completed()));
    expect([plain.durationMs, plain.beganAt]).toEqual([1_000, undefined]);
    expect(projected(log((l) => l.job(1).submitted().queued().cancelled())).durationMs).toBeUndefined();
    expect([toJobSummary(plain).durationMs, 'durationMs' in toJob(plain), 'beganAt' in toJobSummary(retried((job) => job.completed()))]).toEqual([1_000, false, false]);
  });

  it('takes the status from a kind of event that it does not know yet', () => {
    const built = log((l) => l.job(1).submitted().queued());
    const held = { ...built.events[1], eventType: 'job.renamed', payload: { ...built.events[1]?.payload, status: 'HELD' } } as unknown as LogBuilder['events'][number];
    const document = jobsProjector.project(projected(built), { ...held, stream: { ...held.stream, version: 3, position: 3 } });
    expect(document).toMatchObject({ status: 'HELD', version: 3, position: 3 });
  });

  it('has no use for events that are not about jobs', () => {
    const built = new LogBuilder().append('worker.lost', '0193aaaa-0000-7000-8000-000000000001', { workerId: 'w', at: '2026-01-01T00:00:00.000Z', attempts: 1 });
    expect(built.events.map((event) => jobsProjector.route(event))).toEqual([null]);
  });

  it('refuses a job whose first event is missing', () => {
    const built = log((l) => l.job(1).submitted().queued());
    expect(() => jobsProjector.project(undefined, built.events[1] as never)).toThrow('begins with job.queued at position 2');
  });
});
