import type { JobEvent } from '#domain';
import { renderMetrics } from '#observability';
import { appendMetrics } from './append-metrics';
import type { DecidedWrite } from './work-unit';

const job = { type: 'mail.send', queue: 'mail', tenantId: 'acme', submittedAt: '2026-01-31T12:00:00.000Z' };
const wrote = (happened: readonly object[], before: object = {}): DecidedWrite =>
  ({ happened: happened as readonly JobEvent[], before: { ...job, ...before }, state: { ...job, ...before } }) as unknown as DecidedWrite;

const series = async (): Promise<string[]> => (await renderMetrics()).split('\n').filter((line) => line.startsWith('observatory_') && !line.endsWith(' 0'));

describe('what the executor counts', () => {
  it('is each event by its type, each end by its status, the wait of a start, the group, and the head', async () => {
    const metrics = appendMetrics();
    metrics.count(wrote([{ type: 'job.started', payload: { status: 'RUNNING', startedAt: '2026-01-31T12:00:00.250Z' } }], { queuedAt: '2026-01-31T12:00:00.000Z' }));
    metrics.count(wrote([{ type: 'job.completed', payload: { status: 'COMPLETED', finishedAt: '2026-01-31T12:00:03.000Z' } }]));
    metrics.count(wrote([{ type: 'job.completed', payload: { status: 'COMPLETED', finishedAt: '2026-01-31T12:00:03.000Z' } }]));
    metrics.observe(12, 3, 1);
    metrics.observe(8, 1, 0);
    metrics.head(41);

    expect(await series()).toEqual(
      expect.arrayContaining([
        'observatory_events_appended_total{event_type="job.started"} 1',
        'observatory_events_appended_total{event_type="job.completed"} 2',
        'observatory_jobs_finished_total{status="COMPLETED"} 2',
        'observatory_job_pickup_duration_seconds_sum{queue="mail"} 0.25',
        'observatory_append_batch_jobs_sum 4',
        'observatory_append_duration_seconds_sum 0.02',
        'observatory_append_conflicts_total 1',
        'observatory_log_head_position 41',
      ]),
    );
  });

  it('is what happens to a job, by type, queue and tenant, and how long it lived; the rest of a new type begins at zero', async () => {
    const metrics = appendMetrics();
    const of = { type: 'report.make', queue: 'night' };
    const at = '2026-01-31T12:01:00.000Z';
    metrics.count(wrote([{ type: 'job.submitted', payload: { status: 'QUEUED' } }, { type: 'job.queued', payload: { status: 'QUEUED' } }], of));
    metrics.count(wrote([{ type: 'job.retry_scheduled', payload: { status: 'RETRYING', cause: 'timed_out' } }], of));
    metrics.count(wrote([{ type: 'job.retry_scheduled', payload: { status: 'RETRYING', cause: 'lost' } }], of));
    metrics.count(wrote([{ type: 'job.failed', payload: { status: 'FAILED', cause: 'lost_budget', finishedAt: at } }], of));
    const events = (await renderMetrics()).split('\n').filter((line) => line.startsWith('observatory_job_events_total{') && line.includes('report.make'));
    const counted: unknown = Object.fromEntries(events.map((line) => [/event="(\w+)"/.exec(line)?.[1], Number(line.split(' ').at(-1))]));
    expect(counted).toEqual({ submitted: 1, started: 0, completed: 0, failed: 1, cancelled: 0, retried: 1, lost: 2 });
    expect(await series()).toEqual(
      expect.arrayContaining([
        'observatory_tenant_jobs_total{tenant="acme",event="submitted"} 1',
        'observatory_tenant_jobs_total{tenant="acme",event="failed"} 1',
        'observatory_job_duration_seconds_sum{job_type="report.make",status="FAILED"} 60',
      ]),
    );
  });

  it('is no negative wait when a worker’s clock is behind', async () => {
    appendMetrics().count(wrote([{ type: 'job.started', payload: { status: 'RUNNING', startedAt: '2026-01-31T11:59:59.000Z' } }], { queue: 'behind', queuedAt: '2026-01-31T12:00:00.000Z' }));
    const lines = await series();
    expect(lines).toContain('observatory_job_pickup_duration_seconds_count{queue="behind"} 1');
    expect(lines.filter((line) => line.startsWith('observatory_job_pickup_duration_seconds_sum{queue="behind"}'))).toEqual([]);
  });
});
