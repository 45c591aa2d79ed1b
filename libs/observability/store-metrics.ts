/*
 * What is scraped and is not ours: metrics of the stores' exporters, of the broker's plugin, of Node and of Prometheus itself, as far as alerts,
 * recording rules and dashboards may name them. A spec compares the list with what the exporters of the native stack serve.
 */

/** Who serves a metric; beside `node` (the host) and `process` (every service) each is a store. */
export type MetricExporter = 'postgres' | 'redis' | 'mongodb' | 'rabbitmq' | 'node' | 'process' | 'prometheus';

export interface StoreMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'summary';
  readonly exporter: MetricExporter;
  /** One sentence that a dashboard can show. */
  readonly help: string;
  /** Labels beside `service`, `job` and `instance`. */
  readonly labels: readonly string[];
}

const from =
  (exporter: MetricExporter) =>
  (type: StoreMetric['type'], name: string, help: string, labels: readonly string[] = []): StoreMetric => ({ name, type, exporter, help, labels });

const postgres = from('postgres');
const redis = from('redis');
const mongodb = from('mongodb');
const rabbitmq = from('rabbitmq');
const node = from('node');
const own = from('process');
const prometheus = from('prometheus');

/** PostgreSQL, by postgres_exporter; the last ones by deploy/exporters/postgres-queries.yaml. */
const POSTGRES = [
  postgres('gauge', 'pg_up', '1 while PostgreSQL answers its exporter, 0 while it does not.'),
  postgres('gauge', 'pg_stat_database_numbackends', 'Connections of a database.', ['datid', 'datname']),
  postgres('counter', 'pg_stat_database_xact_commit', 'Transactions committed.', ['datid', 'datname']),
  postgres('counter', 'pg_stat_database_xact_rollback', 'Transactions rolled back.', ['datid', 'datname']),
  postgres('counter', 'pg_stat_database_blks_read', 'Blocks read from the disk or its cache.', ['datid', 'datname']),
  postgres('counter', 'pg_stat_database_blks_hit', 'Blocks found in shared buffers.', ['datid', 'datname']),
  postgres('counter', 'pg_stat_database_deadlocks', 'Deadlocks; nothing here should have one.', ['datid', 'datname']),
  postgres('counter', 'pg_stat_database_tup_inserted', 'Rows inserted.', ['datid', 'datname']),
  postgres('counter', 'pg_stat_database_tup_updated', 'Rows updated.', ['datid', 'datname']),
  postgres('counter', 'pg_stat_database_tup_deleted', 'Rows deleted.', ['datid', 'datname']),
  postgres('gauge', 'pg_database_size_bytes', 'Size of a database on disk.', ['datname']),
  postgres('gauge', 'pg_settings_max_connections', 'Connections that the server allows.', []),
  postgres('gauge', 'pg_locks_count', 'Locks held or awaited, by mode.', ['datname', 'mode']),
  postgres('gauge', 'pg_stat_activity_count', 'Sessions, by state.', ['datname', 'state']),
  postgres('gauge', 'pg_stat_activity_max_tx_duration', 'Longest transaction, in seconds, by state.', ['datname', 'state']),
  postgres('gauge', 'pg_snapshots_oldest_xmin_age', 'Transactions begun since the oldest snapshot that is still held.'),
  postgres('gauge', 'pg_snapshots_longest_transaction_seconds', 'Age of the longest transaction under way.'),
  postgres('gauge', 'pg_snapshots_connections', 'Client connections, of all databases.'),
  postgres('gauge', 'pg_jobs_table_live_rows', 'Rows of the jobs table, as the store estimates them.'),
  postgres('gauge', 'pg_jobs_table_dead_rows', 'Dead rows of the jobs table that no vacuum has removed yet.'),
  postgres('gauge', 'pg_jobs_table_bytes', 'Size of the jobs table on disk, without its indexes.'),
  postgres('gauge', 'pg_jobs_table_index_bytes', 'Size of the indexes of the jobs table on disk.'),
] as const;

