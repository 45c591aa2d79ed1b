import { ERROR_CODES, INCIDENT_PATTERNS, SECURITY_CATEGORIES } from '#contracts';
import { MetricDeclaration, ServiceName } from './metric';

const EVERY_SERVICE = ['gateway', 'worker', 'aggregator', 'observatory'] as const satisfies readonly ServiceName[];
const ON_THE_BROKER = ['gateway', 'worker', 'aggregator'] as const satisfies readonly ServiceName[];

/** Network calls on one machine: from a tenth of a millisecond to the longest a caller waits. */
const FAST_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
/** Answers over HTTP: with the bounds that service levels are judged by (200, 400 and 500 ms). */
const ANSWER_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.4, 0.5, 1, 2.5, 5, 10] as const;
/** What waits for somebody else: from some milliseconds to an hour. */
const WAIT_SECONDS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600] as const;
/** Whole lives: from some milliseconds to a day. */
const LIFE_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800, 7200, 86_400] as const;
/** Work that somebody else wrote: from a millisecond to hours. */
const WORK_SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 1, 5, 15, 60, 300, 1800, 7200] as const;
/** Group sizes, up to the largest a batch may have. */
const GROUP_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;

/**
 * Every metric of the system. Alerts, recording rules and dashboards may name only what stands here (a test compares), and code can
 * increment only what stands here: `counter('jobsSubmitted')`.
 *
 * Names are `observatory_<thing>_<unit>`, counters end in `_total`; every series carries `service`.
 */
