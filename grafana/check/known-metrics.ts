import { METRICS } from '#observability';
import { RECORDING_RULES } from '../../prometheus/source/rule-files';

const SERIES_OF = { counter: [''], gauge: [''], histogram: ['_bucket', '_count', '_sum'] } as const;

/** What Prometheus makes by itself. */
const OF_PROMETHEUS = ['up', 'ALERTS', 'ALERTS_FOR_STATE', 'scrape_duration_seconds'] as const;

/** What prom-client tells of every Node process. */
const OF_NODE = ['process_cpu_seconds_total', 'process_resident_memory_bytes', 'process_open_fds', 'nodejs_eventloop_lag_p99_seconds', 'nodejs_gc_duration_seconds_sum', 'nodejs_heap_size_used_bytes'] as const;

const OF_RABBITMQ = [
  'rabbitmq_global_messages_received_total', 'rabbitmq_global_messages_delivered_total', 'rabbitmq_queue_messages_ready', 'rabbitmq_queue_messages_unacked', 'rabbitmq_process_resident_memory_bytes',
  'rabbitmq_resident_memory_limit_bytes', 'rabbitmq_detailed_queue_messages_ready',
] as const;

/** Every series that a query may ask for: the catalogue, what the servers and the runtime export, and what Prometheus derives. */
export function knownMetrics(): ReadonlySet<string> {
  const ours = Object.values(METRICS).flatMap(({ name, type }) => SERIES_OF[type].map((suffix) => `${name}${suffix}`));
  return new Set([...ours, ...OF_PROMETHEUS, ...OF_NODE, ...OF_RABBITMQ, ...RECORDING_RULES.map(({ record }) => record)]);
}
