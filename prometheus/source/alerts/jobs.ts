import type { AlertDefinition } from '../alert';
import { inWords, secondsOf } from '../span';

export const JOBS_ALERTS: readonly AlertDefinition[] = [
  {
    name: 'JobFailureRateHigh',
    category: 'jobs',
    limits: { warning: 0.1, critical: 0.5 },
    hold: '1m',
    expression: ({ limit, spans }) => {
      const ended = (events: string, of: string) => `sum by (job_type) (${of}(observatory_job_events_total{event=~"${events}"}[${spans.window('5m')}]))`;
      // A single failure among two jobs is no rate yet.
      return `${ended('failed', 'rate')} / ${ended('completed|failed', 'rate')} > ${limit} and ${ended('failed', 'increase')} >= 5`;
    },
    summary: 'jobs of type {{ $labels.job_type }} fail',
    description: ({ limit, spans }) => `{{ $value | humanizePercentage }} of the jobs that ended within ${inWords(spans.window('5m'))} failed for good (limit: ${limit * 100} %).`,
    hiddenBy: ['PostgresUnavailable', 'BrokerUnavailable'],
    onsetSeconds: (spans) => secondsOf(spans.window('5m')) / 2,
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'one type whose jobs fail by a fifth is a warning, another type is left alone',
        given: [
          { series: 'observatory_job_events_total{service="gateway", event="failed", job_type="email.send", queue="default"}', quiet: '+0', fault: '+10', repaired: '+0' },
          { series: 'observatory_job_events_total{service="gateway", event="completed", job_type="email.send", queue="default"}', quiet: '+40', fault: '+40', repaired: '+50' },
          { series: 'observatory_job_events_total{service="gateway", event="completed", job_type="image.resize", queue="default"}', quiet: '+40', fault: '+40', repaired: '+40' },
          { series: 'observatory_job_events_total{service="gateway", event="failed", job_type="image.resize", queue="default"}', quiet: '+1', fault: '+1', repaired: '+1' },
        ],
        fires: ['warning'],
        labels: { job_type: 'email.send' },
        value: '13.98%',
        onset: '120s',
        recovery: '165s',
      },
      {
        name: 'a type whose jobs all fail is critical too',
        given: [
          { series: 'observatory_job_events_total{service="gateway", event="failed", job_type="email.send", queue="default"}', quiet: '+0', fault: '+10', repaired: '+0' },
          { series: 'observatory_job_events_total{service="gateway", event="completed", job_type="email.send", queue="default"}', quiet: '+0', fault: '+0', repaired: '+0' },
        ],
        fires: ['warning', 'critical'],
        labels: { job_type: 'email.send' },
        value: '100%',
        recovery: '285s',
      },
    ],
  },
  {
    name: 'QueueBacklogGrowing',
    category: 'jobs',
    limits: { warning: 100 },
    hold: '1m',
    expression: ({ limit, spans }) =>
      `max by (queue) (min_over_time(observatory_queue_depth[${spans.window('5m')}])) > ${limit} and max by (queue) (delta(observatory_queue_depth[${spans.window('5m')}])) > 0`,
    summary: 'more jobs come into queue {{ $labels.queue }} than leave it',
    description: ({ limit, spans }) => `At least {{ $value | humanize }} jobs have been waiting all through the last ${inWords(spans.window('5m'))} (limit: ${limit}), and they become more.`,
    hiddenBy: ['BrokerUnavailable', 'PostgresUnavailable', 'WorkerFleetEmpty'],
    onsetSeconds: (spans) => secondsOf(spans.window('5m')),
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'a queue that has been above 100 jobs for five minutes and grows is reported; one that is long but shrinks is not',
        given: [
          { series: 'observatory_queue_depth{service="gateway", queue="default"}', quiet: 0, fault: '+101', repaired: 0 },
          { series: 'observatory_queue_depth{service="gateway", queue="shrinking"}', quiet: 9000, fault: '+-10', repaired: 0 },
        ],
        fires: ['warning'],
        labels: { queue: 'default' },
        value: '505',
        onset: '5m',
      },
    ],
  },
  {
    name: 'OldestJobWaiting',
    category: 'jobs',
    limits: { warning: 1, critical: 6 },
    hold: '30s',
    expression: ({ limit, spans }) => `max by (queue) (observatory_queue_oldest_age_seconds) > ${limit * secondsOf(spans.age('5m'))}`,
    summary: 'the oldest job in queue {{ $labels.queue }} waits too long',
    description: ({ limit, spans }) => `It has been waiting for {{ $value | humanizeDuration }} (limit: ${inWords(`${(limit * secondsOf(spans.age('5m'))) / (spans.profile === 'fast' ? 1 : 60)}${spans.profile === 'fast' ? 's' : 'm'}`)}).`,
    hiddenBy: ['BrokerUnavailable', 'PostgresUnavailable', 'WorkerFleetEmpty'],
    onsetSeconds: (spans) => secondsOf(spans.age('5m')),
    cases: [
      {
        name: 'a job that has waited for more than five minutes is a warning',
        given: [
          { series: 'observatory_queue_oldest_age_seconds{service="gateway", queue="default"}', quiet: 0, fault: '+15', repaired: 0 },
          { series: 'observatory_queue_oldest_age_seconds{service="gateway", queue="other"}', quiet: 250, fault: 250, repaired: 250 },
        ],
        fires: ['warning'],
        labels: { queue: 'default' },
        value: '5m 45s',
        onset: '5m',
      },
      {
        name: 'one that has waited for more than half an hour is critical',
        given: [{ series: 'observatory_queue_oldest_age_seconds{service="gateway", queue="default"}', quiet: 0, fault: 1805, repaired: 0 }],
        fires: ['warning', 'critical'],
        labels: { queue: 'default' },
        value: '30m 5s',
      },
    ],
  },
  {
    name: 'WorkerFleetEmpty',
    category: 'jobs',
    limits: { critical: 0 },
    hold: '30s',
    labels: { service: 'worker' },
    expression: ({ limit }) => `sum(max by (state) (observatory_workers{state!="lost"})) == ${limit}`,
    summary: 'there is no worker',
    description: ({ spans }) => `No gateway has heard of a living worker for ${inWords(spans.hold('30s'))}. Jobs are accepted and wait.`,
    hiddenBy: ['BrokerUnavailable', 'PostgresUnavailable'],
    // A gateway calls a worker lost when it has not heard of it for 15 seconds.
    onsetSeconds: () => 20,
    cases: [
      {
        name: 'a fleet whose last worker is lost is reported',
        given: [
          { series: 'observatory_workers{service="gateway", state="alive"}', quiet: 2, fault: 0, repaired: 1 },
          { series: 'observatory_workers{service="gateway", state="paused"}', quiet: 0, fault: 0, repaired: 0 },
          { series: 'observatory_workers{service="gateway", state="lost"}', quiet: 0, fault: 2, repaired: 2 },
        ],
        fires: ['critical'],
        labels: {},
      },
    ],
  },
  {
    name: 'AttemptsLostHigh',
    category: 'jobs',
    limits: { warning: 5 },
    hold: '0s',
    expression: ({ limit, spans }) => `sum(increase(observatory_attempts_lost_total[${spans.window('5m')}])) > ${limit}`,
    summary: 'workers vanish while they run jobs',
    description: ({ limit, spans }) => `{{ $value | humanize }} attempts were closed as lost within ${inWords(spans.window('5m'))} (limit: ${limit}). Their jobs run again elsewhere.`,
    hiddenBy: ['BrokerUnavailable'],
    onsetSeconds: () => 5,
    recoverySeconds: (spans) => secondsOf(spans.window('5m')),
    cases: [
      {
        name: 'more than five lost attempts within five minutes are reported',
        given: [
          { series: 'observatory_attempts_lost_total{service="gateway", detected_by="probe"}', quiet: '+0', fault: '+3', repaired: '+0' },
          { series: 'observatory_attempts_lost_total{service="gateway", detected_by="lease"}', quiet: '+0', fault: '+1', repaired: '+0' },
        ],
        fires: ['warning'],
        labels: {},
        value: '8',
        onset: '15s',
        recovery: '5m',
      },
    ],
  },
  {
    name: 'ScheduleTicksMissed',
    category: 'jobs',
    limits: { warning: 0 },
    hold: '0s',
    expression: ({ limit, spans }) => `sum(increase(observatory_schedule_ticks_total{outcome=~"missed|refused"}[${spans.window('10m')}])) > ${limit}`,
    summary: 'schedules did not submit jobs that were due',
    description: ({ spans }) => `{{ $value | humanize }} ticks were missed or refused within ${inWords(spans.window('10m'))}: the engine was away when they were due, or their jobs were not accepted.`,
    recoverySeconds: (spans) => secondsOf(spans.window('10m')),
    cases: [
      {
        name: 'a missed tick is reported; one that a schedule skipped because the last job still ran is not',
        given: [
          { series: 'observatory_schedule_ticks_total{service="gateway", outcome="missed"}', quiet: '+0', fault: '+1', repaired: '+0' },
          { series: 'observatory_schedule_ticks_total{service="gateway", outcome="overlap"}', quiet: '+1', fault: '+1', repaired: '+1' },
          { series: 'observatory_schedule_ticks_total{service="gateway", outcome="fired"}', quiet: '+1', fault: '+1', repaired: '+1' },
        ],
        fires: ['warning'],
        labels: {},
        value: '1',
        recovery: '10m',
      },
    ],
  },
];
