import { appears, falls, rises } from '../cause';
import { EVENT_COLOURS, QUANTILE_COLOURS, STATE_COLOURS, STATUS_CLASS_COLOURS } from '../colours';
import type { Dashboard } from '../panel';
import { chosen, quantileOf, quantiles, query, RATE, rateBy } from '../queries';

const SUBMIT = 'service="gateway", method="POST", route="/v1/jobs"';

export const system: Dashboard = {
  uid: 'system',
  title: 'System',
  description: 'The whole system on one page: is it up, does it keep up, is it fast. Every other dashboard tells more about one part of this one.',
  variables: [{ name: 'service', label: 'Service', metric: 'observatory_dependency_ready', of: 'service' }],
  rows: [
    {
      panels: [
        {
          kind: 'stat', title: 'Services down', width: 3, unit: 'none', decimals: 0, moves: rises('worker_frozen'),
          description: 'Services that Prometheus cannot scrape. Anything but 0 is an outage or a deployment under way.',
          queries: [query('count(up{job=~"gateway|worker|aggregator|observatory"} == 0) or vector(0)', 'down')],
          thresholds: [{ colour: 'green' }, { from: 1, colour: 'red' }], runbooks: ['ServiceDown'], more: 'infrastructure',
        },
        {
          kind: 'stat', title: 'Alerts firing', width: 3, unit: 'none', decimals: 0, moves: rises('alert'),
          description: 'Critical and warning alerts that fire now. Alertmanager and the observatory know which, since when, and who has acknowledged them.',
          queries: [query('count(ALERTS{alertstate="firing", severity=~"critical|warning"}) or vector(0)', 'firing')],
          thresholds: [{ colour: 'green' }, { from: 1, colour: 'red' }], more: 'slo',
        },
        {
          kind: 'stat', title: 'Jobs accepted', width: 3, unit: 'ops', decimals: 1, moves: rises('load'),
          description: 'Jobs committed to the log, per second.',
          queries: [query(`sum(rate(observatory_jobs_submitted_total{outcome="accepted"}[${RATE}]))`, 'accepted')], more: 'job-pipeline',
        },
        {
          kind: 'stat', title: 'Jobs finished', width: 3, unit: 'ops', decimals: 1, moves: rises('load'),
          description: 'Jobs that reached a terminal state, per second. Over a while it should equal the jobs accepted.',
          queries: [query(`sum(rate(observatory_jobs_finished_total[${RATE}]))`, 'finished')], more: 'job-pipeline',
        },
        {
          kind: 'stat', title: 'Failed share', width: 3, unit: 'percentunit', decimals: 1, moves: rises('failures'),
          description: 'Of the jobs that ended, the share that failed. What counts as too much is the business of each job type; 5 % is where the alert begins.',
          queries: [query(`sum(rate(observatory_jobs_finished_total{status="FAILED"}[${RATE}])) / sum(rate(observatory_jobs_finished_total[${RATE}]))`, 'failed')],
          thresholds: [{ colour: 'green' }, { from: 0.01, colour: 'yellow' }, { from: 0.05, colour: 'red' }], runbooks: ['JobFailureRateHigh'], more: 'job-pipeline',
        },
        {
          kind: 'stat', title: 'Jobs waiting', width: 3, unit: 'short', decimals: 0, moves: rises('backlog'),
          description: 'Jobs that are queued and that no worker has started, over all queues.',
          queries: [query('sum(observatory_queue_depth)', 'waiting')], runbooks: ['QueueBacklogGrowing'], more: 'queues-workers',
        },
        {
          kind: 'stat', title: 'Oldest waiting', width: 3, unit: 's', decimals: 1, moves: rises('paused_queue'),
          description: 'How long the job has waited that has waited longest.',
          queries: [query('max(observatory_queue_oldest_age_seconds)', 'oldest')],
          thresholds: [{ colour: 'green' }, { from: 60, colour: 'yellow' }, { from: 300, colour: 'red' }], runbooks: ['OldestJobWaiting'], more: 'queues-workers',
        },
        {
          kind: 'stat', title: 'Event to screen', width: 3, unit: 's', decimals: 2, moves: rises('mongo_stopped'),
          description: 'Time from an event to its place in the read models, 95th percentile. A quarter of a second is the promise.',
          queries: [query(quantileOf(0.95, 'observatory_visible_delay_seconds'), 'p95')],
          thresholds: [{ colour: 'green' }, { from: 0.25, colour: 'yellow' }, { from: 5, colour: 'red' }], runbooks: ['ProjectionLagging'], more: 'projections',
        },
      ],
    },
    {
      title: 'Does it keep up?',
      panels: [
        {
          kind: 'time', title: 'What happens to jobs', width: 8, unit: 'ops', moves: rises('load'), colours: EVENT_COLOURS,
          description: 'Events of jobs per second. Submitted and completed run together when all is well; retried and lost are attempts, not jobs.',
          queries: [rateBy(['event'], 'observatory_job_events_total')], runbooks: ['JobFailureRateHigh'], more: 'job-pipeline',
        },
        {
          kind: 'time', title: 'Live jobs by state', width: 8, unit: 'short', stacked: true, moves: rises('backlog'), colours: STATE_COLOURS,
          description: 'Jobs that have not ended, by state.',
          queries: [query('sum by (status) (observatory_jobs_live)', '{{status}}')], more: 'job-pipeline',
        },
        {
          kind: 'time', title: 'Waiting by queue', width: 8, unit: 'short', moves: rises('backlog'),
          description: 'Jobs that are queued and that no worker has started, the ten longest queues.',
          queries: [query('topk(10, sum by (queue) (observatory_queue_depth))', '{{queue}}')], runbooks: ['QueueBacklogGrowing'], more: 'queues-workers',
        },
      ],
    },
    {
      title: 'Is it fast?',
      panels: [
        {
          kind: 'time', title: 'Submit: response time', width: 8, unit: 's', moves: rises('load'), colours: QUANTILE_COLOURS,
          description: 'Time to answer a submit; an answer means that the job is committed.',
          queries: quantiles('observatory_http_request_duration_seconds', SUBMIT), more: 'slo',
        },
        {
          kind: 'time', title: 'Pickup: queued to started', width: 8, unit: 's', moves: rises('backlog'), colours: QUANTILE_COLOURS,
          description: 'Time from a job being queued to its handler starting. It grows when all slots are busy.',
          queries: quantiles('observatory_job_pickup_duration_seconds'), more: 'queues-workers',
        },
        {
          kind: 'time', title: 'Event to screen', width: 8, unit: 's', moves: rises('mongo_stopped'), colours: QUANTILE_COLOURS,
          description: 'Time from an event to its place in the read models.',
          queries: quantiles('observatory_visible_delay_seconds'), more: 'projections',
        },
      ],
    },
    {
      title: 'Is it well?',
      panels: [
        {
          kind: 'time', title: 'Dependencies', width: 8, unit: 'none', min: 0, max: 1, moves: falls('mongo_stopped'),
          description: '1 while a service can use what it depends on, 0 while it cannot. A service without a store stays up and says so.',
          queries: [query(`min by (service, dependency) (observatory_dependency_ready{${chosen('service')}})`, '{{service}} → {{dependency}}')],
          runbooks: ['PostgresUnavailable', 'MongoUnavailable', 'BrokerUnavailable'], more: 'infrastructure',
        },
        {
          kind: 'time', title: 'Answers by class', width: 8, unit: 'reqps', moves: rises('refusals'), colours: STATUS_CLASS_COLOURS,
          description: 'HTTP answers per second by class of status. 4xx is what clients got wrong, 5xx what the platform could not do.',
          queries: [query(`sum by (status) (rate(observatory_http_request_duration_seconds_count{${chosen('service')}}[${RATE}]))`, '{{status}}')],
        },
        {
          kind: 'time', title: 'Refusals by code', width: 8, unit: 'reqps', moves: rises('refusals'),
          description: 'Problem answers per second by error code, the ten most frequent; docs/errors.md says what each means.',
          queries: [query(`topk(10, sum by (code) (rate(observatory_errors_total{${chosen('service')}}[${RATE}])) > 0)`, '{{code}}', appears('refusals'))],
        },
      ],
    },
  ],
};
