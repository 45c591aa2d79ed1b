import { changes, falls, rises, vanishes } from '../cause';
import type { Dashboard, Row } from '../panel';
import { chosen, query, RATE, rateBy } from '../queries';

const NODE = chosen('service');

const node: Row = {
  title: 'Node processes',
  panels: [
    { kind: 'time', title: 'CPU', width: 8, unit: 'percentunit', moves: rises('load'), queries: [rateBy(['service', 'instance'], 'process_cpu_seconds_total', NODE)], description: 'Cores that each process uses. One event loop cannot use more than one for long.', runbooks: ['CpuBudgetExceeded'] },
    { kind: 'time', title: 'Memory', width: 8, unit: 'bytes', moves: rises('load'), queries: [query(`sum by (service, instance) (process_resident_memory_bytes{${NODE}})`, '{{service}} {{instance}}')], description: 'Resident memory of each process.', runbooks: ['MemoryBudgetExceeded'] },
    { kind: 'time', title: 'Event loop: delay', width: 8, unit: 's', moves: rises('load'), queries: [query(`max by (service, instance) (nodejs_eventloop_lag_p99_seconds{${NODE}})`, '{{service}} {{instance}}')], description: 'How late the event loop of each process is, 99th percentile since the last scrape. Nothing is answered meanwhile.', runbooks: ['EventLoopStalled'] },
    { kind: 'time', title: 'Garbage collection', width: 8, unit: 'percentunit', moves: rises('load'), queries: [rateBy(['service', 'kind'], 'nodejs_gc_duration_seconds_sum', NODE)], description: 'Share of time spent on collecting garbage, by kind.' },
    { kind: 'time', title: 'Heap in use', width: 8, unit: 'bytes', moves: rises('load'), queries: [query(`sum by (service, instance) (nodejs_heap_size_used_bytes{${NODE}})`, '{{service}} {{instance}}')], description: 'JavaScript heap in use. A line that only ever rises is a leak.' },
    { kind: 'time', title: 'Requests', width: 8, unit: 'reqps', moves: rises('load'), queries: [query(`sum by (service) (rate(observatory_http_request_duration_seconds_count{${NODE}}[${RATE}]))`, '{{service}}')], description: 'HTTP answers of each service per second.' },
  ],
};

const postgres: Row = {
  title: 'PostgreSQL',
  panels: [
    { kind: 'time', title: 'Transactions', width: 8, unit: 'ops', moves: rises('load'), description: 'Transactions committed per second. An append is one, whatever it holds.', queries: [query(`sum(rate(pg_stat_database_xact_commit{datname="observatory"}[${RATE}]))`, 'committed')] },
    { kind: 'time', title: 'Rows written', width: 8, unit: 'ops', moves: rises('load'), description: 'Rows inserted and updated per second: events and jobs.', queries: [query(`sum(rate(pg_stat_database_tup_inserted{datname="observatory"}[${RATE}]))`, 'inserted'), query(`sum(rate(pg_stat_database_tup_updated{datname="observatory"}[${RATE}]))`, 'updated')] },
    { kind: 'time', title: 'Found in memory', width: 8, unit: 'percentunit', max: 1, moves: falls('postgres_stopped'), description: 'Share of the blocks read that were in shared buffers. It falls after a restart; well below 99 % for long, the memory is too small for what is read.', queries: [query(`sum(rate(pg_stat_database_blks_hit{datname="observatory"}[${RATE}])) / (sum(rate(pg_stat_database_blks_hit{datname="observatory"}[${RATE}])) + sum(rate(pg_stat_database_blks_read{datname="observatory"}[${RATE}])))`, 'found')] },
    { kind: 'time', title: 'Connections', width: 8, unit: 'none', moves: vanishes('postgres_stopped'), description: 'Client connections, beside how many the server allows.', queries: [query('max(pg_snapshots_connections)', 'connections'), query('max(pg_settings_max_connections)', 'allowed')], runbooks: ['PostgresConnectionsNearMax'] },
    { kind: 'time', title: 'Size', width: 8, unit: 'bytes', moves: rises('load'), description: 'Size of the database on disk. The log only grows; retention drops whole partitions.', queries: [query('max(pg_database_size_bytes{datname="observatory"})', 'database')] },
    { kind: 'time', title: 'Oldest snapshot', width: 8, unit: 'short', moves: vanishes('postgres_stopped'), description: 'Transactions begun since the oldest snapshot that is still held. What one holds, no vacuum can remove, and appends slow down.', queries: [query('max(pg_snapshots_oldest_xmin_age)', 'transactions')], runbooks: ['PostgresLongTransaction'] },
  ],
};