const REDIS = [
  redis('gauge', 'redis_up', '1 while Redis answers its exporter, 0 while it does not.'),
  redis('gauge', 'redis_connected_clients', 'Client connections.'),
  redis('gauge', 'redis_memory_used_bytes', 'Memory that holds data.'),
  redis('gauge', 'redis_memory_max_bytes', 'Memory that Redis may use; 0 is without bound.'),
  redis('counter', 'redis_commands_processed_total', 'Commands processed.'),
  redis('counter', 'redis_keyspace_hits_total', 'Lookups that found their key.'),
  redis('counter', 'redis_keyspace_misses_total', 'Lookups that found nothing.'),
  redis('counter', 'redis_evicted_keys_total', 'Keys given up for want of memory.'),
  redis('gauge', 'redis_uptime_in_seconds', 'Time since Redis started.'),
] as const;

/** MongoDB, by the aggregator: `GET /metrics/mongodb`. */
const MONGODB = [
  mongodb('gauge', 'mongodb_up', '1 while MongoDB answers the aggregator, 0 while it does not.'),
  mongodb('gauge', 'mongodb_primary', '1 while the server is the writable primary.'),
  mongodb('gauge', 'mongodb_uptime_seconds', 'Time since the server started.'),
  mongodb('gauge', 'mongodb_connections', 'Client connections: current, and how many more would be accepted.', ['state']),
  mongodb('counter', 'mongodb_operations_total', 'Operations, by kind.', ['operation']),
  mongodb('counter', 'mongodb_operation_seconds_total', 'Time spent in operations, by kind.', ['kind']),
  mongodb('gauge', 'mongodb_cache_bytes', 'The cache of the storage engine: used, of that not written yet, and its bound.', ['state']),
  mongodb('gauge', 'mongodb_resident_memory_bytes', 'Memory of the server process.'),
  mongodb('gauge', 'mongodb_data_bytes', 'Size of the read models on disk, without indexes.'),
  mongodb('gauge', 'mongodb_index_bytes', 'Size of the indexes of the read models on disk.'),
  mongodb('gauge', 'mongodb_disk_used_bytes', 'Used space of the file system that holds the data.'),
  mongodb('gauge', 'mongodb_disk_size_bytes', 'Size of the file system that holds the data.'),
] as const;

/** RabbitMQ, by its own plugin; the detailed ones by the job rabbitmq-queues. */
const RABBITMQ = [
  rabbitmq('gauge', 'rabbitmq_connections', 'Connections.'),
  rabbitmq('gauge', 'rabbitmq_channels', 'Channels.'),
  rabbitmq('gauge', 'rabbitmq_consumers', 'Consumers.'),
  rabbitmq('gauge', 'rabbitmq_queues', 'Queues.'),
  rabbitmq('gauge', 'rabbitmq_queue_messages', 'Messages in all queues.'),
  rabbitmq('gauge', 'rabbitmq_queue_messages_ready', 'Messages in all queues that wait for a consumer.'),
  rabbitmq('gauge', 'rabbitmq_queue_messages_unacked', 'Messages delivered and not acknowledged yet.'),
  rabbitmq('counter', 'rabbitmq_global_messages_received_total', 'Messages received from publishers.', ['protocol']),
  rabbitmq('counter', 'rabbitmq_global_messages_delivered_total', 'Messages delivered to consumers.', ['protocol', 'queue_type']),
  rabbitmq('gauge', 'rabbitmq_process_resident_memory_bytes', 'Memory of the broker process.'),
  rabbitmq('gauge', 'rabbitmq_resident_memory_limit_bytes', 'Memory from which on the broker makes publishers wait.'),
  rabbitmq('gauge', 'rabbitmq_disk_space_available_bytes', 'Free space of the file system that holds the messages.'),
  rabbitmq('gauge', 'rabbitmq_alarms_memory_used_watermark', '1 while publishers wait because memory is short.'),
  rabbitmq('gauge', 'rabbitmq_alarms_free_disk_space_watermark', '1 while publishers wait because the disk is full.'),
  rabbitmq('gauge', 'rabbitmq_detailed_queue_messages', 'Messages of a queue.', ['vhost', 'queue']),
  rabbitmq('gauge', 'rabbitmq_detailed_queue_messages_ready', 'Messages of a queue that wait for a consumer.', ['vhost', 'queue']),
  rabbitmq('gauge', 'rabbitmq_detailed_queue_messages_unacked', 'Messages of a queue delivered and not acknowledged yet.', ['vhost', 'queue']),
  rabbitmq('gauge', 'rabbitmq_detailed_queue_consumers', 'Consumers of a queue.', ['vhost', 'queue']),
] as const;

