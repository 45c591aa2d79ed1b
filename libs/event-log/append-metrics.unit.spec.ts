import type { JobEvent } from '#domain';
import { renderMetrics } from '#observability';
import { appendMetrics } from './append-metrics';
import type { DecidedWrite } from './work-unit';

const wrote = (happened: readonly object[], before: object = {}): DecidedWrite => ({ happened: happened as readonly JobEvent[], before: { queue: 'mail', ...before } }) as unknown as DecidedWrite;

const series = async (): Promise<string[]> => (await renderMetrics()).split('\n').filter((line) => line.startsWith('observatory_') && !line.endsWith(' 0'));

describe('what the executor counts', () => {
  it('is each event by its type, each end by its status, the wait of a start, the group, and the head', async () => {
    const metrics = appendMetrics();
    metrics.count(wrote([{ type: 'job.started', payload: { status: 'RUNNING', startedAt: '2026-01-31T12:00:00.250Z' } }], { queuedAt: '2026-01-31T12:00:00.000Z' }));
    metrics.count(wrote([{ type: 'job.completed', payload: { status: 'COMPLETED' } }]));
    metrics.count(wrote([{ type: 'job.completed', payload: { status: 'COMPLETED' } }]));
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

  it('is no negative wait when a worker’s clock is behind', async () => {
    appendMetrics().count(wrote([{ type: 'job.started', payload: { status: 'RUNNING', startedAt: '2026-01-31T11:59:59.000Z' } }], { queue: 'behind', queuedAt: '2026-01-31T12:00:00.000Z' }));
    const lines = await series();
    expect(lines).toContain('observatory_job_pickup_duration_seconds_count{queue="behind"} 1');
    expect(lines.filter((line) => line.startsWith('observatory_job_pickup_duration_seconds_sum{queue="behind"}'))).toEqual([]);
  });
});
