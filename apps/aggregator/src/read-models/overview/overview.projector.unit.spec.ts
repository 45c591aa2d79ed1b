import { foldEvents, NO_JOBS, type OverviewDocument, type TenantOverviewDocument } from '#read-model';
import { LogBuilder } from '../../log.builder';
import { overviewProjector, tenantOverviewProjector } from './overview.projector';

const projected = (built: LogBuilder): OverviewDocument => {
  const fold = foldEvents(overviewProjector, undefined, built.events);
  if (fold.kind !== 'changed') throw new Error(`the events fold to ${fold.kind}`);
  return fold.document;
};

describe('the overview read model', () => {
  it('counts jobs by status, in all and per queue', () => {
    const log = new LogBuilder();
    log.job(1, { queue: 'mail' }).submitted().queued().started().completed();
    log.job(2, { queue: 'mail' }).submitted().queued().started();
    log.job(3, { queue: 'default' }).submitted().queued();
    expect(projected(log)).toMatchObject({
      counts: { ...NO_JOBS, COMPLETED: 1, RUNNING: 1, QUEUED: 1 },
      queues: [
        { queue: 'default', counts: { ...NO_JOBS, QUEUED: 1 } },
        { queue: 'mail', counts: { ...NO_JOBS, COMPLETED: 1, RUNNING: 1 } },
      ],
    });
  });

  it('counts what happened since the log began', () => {
    const log = new LogBuilder();
    log.job(1).submitted().queued().started().retryScheduled('failed').queued('retry').started().retryScheduled('lost').queued('lost').started().completed();
    log.job(2).submitted().queued().started().failed();
    log.job(3).submitted().queued().started().failed('lost_budget');
    log.job(4).submitted().queued().cancelRequested().cancelled();
    expect(projected(log)).toMatchObject({ submitted: 4, completed: 1, failed: 2, cancelled: 1, retried: 2, lost: 2 });
  });

  it('counts jobs that wait for their time, their parents or their next attempt', () => {
    const log = new LogBuilder();
    const after = ['0193aaaa-0000-7000-8000-000000000003'];
    log.job(1, { runAt: '2026-02-01T00:00:00.000Z' }).submitted();
    log.job(2, { after }).submitted();
    log.job(3, { queue: 'mail', after }).submitted().queued('parents_ended');
    log.job(4, { queue: 'mail' }).submitted().queued().started().retryScheduled();
    log.job(5, { runAt: '2026-02-01T00:00:00.000Z' }).submitted().deadline();
    expect(projected(log)).toMatchObject({
      counts: { ...NO_JOBS, SCHEDULED: 1, WAITING: 1, QUEUED: 1, RETRYING: 1, FAILED: 1 },
      queues: [{ queue: 'default', counts: { ...NO_JOBS, SCHEDULED: 1, WAITING: 1, FAILED: 1 } }, { queue: 'mail', counts: { ...NO_JOBS, QUEUED: 1, RETRYING: 1 } }],
    });
  });

  it('leaves a redriven job with the failed ones: its next life is another job', () => {
    const log = new LogBuilder();
    log.job(1).submitted().queued().started().failed().redriven();
    log.job(2, { redrivenFrom: '0193010b-0000-7000-8000-000000000001' }).submitted().queued();
    expect(projected(log)).toMatchObject({ counts: { ...NO_JOBS, FAILED: 1, QUEUED: 1 }, failed: 1, submitted: 2 });
  });

  it('counts the alerts that hold, by severity', () => {
    const log = new LogBuilder();
    const alert = (fingerprint: string, severity: 'critical' | 'warning', state: 'firing' | 'resolved') => ({ alert: { fingerprint, name: 'A', state, severity, summary: 's', startsAt: '2026-01-01T00:00:00.000Z', labels: {} } });
    const stream = '0193aaaa-0000-7000-8000-0000000000a1';
    log.append('alert.fired', stream, alert('a', 'critical', 'firing')).append('alert.fired', stream, alert('b', 'warning', 'firing')).append('alert.fired', stream, alert('c', 'critical', 'firing')).append('alert.resolved', stream, { ...alert('a', 'critical', 'resolved'), step: 2 });
    expect(projected(log).alerts).toEqual({ critical: 1, warning: 1, info: 0 });
  });

  it('moves on with every event of the log, so that each is counted once', () => {
    const log = new LogBuilder();
    log.job(1).submitted();
    log.append('worker.lost', '0193aaaa-0000-7000-8000-000000000001', { workerId: 'w', at: '2026-01-01T00:00:00.000Z', attempts: 1 });
    expect(projected(log)).toMatchObject({ version: 2, position: 2, submitted: 1 });
  });
});

describe('the counts of each tenant', () => {
  it('are those of its own jobs, and together those of all', () => {
    const log = new LogBuilder();
    log.job(1, { queue: 'mail' }).submitted().queued().started().completed();
    log.job(2, { queue: 'mail' }).submitted().queued().started().failed();
    log.job(3, { queue: 'default' }).submitted().queued();
    const [first] = log.events.map(({ stream }) => stream.id);
    const events = log.events.map((event) => (event.stream.id === first ? { ...event, tenantId: 'acme' } : event));
    const documents = new Map<string, TenantOverviewDocument>();
    for (const event of events) {
      const tenant = tenantOverviewProjector.route(event);
      if (tenant !== null) documents.set(tenant, tenantOverviewProjector.project(documents.get(tenant), event));
    }
    expect([...documents.keys()].sort()).toEqual(['acme', 'default']);
    expect(documents.get('acme')).toMatchObject({ _id: 'acme', tenantId: 'acme', counts: { ...NO_JOBS, COMPLETED: 1 }, submitted: 1, completed: 1, failed: 0, queues: [{ queue: 'mail' }], version: 4 });
    expect(documents.get('default')).toMatchObject({ tenantId: 'default', counts: { ...NO_JOBS, FAILED: 1, QUEUED: 1 }, submitted: 2, completed: 0, failed: 1 });
    expect(projected(log).counts).toEqual({ ...NO_JOBS, COMPLETED: 1, FAILED: 1, QUEUED: 1 });
  });

  it('are of no event that is not of a job', () => {
    const log = new LogBuilder().append('queue.resumed', '0193aaaa-0000-7000-8000-00000000000a', { queue: 'mail', by: 'ada', at: '2026-01-01T00:00:00.000Z' });
    expect(log.events.map((event) => tenantOverviewProjector.route(event))).toEqual([null]);
  });
});