/** The host, by node_exporter. */
const NODE = [
  node('counter', 'node_cpu_seconds_total', 'CPU time, by core and mode.', ['cpu', 'mode']),
  node('gauge', 'node_load1', 'Processes that run or wait for a core or the disk, over a minute.'),
  node('gauge', 'node_memory_MemTotal_bytes', 'Memory of the machine.'),
  node('gauge', 'node_memory_MemAvailable_bytes', 'Memory that new work could have.'),
  node('gauge', 'node_filesystem_size_bytes', 'Size of a file system.', ['device', 'fstype', 'mountpoint']),
  node('gauge', 'node_filesystem_avail_bytes', 'Free space of a file system.', ['device', 'fstype', 'mountpoint']),
  node('gauge', 'node_filesystem_readonly', '1 for a file system that cannot be written.', ['device', 'fstype', 'mountpoint']),
  node('counter', 'node_disk_io_time_seconds_total', 'Time in which a disk was busy.', ['device']),
  node('counter', 'node_disk_read_bytes_total', 'Bytes read from a disk.', ['device']),
  node('counter', 'node_disk_written_bytes_total', 'Bytes written to a disk.', ['device']),
  node('counter', 'node_network_receive_bytes_total', 'Bytes received.', ['device']),
  node('counter', 'node_network_transmit_bytes_total', 'Bytes sent.', ['device']),
] as const;

/** Every service's process, by prom-client. */
const PROCESS = [
  own('counter', 'process_cpu_seconds_total', 'CPU time of the process.'),
  own('gauge', 'process_resident_memory_bytes', 'Memory of the process.'),
  own('gauge', 'process_start_time_seconds', 'When the process started, as Unix time.'),
  own('gauge', 'process_open_fds', 'Open files and sockets.'),
  own('gauge', 'process_max_fds', 'Open files and sockets that the process may have.'),
  own('gauge', 'nodejs_eventloop_lag_seconds', 'How late the event loop came to a timer.'),
  own('gauge', 'nodejs_eventloop_lag_p50_seconds', 'Median of the delays of the event loop since the last scrape.'),
  own('gauge', 'nodejs_eventloop_lag_p90_seconds', '90th percentile of the delays of the event loop since the last scrape.'),
  own('gauge', 'nodejs_eventloop_lag_p99_seconds', '99th percentile of the delays of the event loop since the last scrape.'),
  own('gauge', 'nodejs_eventloop_lag_max_seconds', 'Longest delay of the event loop since the last scrape.'),
  own('gauge', 'nodejs_heap_size_total_bytes', 'Size of the heap.'),
  own('gauge', 'nodejs_heap_size_used_bytes', 'Heap in use.'),
  own('gauge', 'nodejs_external_memory_bytes', 'Memory outside the heap that objects on it hold.'),
  own('gauge', 'nodejs_active_handles_total', 'Open handles: sockets, timers, files.'),
  own('counter', 'nodejs_gc_duration_seconds_sum', 'Time spent on garbage collection, by kind.', ['kind']),
  own('counter', 'nodejs_gc_duration_seconds_count', 'Garbage collections, by kind.', ['kind']),
] as const;

const PROMETHEUS = [
  prometheus('gauge', 'up', '1 when the last scrape of a target worked, 0 when it did not.'),
  prometheus('gauge', 'scrape_duration_seconds', 'Time that a scrape took.'),
  prometheus('gauge', 'scrape_samples_scraped', 'Series that a scrape brought.'),
  prometheus('gauge', 'ALERTS', '1 for each alert that is pending or firing.', ['alertname', 'alertstate', 'severity', 'category']),
  prometheus('gauge', 'ALERTS_FOR_STATE', 'Since when an alert is pending or firing, as Unix time.', ['alertname', 'severity', 'category']),
] as const;

export const STORE_METRICS: readonly StoreMetric[] = [...POSTGRES, ...REDIS, ...MONGODB, ...RABBITMQ, ...NODE, ...PROCESS, ...PROMETHEUS];

/** The metrics of one exporter. */
export const metricsOf = (exporter: MetricExporter): readonly StoreMetric[] => STORE_METRICS.filter((metric) => metric.exporter === exporter);
