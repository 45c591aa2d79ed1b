import type { AlertDefinition } from '../alert';
import { inWords, secondsOf } from '../span';

const OURS = 'service=~"gateway|worker|aggregator|observatory"';

/** What one process may take, in bytes and cores. */
export interface Budgets {
  readonly memoryMb: number;
  readonly cpuPercent: number;
}

export const DEFAULT_BUDGETS: Budgets = { memoryMb: 512, cpuPercent: 70 };

export const capacityAlerts = ({ memoryMb, cpuPercent }: Budgets): readonly AlertDefinition[] => [
  {
    name: 'MemoryBudgetExceeded',
    category: 'capacity',
    limits: { warning: 0.8, critical: 1 },
    hold: '2m',
    expression: ({ limit }) => `max by (service, instance) (process_resident_memory_bytes{${OURS}}) / ${memoryMb * 1024 * 1024} > ${limit}`,
    summary: '{{ $labels.service }} at {{ $labels.instance }} uses more memory than it was given',
    description: ({ limit }) => `It uses {{ $value | humanizePercentage }} of its budget of ${memoryMb} MiB (limit: ${limit * 100} %).`,
    cases: [
      {
        name: 'a process above 80 % of its budget for two minutes is a warning',
        given: [
          { series: 'process_resident_memory_bytes{service="worker", instance="127.0.0.1:13001"}', quiet: 100e6, fault: 450e6, repaired: 100e6 },
          { series: 'process_resident_memory_bytes{service="gateway", instance="127.0.0.1:13000"}', quiet: 400e6, fault: 400e6, repaired: 400e6 },
        ],
        fires: ['warning'],
        labels: { service: 'worker', instance: '127.0.0.1:13001' },
        value: '83.82%',
      },
      {
        name: 'one above all of it is critical',
        given: [{ series: 'process_resident_memory_bytes{service="worker", instance="127.0.0.1:13001"}', quiet: 100e6, fault: 600e6, repaired: 100e6 }],
        fires: ['warning', 'critical'],
        labels: { service: 'worker', instance: '127.0.0.1:13001' },
        value: '111.8%',
      },
    ],
  },
  {
    name: 'HostMemoryLow',
    category: 'capacity',
    limits: { warning: 0.2, critical: 0.05 },
    hold: '2m',
    expression: ({ limit }) => `min by (service, instance) (node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) < ${limit}`,
    summary: 'the machine {{ $labels.instance }} runs out of memory',
    description: ({ limit }) => `{{ $value | humanizePercentage }} of its memory is available (limit: ${limit * 100} %).`,
    cases: [
      {
        name: 'a machine that has given away 80 % of its memory is a warning',
        given: [
          { series: 'node_memory_MemAvailable_bytes{service="node", instance="a"}', quiet: 8e9, fault: 1e9, repaired: 8e9 },
          { series: 'node_memory_MemTotal_bytes{service="node", instance="a"}', quiet: 10e9, fault: 10e9, repaired: 10e9 },
        ],
        fires: ['warning'],
        labels: { service: 'node', instance: 'a' },
        value: '10%',
      },
      {
        name: 'one that has given away 95 % is critical',
        given: [
          { series: 'node_memory_MemAvailable_bytes{service="node", instance="a"}', quiet: 8e9, fault: 0.4e9, repaired: 8e9 },
          { series: 'node_memory_MemTotal_bytes{service="node", instance="a"}', quiet: 10e9, fault: 10e9, repaired: 10e9 },
        ],
        fires: ['warning', 'critical'],
        labels: { service: 'node', instance: 'a' },
        value: '4%',
      },
    ],
  },
  {
    name: 'CpuBudgetExceeded',
    category: 'capacity',
    limits: { warning: cpuPercent / 100 },
    hold: '2m',
    // A service works on one thread: its budget is a share of one core.
    expression: ({ limit, spans }) => `sum by (service, instance) (rate(process_cpu_seconds_total{${OURS}}[${spans.window('5m')}])) > ${limit}`,
    summary: '{{ $labels.service }} at {{ $labels.instance }} is busy without pause',
    description: ({ limit, spans }) => `It used {{ $value | humanizePercentage }} of a core over ${inWords(spans.window('5m'))} (limit: ${Math.round(limit * 100)} %).`,
    onsetSeconds: (spans) => secondsOf(spans.window('5m')),
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'a process that used more than 70 % of a core over five minutes is reported, after two more',
        given: [
          { series: 'process_cpu_seconds_total{service="gateway", instance="127.0.0.1:13000"}', quiet: '+3', fault: '+15', repaired: '+3' },
          { series: 'process_cpu_seconds_total{service="worker", instance="127.0.0.1:13001"}', quiet: '+10', fault: '+10', repaired: '+10' },
        ],
        fires: ['warning'],
        labels: { service: 'gateway', instance: '127.0.0.1:13000' },
        value: '100%',
        onset: '3m',
        recovery: '2m',
      },
    ],
  },
  {
    name: 'HostCpuBusy',
    category: 'capacity',
    limits: { warning: 0.9 },
    hold: '15m',
    expression: ({ limit, spans }) => `1 - avg by (service, instance) (rate(node_cpu_seconds_total{mode="idle"}[${spans.window('5m')}])) > ${limit}`,
    summary: 'the machine {{ $labels.instance }} has no CPU to spare',
    description: ({ limit, spans }) => `Its processors were busy for {{ $value | humanizePercentage }} of ${inWords(spans.window('5m'))} (limit: ${limit * 100} %).`,
    onsetSeconds: (spans) => secondsOf(spans.window('5m')),
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'a machine that has been busy for a quarter of an hour is reported',
        given: [
          { series: 'node_cpu_seconds_total{service="node", instance="a", cpu="0", mode="idle"}', quiet: '+12', fault: '+0', repaired: '+12' },
          { series: 'node_cpu_seconds_total{service="node", instance="a", cpu="0", mode="user"}', quiet: '+3', fault: '+15', repaired: '+3' },
        ],
        fires: ['warning'],
        labels: { service: 'node', instance: 'a' },
        value: '100%',
        onset: '255s',
        recovery: '45s',
      },
    ],
  },
  {
    name: 'DiskSpaceLow',
    category: 'capacity',
    limits: { warning: 0.15, critical: 0.05 },
    hold: '1m',
    expression: ({ limit }) =>
      `min by (service, instance, mountpoint) (node_filesystem_avail_bytes{fstype!~"squashfs|iso9660|ramfs"} / (node_filesystem_size_bytes > 0)) < ${limit} and min by (service, instance, mountpoint) (node_filesystem_readonly) == 0`,
    summary: 'the disk at {{ $labels.mountpoint }} of {{ $labels.instance }} is nearly full',
    description: ({ limit }) => `{{ $value | humanizePercentage }} of it is free (limit: ${limit * 100} %). A store that cannot write stops.`,
    cases: [
      {
        name: 'a disk with less than 15 % free is a warning; one that nobody can write is none',
        given: [
          { series: 'node_filesystem_avail_bytes{service="node", instance="a", mountpoint="/", fstype="ext4"}', quiet: 50e9, fault: 10e9, repaired: 50e9 },
          { series: 'node_filesystem_size_bytes{service="node", instance="a", mountpoint="/", fstype="ext4"}', quiet: 100e9, fault: 100e9, repaired: 100e9 },
          { series: 'node_filesystem_readonly{service="node", instance="a", mountpoint="/", fstype="ext4"}', quiet: 0, fault: 0, repaired: 0 },
          { series: 'node_filesystem_avail_bytes{service="node", instance="a", mountpoint="/mnt", fstype="ext4"}', quiet: 1, fault: 1, repaired: 1 },
          { series: 'node_filesystem_size_bytes{service="node", instance="a", mountpoint="/mnt", fstype="ext4"}', quiet: 100e9, fault: 100e9, repaired: 100e9 },
          { series: 'node_filesystem_readonly{service="node", instance="a", mountpoint="/mnt", fstype="ext4"}', quiet: 1, fault: 1, repaired: 1 },
        ],
        fires: ['warning'],
        labels: { service: 'node', instance: 'a', mountpoint: '/' },
        value: '10%',
      },
      {
        name: 'one with less than 5 % free is critical',
        given: [
          { series: 'node_filesystem_avail_bytes{service="node", instance="a", mountpoint="/", fstype="ext4"}', quiet: 50e9, fault: 4e9, repaired: 50e9 },
          { series: 'node_filesystem_size_bytes{service="node", instance="a", mountpoint="/", fstype="ext4"}', quiet: 100e9, fault: 100e9, repaired: 100e9 },
          { series: 'node_filesystem_readonly{service="node", instance="a", mountpoint="/", fstype="ext4"}', quiet: 0, fault: 0, repaired: 0 },
        ],
        fires: ['warning', 'critical'],
        labels: { service: 'node', instance: 'a', mountpoint: '/' },
        value: '4%',
      },
    ],
  },
  {
    name: 'DiskIoBudgetExceeded',
    category: 'capacity',
    limits: { warning: 0.8 },
    hold: '2m',
    expression: ({ limit, spans }) => `max by (service, instance, device) (rate(node_disk_io_time_seconds_total[${spans.window('5m')}])) > ${limit}`,
    summary: 'the disk {{ $labels.device }} of {{ $labels.instance }} is busy without pause',
    description: ({ limit, spans }) => `It was busy for {{ $value | humanizePercentage }} of ${inWords(spans.window('5m'))} (limit: ${limit * 100} %).`,
    onsetSeconds: (spans) => secondsOf(spans.window('5m')),
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'a disk that was busy for more than 80 % of five minutes is reported, after two more',
        given: [{ series: 'node_disk_io_time_seconds_total{service="node", instance="a", device="sda"}', quiet: '+1', fault: '+15', repaired: '+1' }],
        fires: ['warning'],
        labels: { service: 'node', instance: 'a', device: 'sda' },
        value: '100%',
        onset: '225s',
        recovery: '75s',
      },
    ],
  },
  {
    name: 'EventLoopStalled',
    category: 'capacity',
    limits: { warning: 0.2, critical: 1 },
    hold: '30s',
    expression: ({ limit, spans }) => `max by (service, instance) (max_over_time(nodejs_eventloop_lag_p99_seconds{${OURS}}[${spans.window('1m')}])) > ${limit}`,
    summary: 'the event loop of {{ $labels.service }} at {{ $labels.instance }} stands still for long moments',
    description: ({ limit }) => `One turn in a hundred takes longer than {{ $value | humanizeDuration }} (limit: ${limit * 1000} ms): something computes, or collects garbage, and all else waits.`,
    recoverySeconds: (spans) => secondsOf(spans.window('1m')),
    cases: [
      {
        name: 'a loop that stands still for more than 200 ms at a time is a warning',
        given: [
          { series: 'nodejs_eventloop_lag_p99_seconds{service="worker", instance="127.0.0.1:13001"}', quiet: 0.01, fault: 0.4, repaired: 0.01 },
          { series: 'nodejs_eventloop_lag_p99_seconds{service="gateway", instance="127.0.0.1:13000"}', quiet: 0.1, fault: 0.1, repaired: 0.1 },
        ],
        fires: ['warning'],
        labels: { service: 'worker', instance: '127.0.0.1:13001' },
        value: '400ms',
        recovery: '60s',
      },
      {
        name: 'one that stands still for more than a second at a time is critical',
        given: [{ series: 'nodejs_eventloop_lag_p99_seconds{service="worker", instance="127.0.0.1:13001"}', quiet: 0.01, fault: 2, repaired: 0.01 }],
        fires: ['warning', 'critical'],
        labels: { service: 'worker', instance: '127.0.0.1:13001' },
        value: '2s',
        recovery: '60s',
      },
    ],
  },
  {
    name: 'PostgresConnectionsNearMax',
    category: 'capacity',
    limits: { warning: 0.8, critical: 0.95 },
    hold: '1m',
    labels: { service: 'postgres' },
    expression: ({ limit }) => `max(pg_snapshots_connections) / max(pg_settings_max_connections) > ${limit}`,
    summary: 'PostgreSQL is running out of connections',
    description: ({ limit }) => `{{ $value | humanizePercentage }} of the connections that it allows are open (limit: ${limit * 100} %). A gateway that gets none refuses commands.`,
    hiddenBy: ['PostgresUnavailable'],
    cases: [
      {
        name: 'more than 80 % of the connections are a warning',
        given: [
          { series: 'pg_snapshots_connections{service="postgres"}', quiet: 30, fault: 170, repaired: 30 },
          { series: 'pg_settings_max_connections', quiet: 200, fault: 200, repaired: 200 },
        ],
        fires: ['warning'],
        labels: {},
        value: '85%',
      },
      {
        name: 'nearly all of them are critical',
        given: [
          { series: 'pg_snapshots_connections{service="postgres"}', quiet: 20, fault: 196, repaired: 20 },
          { series: 'pg_settings_max_connections', quiet: 200, fault: 200, repaired: 200 },
        ],
        fires: ['warning', 'critical'],
        labels: {},
        value: '98%',
      },
    ],
  },
  {
    name: 'PostgresLongTransaction',
    category: 'capacity',
    limits: { warning: 1 },
    hold: '0s',
    labels: { service: 'postgres' },
    expression: ({ limit, spans }) => `max(pg_snapshots_longest_transaction_seconds) > ${limit * secondsOf(spans.age('1m'))}`,
    summary: 'a transaction has been open in PostgreSQL for long, and with it a snapshot',
    description: ({ spans }) => `The oldest began {{ $value | humanizeDuration }} ago (limit: ${inWords(spans.age('1m'))}). While it lives, no dead row can be removed: the tables of jobs grow and every statement becomes slower.`,
    hiddenBy: ['PostgresUnavailable'],
    onsetSeconds: (spans) => secondsOf(spans.age('1m')),
    cases: [
      {
        name: 'a transaction that has been open for more than a minute is reported',
        given: [
          { series: 'pg_snapshots_longest_transaction_seconds{service="postgres"}', quiet: 0, fault: '+15', repaired: 0 },
        ],
        fires: ['warning'],
        labels: {},
        value: '1m 15s',
        onset: '1m',
      },
    ],
  },
  {
    name: 'PostgresSnapshotOld',
    category: 'capacity',
    limits: { warning: 500_000 },
    hold: '1m',
    labels: { service: 'postgres' },
    expression: ({ limit }) => `max(pg_snapshots_oldest_xmin_age) > ${limit}`,
    summary: 'PostgreSQL cannot remove dead rows: somebody holds an old snapshot',
    description: ({ limit }) => `{{ $value | humanize }} transactions have begun since the oldest snapshot that is still held (limit: ${limit / 1000} thousand); all rows that died meanwhile stay.`,
    hiddenBy: ['PostgresUnavailable'],
    cases: [
      {
        name: 'a snapshot that is older than half a million transactions is reported after a minute',
        given: [{ series: 'pg_snapshots_oldest_xmin_age{service="postgres"}', quiet: 100, fault: 600_000, repaired: 100 }],
        fires: ['warning'],
        labels: {},
        value: '600k',
      },
    ],
  },
  {
    name: 'PostgresDeadlocks',
    category: 'capacity',
    limits: { warning: 0 },
    hold: '0s',
    labels: { service: 'postgres' },
    expression: ({ limit, spans }) => `sum(increase(pg_stat_database_deadlocks[${spans.window('15m')}])) > ${limit}`,
    summary: 'transactions in PostgreSQL block each other in a circle',
    description: ({ spans }) => `{{ $value | humanize }} deadlocks within ${inWords(spans.window('15m'))}. The writer takes its locks in one order, so somebody else writes to these tables.`,
    recoverySeconds: (spans) => secondsOf(spans.window('15m')),
    cases: [
      {
        name: 'a deadlock is reported',
        given: [{ series: 'pg_stat_database_deadlocks{datname="observatory"}', quiet: '+0', fault: '+1', repaired: '+0' }],
        fires: ['warning'],
        labels: {},
        value: '1',
        recovery: '15m',
      },
    ],
  },
];