const rabbitmq: Row = {
  title: 'RabbitMQ',
  panels: [
    { kind: 'time', title: 'Messages published and delivered', width: 8, unit: 'ops', moves: rises('load'), description: 'Messages that the broker took and handed out, per second.', queries: [query(`sum(rate(rabbitmq_global_messages_received_total[${RATE}]))`, 'published'), query(`sum(rate(rabbitmq_global_messages_delivered_total[${RATE}]))`, 'delivered')] },
    { kind: 'time', title: 'Messages held', width: 8, unit: 'short', stacked: true, moves: rises('backlog'), description: 'Messages ready for a consumer, and those handed out and not yet acknowledged.', queries: [query('sum(rabbitmq_queue_messages_ready)', 'ready'), query('sum(rabbitmq_queue_messages_unacked)', 'unacknowledged')], colours: { ready: 'yellow', unacknowledged: 'blue' } },
    { kind: 'time', title: 'Memory of the broker', width: 8, unit: 'bytes', moves: rises('load'), description: 'Memory of the broker beside its limit, at which it makes publishers wait.', queries: [query('sum(rabbitmq_process_resident_memory_bytes)', 'used'), query('sum(rabbitmq_resident_memory_limit_bytes)', 'limit', vanishes('broker_stopped'))] },
  ],
};

const mongodb: Row = {
  title: 'MongoDB',
  panels: [
    { kind: 'time', title: 'Operations', width: 8, unit: 'ops', moves: rises('load'), description: 'Operations per second, by kind. Updates are the read models being written.', queries: [rateBy(['operation'], 'mongodb_operations_total')] },
    { kind: 'time', title: 'Time in operations', width: 8, unit: 'percentunit', moves: rises('load'), description: 'Seconds that operations took in each second, all connections together, by kind.', queries: [rateBy(['kind'], 'mongodb_operation_seconds_total')] },
    { kind: 'time', title: 'Cache', width: 8, unit: 'bytes', moves: rises('load'), description: 'The cache of the storage engine: in use, and of that not written yet.', queries: [query('sum by (state) (mongodb_cache_bytes{state=~"used|dirty"})', '{{state}}')] },
    { kind: 'time', title: 'Primary', width: 12, unit: 'none', min: 0, max: 1, moves: falls('mongo_stopped'), description: '1 while the aggregator finds the server, and while it is the writable primary.', queries: [query('min(mongodb_up)', 'up'), query('min(mongodb_primary)', 'primary', vanishes('mongo_stopped'))], runbooks: ['MongoUnavailable'] },
    { kind: 'time', title: 'Size of the read models', width: 12, unit: 'bytes', moves: rises('load'), description: 'Size of the read models on disk, and of their indexes.', queries: [query('max(mongodb_data_bytes)', 'documents'), query('max(mongodb_index_bytes)', 'indexes')] },
  ],
};

const redis: Row = {
  title: 'Redis',
  panels: [
    { kind: 'time', title: 'Reachable', width: 8, unit: 'none', min: 0, max: 1, moves: falls('redis_stopped'), description: '1 while Redis answers its exporter, 0 while it does not.', queries: [query('min(redis_up)', 'up')], runbooks: ['RedisUnavailable'] },
    { kind: 'time', title: 'Commands', width: 8, unit: 'ops', moves: falls('redis_stopped'), description: 'Commands processed per second.', queries: [query(`sum(rate(redis_commands_processed_total[${RATE}]))`, 'commands')] },
    { kind: 'time', title: 'Memory', width: 8, unit: 'bytes', moves: vanishes('redis_stopped'), description: 'Memory that holds data, beside what Redis may use.', queries: [query('max(redis_memory_used_bytes)', 'used'), query('max(redis_memory_max_bytes)', 'allowed')] },
  ],
};

