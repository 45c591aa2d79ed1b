/** What the user's document asks of the running system (its sections 2.5 and 2.6), and what the alert list of the project adds. Names, because users rely on them. */
export interface RequiredFamily {
  readonly requirement: string;
  /** An instant query that must find series. */
  readonly query: string;
}

export const REQUIRED_FAMILIES: readonly RequiredFamily[] = [
  { requirement: 'jobs submitted', query: 'observatory_jobs_submitted_total{outcome="accepted"}' },
  { requirement: 'jobs completed', query: 'observatory_jobs_finished_total{status="COMPLETED"}' },
  { requirement: 'jobs failed', query: 'observatory_jobs_finished_total{status="FAILED"}' },
  { requirement: 'jobs by type, queue and what happened to them', query: 'observatory_job_events_total' },
  { requirement: 'job duration histogram', query: 'observatory_job_duration_seconds_bucket' },
  { requirement: 'queue depth', query: 'observatory_queue_depth' },
  { requirement: 'consumer lag, in events', query: 'observatory_projection_lag_events' },
  { requirement: 'consumer lag, in seconds', query: 'observatory_projection_lag_seconds' },
  { requirement: 'relay lag', query: 'observatory_relay_lag_events' },
];

/** Must expose metrics. */
export const REQUIRED_SERVICES = ['gateway', 'worker', 'aggregator', 'observatory'] as const;

export const REQUIRED_ALERTS = {
  'the user\'s document': ['ServiceDown', 'JobFailureRateHigh', 'QueueBacklogGrowing', 'PostgresUnavailable', 'MongoUnavailable'],
  'the project\'s list': [
    'RedisUnavailable', 'BrokerUnavailable', 'OldestJobWaiting', 'RelayStalled', 'ProjectionLagging', 'WorkerFleetEmpty', 'AttemptsLostHigh', 'MessagesParked', 'ContractViolations', 'MemoryBudgetExceeded',
    'CpuBudgetExceeded', 'DiskSpaceLow', 'DiskIoBudgetExceeded', 'EventLoopStalled', 'TtlViolations', 'ReplayAttack', 'InvariantViolated', 'AlertUnacknowledged',
  ],
} as const;

/** More series than this of one metric are not bounded by anything that somebody chose. */
export const MOST_SERIES_OF_A_METRIC = 5_000;
