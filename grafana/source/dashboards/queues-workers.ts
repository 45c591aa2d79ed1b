import { appears, falls, rises, vanishes } from '../cause';
import { QUANTILE_COLOURS } from '../colours';
import type { Dashboard } from '../panel';
import { chosen, quantileOf, quantiles, query, RATE, rateBy } from '../queries';

const QUEUE = chosen('queue');

export const queuesWorkers: Dashboard = {
  uid: 'queues-workers',
  title: 'Queues and workers',
  description: 'Who waits, for how long, and who works: the depth and age of each queue, the slots of the fleet, and what the broker holds.',
  variables: [{ name: 'queue', label: 'Queue', metric: 'observatory_queue_depth', of: 'queue' }],
  rows: [
    {
      panels: [
        {
          kind: 'stat', title: 'Jobs waiting', width: 4, unit: 'short', decimals: 0, moves: rises('backlog'), queries: [query(`sum(observatory_queue_depth{${QUEUE}})`, 'waiting')],
          description: 'Jobs that are queued and that no worker has started, in the chosen queues.', runbooks: ['QueueBacklogGrowing'],
        },
        {
          kind: 'stat', title: 'Oldest waiting', width: 4, unit: 's', decimals: 1, moves: rises('paused_queue'), queries: [query(`max(observatory_queue_oldest_age_seconds{${QUEUE}})`, 'oldest')],
          description: 'How long the job has waited that has waited longest.', thresholds: [{ colour: 'green' }, { from: 60, colour: 'yellow' }, { from: 300, colour: 'red' }], runbooks: ['OldestJobWaiting'],
        },
        {
          kind: 'stat', title: 'Workers', width: 4, unit: 'none', decimals: 0, moves: rises('worker_killed'), named: true,
          description: 'Workers as the gateway knows them, by state. A fleet without one that is alive runs nothing.',
          queries: [query('max by (state) (observatory_workers) > 0', '{{state}}', appears('worker_killed'))], runbooks: ['WorkerFleetEmpty'],
        },
        {
          kind: 'stat', title: 'Slots', width: 4, unit: 'none', decimals: 0, moves: vanishes('worker_frozen'), queries: [query('sum(observatory_worker_slots)', 'slots')],
          description: 'Handlers that all workers together can run at once.',
        },
        {
          kind: 'stat', title: 'Busy', width: 4, unit: 'percentunit', decimals: 0, max: 1, moves: rises('backlog'), queries: [query('sum(observatory_worker_slots_busy) / sum(observatory_worker_slots)', 'busy')],
          description: 'Share of the slots that run a handler. All of them busy and a queue that grows means: more workers.', thresholds: [{ colour: 'green' }, { from: 0.8, colour: 'yellow' }, { from: 0.99, colour: 'orange' }],
        },
        {
          kind: 'stat', title: 'Parked messages', width: 4, unit: 'none', decimals: 0, moves: rises('poison'), queries: [query('sum(increase(observatory_messages_parked_total[1h]))', 'parked')],
          description: 'Messages put aside in the last hour because nobody could handle them.', thresholds: [{ colour: 'green' }, { from: 1, colour: 'red' }], runbooks: ['MessagesParked', 'ContractViolations'],
        },
      ],
    },
    {
      title: 'Queues',
      panels: [
        {
          kind: 'time', title: 'Waiting by queue', width: 8, unit: 'short', moves: rises('backlog'), queries: [query(`sum by (queue) (observatory_queue_depth{${QUEUE}})`, '{{queue}}')],
          description: 'Jobs that are queued and that no worker has started.', runbooks: ['QueueBacklogGrowing'],
        },
        {
          kind: 'time', title: 'Age of the oldest', width: 8, unit: 's', moves: rises('paused_queue'), queries: [query(`max by (queue) (observatory_queue_oldest_age_seconds{${QUEUE}})`, '{{queue}}')],
          description: 'How long the job has waited that has waited longest. A line that rises at one second a second is a queue that nobody serves.', runbooks: ['OldestJobWaiting'],
        },
        {
          kind: 'time', title: 'Pickup by queue', width: 8, unit: 's', moves: rises('backlog'), description: 'Time from a job being queued to its handler starting, 95th percentile.',
          queries: [query(quantileOf(0.95, 'observatory_job_pickup_duration_seconds', QUEUE, ['queue']), '{{queue}}')],
        },
        {
          kind: 'time', title: 'In and out', width: 12, unit: 'ops', moves: rises('load'), description: 'Jobs submitted to the chosen queues and jobs of theirs that ended, per second. Where the first is above the second, the queue grows.',
          queries: [
            query(`sum(rate(observatory_job_events_total{event="submitted", ${QUEUE}}[${RATE}]))`, 'in'),
            query(`sum(rate(observatory_job_events_total{event=~"completed|failed|cancelled", ${QUEUE}}[${RATE}]))`, 'out'),
          ],
          colours: { in: 'yellow', out: 'green' },
        },
        {
          kind: 'time', title: 'Sent again', width: 12, unit: 'ops', moves: rises('paused_queue'), description: 'Jobs that were withheld by a pause or a limit and were sent to the broker again when it was free.',
          queries: [query(`sum(rate(observatory_jobs_released_total[${RATE}]))`, 'released')],
        },
      ],
    },
    {
      title: 'Workers',
      panels: [
        {
          kind: 'time', title: 'Busy slots by worker', width: 8, unit: 'none', moves: rises('backlog'), description: 'Handlers that run now, by worker. A flat line at the number of its slots is a worker at its limit.',
          queries: [query('sum by (instance) (observatory_worker_slots_busy)', '{{instance}}')],
        },
        {
          kind: 'time', title: 'Attempts lost', width: 8, unit: 'ops', moves: rises('worker_killed'), description: 'Attempts closed because their worker was gone, by what noticed it: a probe within a second, a lease after fifteen.',
          queries: [rateBy(['detected_by'], 'observatory_attempts_lost_total')], runbooks: ['AttemptsLostHigh'],
        },
        {
          kind: 'time', title: 'Ask to grant', width: 8, unit: 's', moves: rises('load'), colours: QUANTILE_COLOURS, description: 'Time from a worker asking for a delivery to its grant.',
          queries: quantiles('observatory_grant_duration_seconds'),
        },
        {
          kind: 'time', title: 'Deliveries handed back', width: 12, unit: 'ops', moves: rises('worker_paused'), description: 'Deliveries that a worker gave back unstarted: all slots busy for a while, its queue paused, or it was leaving.',
          queries: [rateBy(['reason'], 'observatory_deliveries_returned_total')],
        },
        {
          kind: 'time', title: 'Handlers by type', width: 12, unit: 'ops', moves: rises('load'), description: 'Handler runs that ended, per second.',
          queries: [rateBy(['job_type'], 'observatory_attempts_finished_total')],
        },
      ],
    },
    {
      title: 'Messages',
      panels: [
        {
          kind: 'time', title: 'Published', width: 6, unit: 'ops', moves: rises('load'), description: 'Messages handed to the broker per second, by what became of them. Returned ones found no queue.',
          queries: [rateBy(['service', 'outcome'], 'observatory_messages_published_total')],
        },
        {
          kind: 'time', title: 'Settled', width: 6, unit: 'ops', moves: rises('load'), description: 'Deliveries settled per second, by verdict.',
          queries: [rateBy(['service', 'outcome'], 'observatory_messages_consumed_total')],
        },
        {
          kind: 'time', title: 'Time to confirm', width: 6, unit: 's', moves: rises('load'), description: 'Time from a publish to its confirm, 95th percentile by service.',
          queries: [query(quantileOf(0.95, 'observatory_publish_duration_seconds', '', ['service']), '{{service}}')],
        },
        {
          kind: 'time', title: 'Parked by reason', width: 6, unit: 'ops', moves: rises('poison'), description: 'Messages put aside because they could not be handled.',
          queries: [rateBy(['reason'], 'observatory_messages_parked_total')], runbooks: ['MessagesParked'],
        },
        {
          kind: 'time', title: 'Messages in the broker', width: 8, unit: 'short', moves: rises('backlog'), description: 'Messages ready in the broker, the ten longest of its queues: job queues, and those of reports and events.',
          queries: [query('topk(10, sum by (queue) (rabbitmq_detailed_queue_messages_ready))', '{{queue}}')],
        },
        {
          kind: 'time', title: 'Connections to the broker', width: 8, unit: 'none', moves: falls('broker_stopped'), description: '1 while an AMQP connection is up, 0 while it is down.', min: 0,
          queries: [query('min by (service, connection) (observatory_broker_connected)', '{{service}} {{connection}}')], runbooks: ['BrokerUnavailable'],
        },
        {
          kind: 'time', title: 'Reconnects', width: 8, unit: 'none', decimals: 0, moves: rises('broker_stopped'), description: 'Times in the last hour that a connection came back after it had been lost, by service.',
          queries: [query('sum by (service) (increase(observatory_broker_reconnects_total[1h]))', '{{service}}')], runbooks: ['BrokerUnavailable'],
        },
      ],
    },
  ],
};