export const METRICS = {
  // Every service
  httpRequestDuration: {
    type: 'histogram', name: 'observatory_http_request_duration_seconds', services: EVERY_SERVICE, buckets: ANSWER_SECONDS,
    labels: { method: null, route: null, status: ['1xx', '2xx', '3xx', '4xx', '5xx'], client: ['own', 'other'] },
    help: 'Time from the first byte of a request to the last byte of its answer, by route pattern; own clients are those of the project.',
  },
  errors: {
    type: 'counter', name: 'observatory_errors_total', services: EVERY_SERVICE, labels: { code: ERROR_CODES },
    help: 'Requests that were answered with a problem document, by error code.',
  },
  securityEvents: {
    type: 'counter', name: 'observatory_security_events_total', services: EVERY_SERVICE, labels: { category: SECURITY_CATEGORIES },
    help: 'Security events by category: what was refused that may have been an attack.',
  },
  dependencyReady: {
    type: 'gauge', name: 'observatory_dependency_ready', services: EVERY_SERVICE, labels: { dependency: null },
    help: '1 while the service can use this dependency, 0 while it cannot.',
  },

  // Messaging
  messagesPublished: {
    type: 'counter', name: 'observatory_messages_published_total', services: ON_THE_BROKER,
    labels: { exchange: null, outcome: ['confirmed', 'returned', 'failed'] },
    help: 'Messages handed to the broker, by what became of them.',
  },
  publishDuration: {
    type: 'histogram', name: 'observatory_publish_duration_seconds', services: ON_THE_BROKER, buckets: FAST_SECONDS, labels: { exchange: null },
    help: 'Time from a publish to its confirm.',
  },
  messagesConsumed: {
    type: 'counter', name: 'observatory_messages_consumed_total', services: ON_THE_BROKER,
    labels: { queue: null, outcome: ['acked', 'retried', 'parked', 'returned'] },
    help: 'Deliveries settled, by verdict.',
  },
  messagesParked: {
    type: 'counter', name: 'observatory_messages_parked_total', services: ON_THE_BROKER,
    labels: { reason: ['not_json', 'not_an_envelope', 'unknown_event_type', 'unknown_major_version', 'invalid_payload', 'handler_failed'] },
    help: 'Messages set aside because they could not be handled, by reason.',
  },
  brokerConnected: {
    type: 'gauge', name: 'observatory_broker_connected', services: ON_THE_BROKER, labels: { connection: null },
    help: '1 while this AMQP connection is up, 0 while it is down.',
  },
  brokerReconnects: {
    type: 'counter', name: 'observatory_broker_reconnects_total', services: ON_THE_BROKER, labels: { connection: null },
    help: 'Times that an AMQP connection came back after it had been lost.',
  },

  // Gateway: commands and the log
  governanceDecisions: {
    type: 'counter', name: 'observatory_governance_decisions_total', services: ['gateway'], labels: { result: ['allow', 'deny', 'hold'], at: ['submit', 'claim'] },
    help: 'What the policy said to jobs, when they were submitted and when workers asked for them.',
  },
  governanceDecisionsDropped: {
    type: 'counter', name: 'observatory_governance_decisions_dropped_total', services: ['gateway'], labels: {},
    help: 'Decisions that are not in the decision log because more came than it takes.',
  },
  policyLoads: {
    type: 'counter', name: 'observatory_policy_loads_total', services: ['gateway'], labels: { outcome: ['changed', 'unchanged', 'update_failed', 'integrity_check_failed'] },
    help: 'Policy files that were read while the service ran, by what became of them.',
  },
  policyDeparts: {
    type: 'gauge', name: 'observatory_policy_departs', services: ['gateway'], labels: {},
    help: '1 while this gateway goes by another policy pack than the platform, 0 else.',
  },
  jobsSubmitted: {
    type: 'counter', name: 'observatory_jobs_submitted_total', services: ['gateway'],
    labels: { route: ['single', 'bulk'], outcome: ['accepted', 'duplicate', 'deduplicated', 'conflict', 'refused'] },
    help: 'Jobs that clients tried to submit, by outcome; accepted means committed.',
  },
  tickets: {
    type: 'counter', name: 'observatory_tickets_total', services: ['gateway'],
    labels: { outcome: ['issued', 'used', 'replayed', 'expired', 'forged', 'mismatched', 'too_long'] },
    help: 'Submission tickets, by what became of them: too long are those that would be good for longer than any may be, mismatched those shown with another request.',
  },
  quotaRefusals: {
    type: 'counter', name: 'observatory_quota_refusals_total', services: ['gateway'], labels: { quota: ['openJobs', 'openPayloadBytes'] },
    help: 'Submissions that were refused because their tenant has used up its quota, by the bound.',
  },
  ticketVerification: {
    type: 'histogram', name: 'observatory_ticket_verification_seconds', services: ['gateway'], buckets: FAST_SECONDS, labels: {},
    help: 'Time to find out whether a ticket is good and was not seen before, without the wait for the body and for the commit.',
  },
  eventsAppended: {
    type: 'counter', name: 'observatory_events_appended_total', services: ['gateway'], labels: { event_type: null },
    help: 'Events committed to the log.',
  },
  appendDuration: {
    type: 'histogram', name: 'observatory_append_duration_seconds', services: ['gateway'], buckets: FAST_SECONDS, labels: {},
    help: 'Time of one append statement, commit included.',
  },
  appendBatchSize: {
    type: 'histogram', name: 'observatory_append_batch_jobs', services: ['gateway'], buckets: GROUP_SIZES, labels: {},
    help: 'Jobs written by one append statement.',
  },
  appendConflicts: {
    type: 'counter', name: 'observatory_append_conflicts_total', services: ['gateway'], labels: {},
    help: 'Writes that lost against a newer revision and were decided again.',
  },
  logHeadPosition: {
    type: 'gauge', name: 'observatory_log_head_position', services: ['gateway'], labels: {},
    help: 'Position of the newest event in the log.',
  },

  // Gateway: the engine
  relayLeader: {
    type: 'gauge', name: 'observatory_relay_leader', services: ['gateway'], labels: {},
    help: '1 on the gateway that relays the log to the broker, 0 on the others.',
  },
  relayPosition: {
    type: 'gauge', name: 'observatory_relay_position', services: ['gateway'], labels: {},
    help: 'Position up to which the broker has confirmed the log, as this gateway knows it.',
  },
  relayLagEvents: {
    type: 'gauge', name: 'observatory_relay_lag_events', services: ['gateway'], labels: {},
    help: 'Events in the log that the broker has not confirmed yet; read by every gateway that runs the engine, whoever relays.',
  },
  relayLagSeconds: {
    type: 'gauge', name: 'observatory_relay_lag_seconds', services: ['gateway'], labels: {},
    help: 'Age of the oldest event in the log that the broker has not confirmed yet.',
  },
  relayEvents: {
    type: 'counter', name: 'observatory_relay_events_total', services: ['gateway'], labels: { source: ['memory', 'log'] },
    help: 'Events relayed to the broker, by where they were taken from.',
  },
  relayRestarts: {
    type: 'counter', name: 'observatory_relay_restarts_total', services: ['gateway'],
    labels: { reason: ['nacked', 'returned', 'disconnected', 'epoch_lost', 'store_lost'] },
    help: 'Times that the relay fell back to its cursor.',
  },
  reportsHandled: {
    type: 'counter', name: 'observatory_reports_handled_total', services: ['gateway'],
    labels: { report_type: null, outcome: ['applied', 'duplicate', 'fenced', 'unknown_job'] },
    help: 'Reports of workers, by what they changed.',
  },
  reportBatch: {
    type: 'histogram', name: 'observatory_report_batch_reports', services: ['gateway'], buckets: GROUP_SIZES, labels: {},
    help: 'Asks and reports of workers that were handled together.',
  },
  grants: {
    type: 'counter', name: 'observatory_grants_total', services: ['gateway'],
    labels: { outcome: ['granted', 'terminal', 'retrying', 'owned', 'paused', 'limited', 'unhandled', 'cancelled', 'unknown_job'] },
    help: 'Answers to asks: granted, or the reason of the denial.',
  },
  attemptsLost: {
    type: 'counter', name: 'observatory_attempts_lost_total', services: ['gateway'], labels: { detected_by: ['probe', 'lease'] },
    help: 'Attempts closed because their worker was gone, by what noticed it.',
  },
  engineTicks: {
    type: 'counter', name: 'observatory_engine_ticks_total', services: ['gateway'], labels: {},
    help: 'Engine ticks applied; leases are counted in them.',
  },
  scheduleTicks: {
    type: 'counter', name: 'observatory_schedule_ticks_total', services: ['gateway'], labels: { outcome: ['fired', 'missed', 'overlap', 'refused'] },
    help: 'Ticks of schedules that were decided: fired became a job, the others did not, and this is why.',
  },
  scheduleTickDelay: {
    type: 'histogram', name: 'observatory_schedule_tick_delay_seconds', services: ['gateway'], buckets: FAST_SECONDS, labels: {},
    help: 'Time from the instant of a tick to the commit of its job.',
  },
  timerDelay: {
    type: 'histogram', name: 'observatory_timer_delay_seconds', services: ['gateway'], buckets: FAST_SECONDS, labels: { timer: ['due', 'deadline'] },
    help: 'How late a timer fired after the instant it was set for.',
  },
  jobsResent: {
    type: 'counter', name: 'observatory_jobs_resent_total', services: ['gateway'], labels: {},
    help: 'Queued jobs without an owner that the sweep sent to the broker again.',
  },
  jobsReleased: {
    type: 'counter', name: 'observatory_jobs_released_total', services: ['gateway'], labels: {},
    help: 'Withheld jobs that were sent to the broker again because what held them back was free.',
  },
  jobPickupDuration: {
    type: 'histogram', name: 'observatory_job_pickup_duration_seconds', services: ['gateway'], buckets: WAIT_SECONDS, labels: { queue: null },
    help: 'Time from a job being queued to its handler starting.',
  },
  jobDuration: {
    type: 'histogram', name: 'observatory_job_duration_seconds', services: ['gateway'], buckets: LIFE_SECONDS,
    labels: { job_type: null, status: ['COMPLETED', 'FAILED', 'CANCELLED'] },
    help: 'Time from the submission of a job to its terminal state.',
  },
  jobsFinished: {
    type: 'counter', name: 'observatory_jobs_finished_total', services: ['gateway'], labels: { status: ['COMPLETED', 'FAILED', 'CANCELLED'] },
    help: 'Jobs that reached a terminal state.',
  },
  jobEvents: {
    type: 'counter', name: 'observatory_job_events_total', services: ['gateway'], combinations: 300,
    labels: { event: ['submitted', 'started', 'completed', 'failed', 'cancelled', 'retried', 'lost'], job_type: null, queue: null },
    help: 'What happened to jobs, by their type and queue; lost are attempts whose worker was gone, and such a loss that ends its job is failed as well.',
  },
  tenantJobs: {
    type: 'counter', name: 'observatory_tenant_jobs_total', services: ['gateway'], labels: { tenant: null, event: ['submitted', 'completed', 'failed'] },
    help: 'Jobs submitted, completed and failed, by tenant.',
  },

  // Gateway: what waits, read from PostgreSQL by the gateway that relays
  queueDepth: {
    type: 'gauge', name: 'observatory_queue_depth', services: ['gateway'], labels: { queue: null },
    help: 'Jobs that are queued and owned by no worker, those held back by a pause or a limit included.',
  },
  queueOldestAge: {
    type: 'gauge', name: 'observatory_queue_oldest_age_seconds', services: ['gateway'], labels: { queue: null },
    help: 'How long the oldest job of a queue has been waiting; 0 when none waits.',
  },
  jobsLive: {
    type: 'gauge', name: 'observatory_jobs_live', services: ['gateway'], labels: { status: ['WAITING', 'SCHEDULED', 'QUEUED', 'RUNNING', 'RETRYING'] },
    help: 'Jobs that have not ended, by status.',
  },
  workers: {
    type: 'gauge', name: 'observatory_workers', services: ['gateway'], labels: { state: ['alive', 'draining', 'paused', 'lost'] },
    help: 'Workers by state: alive takes jobs, draining is paused and finishes what it runs, paused runs nothing, lost was heard within 5 minutes but not for 15 seconds.',
  },

  // Gateway: alerts
  auditEntries: {
    type: 'counter', name: 'observatory_audit_entries_total', services: ['gateway'], labels: { outcome: ['stored', 'lost'] },
    help: 'Entries of the audit trail that this process stored, and those it had to let go because the store was away for too long.',
  },
  auditWaitingSeconds: {
    type: 'gauge', name: 'observatory_audit_waiting_seconds', services: ['gateway'], labels: {},
    help: 'Age of the oldest entry of the audit trail that could not be stored yet; 0 when there is none.',
  },
  auditSealedSequence: {
    type: 'gauge', name: 'observatory_audit_sealed_sequence', services: ['gateway'], labels: {},
    help: 'Place of the last entry of the audit trail that is covered by a signed head; set where the relay leads.',
  },
  auditChainFaults: {
    type: 'counter', name: 'observatory_audit_chain_faults_total', services: ['gateway'], labels: {},
    help: 'Rows of the audit trail that do not follow from the row before: somebody changed or removed one.',
  },
  securityIncidents: {
    type: 'counter', name: 'observatory_security_incidents_total', services: ['gateway'], labels: { pattern: INCIDENT_PATTERNS },
    help: 'Security incidents that were opened, by what they look like.',
  },
  securityIncidentsOpen: {
    type: 'gauge', name: 'observatory_security_incidents_open', services: ['gateway'], labels: { pattern: INCIDENT_PATTERNS },
    help: 'Security incidents that go on; set where the relay leads, 0 elsewhere.',
  },
  alertsReceived: {
    type: 'counter', name: 'observatory_alerts_received_total', services: ['gateway'], labels: { outcome: ['fired', 'repeated', 'resolved', 'refused'] },
    help: 'Alerts that Alertmanager told of, by what was new about them; refused ones and bodies could not be read.',
  },
  alertsUnacknowledged: {
    type: 'gauge', name: 'observatory_alerts_unacknowledged', services: ['gateway'], labels: { severity: ['critical', 'warning', 'info'] },
    help: 'Alerts that hold and that nobody has acknowledged; set where the relay leads, 0 elsewhere.',
  },
  alertUnacknowledgedSeconds: {
    type: 'gauge', name: 'observatory_alert_unacknowledged_seconds', services: ['gateway'], labels: {},
    help: 'For how long nobody has acknowledged the oldest critical alert that holds; 0 when there is none, and where the relay does not lead.',
  },

  // Worker
  workerSlots: {
    type: 'gauge', name: 'observatory_worker_slots', services: ['worker'], labels: {},
    help: 'Handlers that this worker can run at once.',
  },
  workerSlotsBusy: {
    type: 'gauge', name: 'observatory_worker_slots_busy', services: ['worker'], labels: {},
    help: 'Slots that run a handler right now.',
  },
  attemptsFinished: {
    type: 'counter', name: 'observatory_attempts_finished_total', services: ['worker'],
    labels: { job_type: null, outcome: ['succeeded', 'failed', 'timed_out', 'aborted'] },
    help: 'Handler runs on this worker, by how they ended.',
  },
  attemptDuration: {
    type: 'histogram', name: 'observatory_attempt_duration_seconds', services: ['worker'], buckets: WORK_SECONDS, labels: { job_type: null },
    help: 'Run time of a handler.',
  },
  attemptsAsked: {
    type: 'counter', name: 'observatory_attempts_asked_total', services: ['worker'], labels: { answer: ['granted', 'denied', 'expired'] },
    help: 'Asks answered, by answer; expired is a grant that came too late to be used.',
  },
  grantDuration: {
    type: 'histogram', name: 'observatory_grant_duration_seconds', services: ['worker'], buckets: FAST_SECONDS, labels: {},
    help: 'Time from an ask to its grant.',
  },
  deliveriesReturned: {
    type: 'counter', name: 'observatory_deliveries_returned_total', services: ['worker'], labels: { reason: ['slots_busy', 'paused', 'shutdown'] },
    help: 'Deliveries handed back to the broker unstarted.',
  },

  // Live streams of the observatory
  streamsOpen: { type: 'gauge', name: 'observatory_streams_open', services: ['observatory'], labels: {}, help: 'Streams of events that are open.' },
  streamsEnded: {
    type: 'counter', name: 'observatory_streams_ended_total', services: ['observatory'], labels: { reason: ['client', 'too_slow', 'shutdown'] },
    help: 'Streams that ended: by their client, because it did not read, or with the service.',
  },
  streamFrames: { type: 'counter', name: 'observatory_stream_frames_total', services: ['observatory'], labels: {}, help: 'Frames written to streams as events came in.' },
  streamResyncs: { type: 'counter', name: 'observatory_stream_resyncs_total', services: ['observatory'], labels: {}, help: 'Times that a stream was told to read anew, because events were missing.' },

  // Aggregator and observatory
  projectionPosition: {
    type: 'gauge', name: 'observatory_projection_position', services: ['aggregator', 'observatory'], labels: { projection: null },
    help: 'Position up to which a read model has been written.',
  },
  projectionLagEvents: {
    type: 'gauge', name: 'observatory_projection_lag_events', services: ['aggregator', 'observatory'], labels: { projection: null },
    help: 'Events in the log that a read model does not show yet.',
  },
  projectionLagSeconds: {
    type: 'gauge', name: 'observatory_projection_lag_seconds', services: ['aggregator', 'observatory'], labels: { projection: null },
    help: 'Age of the oldest event that a read model does not show yet.',
  },
  eventsProjected: {
    type: 'counter', name: 'observatory_events_projected_total', services: ['aggregator'], labels: { projection: null },
    help: 'Events folded into a read model.',
  },
  projectionBatchSize: {
    type: 'histogram', name: 'observatory_projection_batch_events', services: ['aggregator'], buckets: GROUP_SIZES, labels: {},
    help: 'Events folded in one batch.',
  },
  projectionBatchDuration: {
    type: 'histogram', name: 'observatory_projection_batch_duration_seconds', services: ['aggregator'], buckets: FAST_SECONDS, labels: {},
    help: 'Time to write one batch to the read models and move the checkpoint.',
  },
  visibleDelay: {
    type: 'histogram', name: 'observatory_visible_delay_seconds', services: ['aggregator'], buckets: WAIT_SECONDS, labels: {},
    help: 'Time from an event happening to the read models showing it; events that a rebuild folds are not counted.',
  },
  invariantViolations: {
    type: 'counter', name: 'observatory_invariant_violations_total', services: ['aggregator'],
    labels: { invariant: ['second_terminal', 'version_gap', 'position_gap', 'illegal_transition'] },
    help: 'Events that the log must not hold, met while it was folded.',
  },
  gapsRepaired: {
    type: 'counter', name: 'observatory_gaps_repaired_total', services: ['aggregator'], labels: {},
    help: 'Holes in the stream of positions that were filled from the feed.',
  },
  rebuilds: {
    type: 'counter', name: 'observatory_rebuilds_total', services: ['aggregator'], labels: { reason: ['epoch', 'head_behind', 'version', 'asked'] },
    help: 'Rebuilds of a read model from position 0, by cause.',
  },
  attemptLines: {
    type: 'counter', name: 'observatory_attempt_lines_total', services: ['aggregator'], labels: { outcome: ['kept', 'dropped'] },
    help: 'Log lines of attempts, by whether they were kept or came after as many as are kept of one attempt.',
  },
  freshnessWait: {
    type: 'histogram', name: 'observatory_freshness_wait_seconds', services: ['observatory'], buckets: FAST_SECONDS, labels: { outcome: ['reached', 'timed_out'] },
    help: 'Time that queries with atLeast waited for the read model.',
  },
} as const satisfies Readonly<Record<string, MetricDeclaration>>;

/** The key of a metric in the catalogue. */
export type MetricKey = keyof typeof METRICS;

/** The keys of the metrics of one type. */
export type MetricKeyOf<Type extends MetricDeclaration['type']> = {
  [Key in MetricKey]: (typeof METRICS)[Key]['type'] extends Type ? Key : never;
}[MetricKey];
