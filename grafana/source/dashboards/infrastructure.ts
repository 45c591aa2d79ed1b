import { falls, rises } from '../cause';
import type { Dashboard } from '../panel';
import { chosen, query, RATE, rateBy } from '../queries';

const NODE = chosen('service');

export const infrastructure: Dashboard = {
  uid: 'infrastructure',
  title: 'Infrastructure',
  description: 'What the platform runs on: PostgreSQL with the log, RabbitMQ, MongoDB with the read models, Redis, the host, and the Node processes themselves.',
  variables: [{ name: 'service', label: 'Service', metric: 'process_resident_memory_bytes', of: 'service' }],
  rows: [
    {
      panels: [
        { kind: 'stat', title: 'Services', width: 24, height: 4, unit: 'none', named: true, moves: falls('worker_frozen'), words: { 0: { text: 'down', colour: 'red' }, 1: { text: 'up', colour: 'green' } }, queries: [query('min by (service) (up)', '{{service}}')], description: 'Whether Prometheus can scrape each service and each server.', runbooks: ['ServiceDown'] },
      ],
    },
    {
      title: 'Node processes',
      panels: [
        { kind: 'time', title: 'CPU', width: 8, unit: 'percentunit', moves: rises('load'), queries: [rateBy(['service', 'instance'], 'process_cpu_seconds_total', NODE)], description: 'Cores that each process uses. One event loop cannot use more than one for long.', runbooks: ['CpuBudgetExceeded'] },
        { kind: 'time', title: 'Memory', width: 8, unit: 'bytes', moves: rises('load'), queries: [query(`sum by (service, instance) (process_resident_memory_bytes{${NODE}})`, '{{service}} {{instance}}')], description: 'Resident memory of each process.', runbooks: ['MemoryBudgetExceeded'] },
        { kind: 'time', title: 'Event loop: delay', width: 8, unit: 's', moves: rises('load'), queries: [query(`max by (service, instance) (nodejs_eventloop_lag_p99_seconds{${NODE}})`, '{{service}} {{instance}}')], description: 'How late the event loop of each process is, 99th percentile since the last scrape. Nothing is answered meanwhile.', runbooks: ['EventLoopStalled'] },
        { kind: 'time', title: 'Garbage collection', width: 8, unit: 'percentunit', moves: rises('load'), queries: [rateBy(['service', 'kind'], 'nodejs_gc_duration_seconds_sum', NODE)], description: 'Share of time spent on collecting garbage, by kind.' },
        { kind: 'time', title: 'Heap in use', width: 8, unit: 'bytes', moves: rises('load'), queries: [query(`sum by (service, instance) (nodejs_heap_size_used_bytes{${NODE}})`, '{{service}} {{instance}}')], description: 'JavaScript heap in use. A line that only ever rises is a leak.' },
        { kind: 'time', title: 'Requests', width: 8, unit: 'reqps', moves: rises('load'), queries: [query(`sum by (service) (rate(observatory_http_request_duration_seconds_count{${NODE}}[${RATE}]))`, '{{service}}')], description: 'HTTP answers of each service per second.' },
      ],
    },
    {
      title: 'RabbitMQ',
      panels: [
        { kind: 'time', title: 'Messages published and delivered', width: 8, unit: 'ops', moves: rises('load'), description: 'Messages that the broker took and handed out, per second.', queries: [query(`sum(rate(rabbitmq_global_messages_received_total[${RATE}]))`, 'published'), query(`sum(rate(rabbitmq_global_messages_delivered_total[${RATE}]))`, 'delivered')] },
        { kind: 'time', title: 'Messages held', width: 8, unit: 'short', stacked: true, moves: rises('backlog'), description: 'Messages ready for a consumer, and those handed out and not yet acknowledged.', queries: [query('sum(rabbitmq_queue_messages_ready)', 'ready'), query('sum(rabbitmq_queue_messages_unacked)', 'unacknowledged')], colours: { ready: 'yellow', unacknowledged: 'blue' } },
        { kind: 'time', title: 'Memory of the broker', width: 8, unit: 'bytes', moves: rises('load'), description: 'Memory of the broker beside its limit, at which it stops taking messages.', queries: [query('sum(rabbitmq_process_resident_memory_bytes)', 'used'), query('sum(rabbitmq_resident_memory_limit_bytes)', 'limit', { cause: 'broker_stopped', move: 'vanishes' })] },
      ],
    },
  ],
};
