import { rises } from '../cause';
import { EVENT_COLOURS, QUANTILE_COLOURS, STATE_COLOURS } from '../colours';
import type { Dashboard } from '../panel';
import { chosen, quantileOf, quantiles, query, RATE, rateBy } from '../queries';

const OF_JOBS = chosen('job_type', 'queue');

const perSecond = (event: string) => query(`sum(rate(observatory_job_events_total{event="${event}", ${OF_JOBS}}[${RATE}]))`, event);

export const jobPipeline: Dashboard = {
  uid: 'job-pipeline',
  title: 'Job pipeline',
  description: 'The way of a job: submitted, appended, relayed, granted, run, reported. Read from left to right and from top to bottom; the first step that looks wrong is the one to look at.',
  variables: [
    { name: 'job_type', label: 'Job type', metric: 'observatory_job_events_total', of: 'job_type' },
    { name: 'queue', label: 'Queue', metric: 'observatory_job_events_total', of: 'queue' },
  ],
  rows: [
    {
      panels: [
        { kind: 'stat', title: 'Submitted', width: 4, unit: 'ops', decimals: 1, moves: rises('load'), queries: [perSecond('submitted')], description: 'Jobs submitted per second, of the chosen types and queues.' },
        { kind: 'stat', title: 'Completed', width: 4, unit: 'ops', decimals: 1, moves: rises('load'), queries: [perSecond('completed')], description: 'Jobs completed per second, of the chosen types and queues.' },
        {
          kind: 'stat', title: 'Failed', width: 4, unit: 'ops', decimals: 2, moves: rises('failures'), queries: [perSecond('failed')], runbooks: ['JobFailureRateHigh'],
          description: 'Jobs failed for good per second.', thresholds: [{ colour: 'green' }, { from: 0.01, colour: 'yellow' }, { from: 1, colour: 'red' }],
        },
        {
          kind: 'stat', title: 'Retried', width: 4, unit: 'ops', decimals: 2, moves: rises('failures'), queries: [perSecond('retried')],
          description: 'Attempts per second that failed, timed out or were lost and that will be followed by another.', thresholds: [{ colour: 'green' }, { from: 1, colour: 'yellow' }],
        },
        {
          kind: 'stat', title: 'Lost', width: 4, unit: 'ops', decimals: 2, moves: rises('worker_killed'), queries: [perSecond('lost')], runbooks: ['AttemptsLostHigh'],
          description: 'Attempts per second whose worker was gone. Their jobs run elsewhere.', thresholds: [{ colour: 'green' }, { from: 0.01, colour: 'red' }],
        },
        {
          kind: 'stat', title: 'Cancelled', width: 4, unit: 'ops', decimals: 2, moves: rises('failures'), queries: [perSecond('cancelled')],
          description: 'Jobs cancelled per second.',
        },
      ],
    },
    {
      title: 'From submit to end',
      panels: [
        {
          kind: 'time', title: 'Events', width: 12, unit: 'ops', moves: rises('load'), colours: EVENT_COLOURS,
          description: 'What happens to the jobs of the chosen types and queues, per second.', queries: [rateBy(['event'], 'observatory_job_events_total', OF_JOBS)],
        },
        {
          kind: 'time', title: 'Duration by type', width: 12, unit: 's', moves: rises('load'),
          description: 'Time from submit to the end of a job, 95th percentile by type: waiting, running and retrying together.',
          queries: [query(quantileOf(0.95, 'observatory_job_duration_seconds', chosen('job_type'), ['job_type']), '{{job_type}}')],
        },
      ],
    },
    {
      title: 'Submit and log',
      panels: [
        {
          kind: 'time', title: 'Submits by outcome', width: 8, unit: 'ops', moves: rises('refusals'),
          description: 'Accepted means committed. Duplicates had a known idempotency key and the same body; conflicts another body; refused ones were invalid or found their queue full.',
          queries: [rateBy(['outcome'], 'observatory_jobs_submitted_total')], runbooks: ['ReplayAttack'],
        },
        {
          kind: 'time', title: 'Append: time of a statement', width: 8, unit: 's', moves: rises('load'), colours: QUANTILE_COLOURS,
          description: 'Time of one append statement, commit included. Everything that changes a job passes through here.', queries: quantiles('observatory_append_duration_seconds'),
        },
        {
          kind: 'time', title: 'Append: jobs in a statement', width: 8, unit: 'short', moves: rises('load'), colours: QUANTILE_COLOURS,
          description: 'How many jobs share a statement. It grows with the load: that is how the log keeps up.', queries: quantiles('observatory_append_batch_jobs'),
        },
        {
          kind: 'time', title: 'Events appended', width: 12, unit: 'ops', moves: rises('load'),
          description: 'Events committed to the log per second, by type.', queries: [rateBy(['event_type'], 'observatory_events_appended_total')],
        },
        {
          kind: 'time', title: 'Relay', width: 12, unit: 'short', moves: rises('broker_stopped'),
          description: 'Events in the log that the broker has not confirmed yet, and the age of the oldest of them. Both grow while the broker is away and fall to nothing after.',
          queries: [query('max(observatory_relay_lag_events)', 'events behind'), query('max(observatory_relay_lag_seconds)', 'seconds behind')], runbooks: ['RelayStalled'],
        },
      ],
    },
    {
      title: 'Grant and run',
      panels: [
        {
          kind: 'time', title: 'Asks by answer', width: 8, unit: 'ops', moves: rises('load'),
          description: 'Answers to workers that ask whether a delivery may run: granted, or why not.', queries: [rateBy(['outcome'], 'observatory_grants_total')],
        },
        {
          kind: 'time', title: 'Attempts by end', width: 8, unit: 'ops', moves: rises('failures'), colours: { succeeded: 'green', failed: 'red', timed_out: 'orange', aborted: '#8e8e8e' },
          description: 'Handler runs per second, by how they ended.', queries: [rateBy(['outcome'], 'observatory_attempts_finished_total', chosen('job_type'))],
        },
        {
          kind: 'time', title: 'Run time of handlers', width: 8, unit: 's', moves: rises('backlog'), colours: QUANTILE_COLOURS,
          description: 'Run time of a handler, of the chosen types.', queries: quantiles('observatory_attempt_duration_seconds', chosen('job_type')),
        },
        {
          kind: 'time', title: 'Reports by outcome', width: 8, unit: 'ops', moves: rises('load'),
          description: 'Reports of workers, by what they changed. Fenced ones came from a delivery that no longer owns its job.', queries: [rateBy(['outcome'], 'observatory_reports_handled_total')],
        },
        {
          kind: 'time', title: 'Asks as workers see them', width: 8, unit: 'ops', moves: rises('load'),
          description: 'Answers that workers got, per second. An expired grant came too late to be used, and its delivery is asked for again.', queries: [rateBy(['answer'], 'observatory_attempts_asked_total')],
        },
        {
          kind: 'time', title: 'Reports in a batch', width: 8, unit: 'short', moves: rises('load'), colours: QUANTILE_COLOURS,
          description: 'Asks and reports that are handled together. It grows with the load.', queries: quantiles('observatory_report_batch_reports'),
        },
      ],
    },
    {
      title: 'What happens at its time',
      panels: [
        {
          kind: 'time', title: 'Lateness of timers', width: 8, unit: 's', moves: rises('schedules'),
          description: 'How late timers fire after the instant they were set for, 99th percentile: retries and scheduled jobs (due), deadlines.',
          queries: [query(quantileOf(0.99, 'observatory_timer_delay_seconds', '', ['timer']), '{{timer}}')], runbooks: ['TtlViolations'],
        },
        {
          kind: 'time', title: 'Ticks of schedules', width: 8, unit: 'ops', moves: rises('schedules'),
          description: 'Ticks of schedules per second: fired became a job, the others did not, and this is why.', queries: [rateBy(['outcome'], 'observatory_schedule_ticks_total')],
        },
        {
          kind: 'time', title: 'Lateness of ticks', width: 8, unit: 's', moves: rises('schedules'), colours: QUANTILE_COLOURS,
          description: 'Time from the instant of a tick to the commit of its job.', queries: quantiles('observatory_schedule_tick_delay_seconds'), runbooks: ['ScheduleTicksMissed'],
        },
      ],
    },
    {
      title: 'How jobs end',
      panels: [
        {
          kind: 'time', title: 'Ends by state', width: 12, unit: 'ops', stacked: true, moves: rises('failures'), colours: STATE_COLOURS,
          description: 'Jobs that reached a terminal state, per second.', queries: [rateBy(['status'], 'observatory_jobs_finished_total')],
        },
        {
          kind: 'bars', title: 'Ends by type in the chosen time', width: 12, unit: 'short', moves: rises('load'), decimals: 0,
          description: 'Jobs that completed or failed in the chosen time, by type.',
          queries: [query(`topk(12, sum by (job_type, event) (increase(observatory_job_events_total{event=~"completed|failed", ${OF_JOBS}}[$__range])))`, '{{job_type}} {{event}}')],
        },
      ],
    },
  ],
};