/** The host is everybody's: under load its figures change, but in which direction others decide as well. */
const host: Row = {
  title: 'Host',
  panels: [
    { kind: 'time', title: 'CPU of the host', width: 6, unit: 'percentunit', min: 0, max: 1, moves: changes('load'), description: 'Share of all cores that is busy.', queries: [query(`1 - avg(rate(node_cpu_seconds_total{mode="idle"}[${RATE}]))`, 'busy')], runbooks: ['HostCpuBusy'] },
    { kind: 'time', title: 'Memory of the host', width: 6, unit: 'percentunit', min: 0, max: 1, moves: changes('load'), description: 'Share of the memory that new work could not have.', queries: [query('1 - sum(node_memory_MemAvailable_bytes) / sum(node_memory_MemTotal_bytes)', 'used')], runbooks: ['HostMemoryLow'] },
    { kind: 'time', title: 'Network of the host', width: 6, unit: 'Bps', moves: changes('load'), description: 'Bytes per second over all interfaces, the loopback one included: there the services talk with the servers.', queries: [query(`sum(rate(node_network_receive_bytes_total[${RATE}]))`, 'received'), query(`sum(rate(node_network_transmit_bytes_total[${RATE}]))`, 'sent')] },
    { kind: 'time', title: 'Written to disks', width: 6, unit: 'Bps', moves: changes('load'), description: 'Bytes written per second, by disk.', queries: [query(`sum by (device) (rate(node_disk_written_bytes_total[${RATE}]))`, '{{device}}')], runbooks: ['DiskIoBudgetExceeded'] },
    { kind: 'bars', title: 'Free space', width: 12, unit: 'percentunit', min: 0, max: 1, moves: changes('load'), description: 'Share of each file system that is free.', queries: [query('min by (mountpoint) (node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs"} / node_filesystem_size_bytes)', '{{mountpoint}}')], thresholds: [{ colour: 'red' }, { from: 0.1, colour: 'yellow' }, { from: 0.2, colour: 'green' }], runbooks: ['DiskSpaceLow'] },
    { kind: 'time', title: 'Busy disks', width: 12, unit: 'percentunit', min: 0, max: 1, moves: changes('load'), description: 'Share of time in which a disk had something to do. Above 80 % everything that commits slows down.', queries: [query(`max by (device) (rate(node_disk_io_time_seconds_total[${RATE}]))`, '{{device}}')], runbooks: ['DiskIoBudgetExceeded'] },
  ],
};

export const infrastructure: Dashboard = {
  uid: 'infrastructure',
  title: 'Infrastructure',
  description: 'What the platform runs on: the Node processes themselves, PostgreSQL with the log, RabbitMQ, MongoDB with the read models, Redis, the host.',
  variables: [{ name: 'service', label: 'Service', metric: 'process_resident_memory_bytes', of: 'service' }],
  rows: [
    {
      panels: [
        { kind: 'stat', title: 'Reachable', width: 24, height: 4, unit: 'none', named: true, moves: falls('worker_frozen'), words: { 0: { text: 'down', colour: 'red' }, 1: { text: 'up', colour: 'green' } }, queries: [query('min by (service) (up)', '{{service}}')], description: 'Whether Prometheus can scrape each service and each exporter. A store behind an exporter may be down all the same: see its row.', runbooks: ['ServiceDown'] },
      ],
    },
    node,
    { ...postgres, collapsed: true },
    { ...rabbitmq, collapsed: true },
    { ...mongodb, collapsed: true },
    { ...redis, collapsed: true },
    { ...host, collapsed: true },
  ],
};
