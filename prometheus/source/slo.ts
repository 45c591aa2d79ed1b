import type { GivenSeries, Severity } from './alert';
import type { Spans } from './span';

/**
 * The service levels, all of them, in one place: what is promised, what counts, what breaks it. Recording rules, error budgets, burn-rate
 * alerts, their tests and the dashboard are made from this.
 */
export interface Slo {
  /** Value of the label `slo`. */
  readonly id: SloId;
  /** Name of its alert. */
  readonly alert: string;
  /** Share of good events, or of good time. */
  readonly objective: number;
  /** What is promised, as a sentence without its full stop. */
  readonly promise: string;
  /** What users notice while it is broken. */
  readonly broken: string;
  /** `critical`: fast burns page; `warning`: slow ones are tickets. */
  readonly severities: readonly (Severity & ('critical' | 'warning'))[];
  readonly indicator: Indicator;
  /** Series in which a share of `bad` of the events (of all: 1) is bad, per step; 0 is all good. */
  readonly example: (bad: { readonly quiet: number; readonly fault: number; readonly repaired: number }) => readonly GivenSeries[];
}

export type SloId = 'availability' | 'response_time_200ms' | 'response_time_target' | 'management_commands' | 'own_client_errors' | 'job_success' | 'submit_to_visible' | 'convergence';

export type Indicator =
  /** Bad and all events per second. */
  | { readonly kind: 'events'; readonly bad: (spans: Spans) => string; readonly all: (spans: Spans) => string }
  /** 1 at a bad moment, 0 at a good one. */
  | { readonly kind: 'time'; readonly bad: (spans: Spans) => string };

export interface SloTargets {
  /** RESPONSE_TIME_P95_TARGET_MS: one of the bounds that answers are counted by. */
  readonly responseTimeP95Ms: number;
  /** AVAILABILITY_TARGET, in percent. */
  readonly availabilityPercent: number;
}

export const DEFAULT_SLO_TARGETS: SloTargets = { responseTimeP95Ms: 400, availabilityPercent: 99.9 };

/** Bounds of `observatory_http_request_duration_seconds`, in milliseconds: a response time can be judged by these only. */
export const ANSWER_BOUNDS_MS = [5, 10, 20, 50, 100, 200, 250, 400, 500, 1000, 2500, 5000, 10_000] as const;

const ANSWERS = 'observatory_http_request_duration_seconds';
/** The API itself: no probes, no metrics, no documents, and no streams, which last as long as somebody listens. */
const API = 'service=~"gateway|observatory", route=~"/v1/.+", route!~".*/stream"';
const COMMANDS = 'service="gateway", method=~"POST|PUT|PATCH|DELETE", route=~"/v1/.+", route!~"/v1/jobs|/v1/jobs/bulk|/v1/alerts/webhook"';

/** Prometheus 3 writes whole bounds as 1.0, Prometheus 2 as the service does. */
const bound = (seconds: number): string => (Number.isInteger(seconds) ? `le=~"${seconds}([.]0)?"` : `le="${seconds}"`);
const rate = (series: string, spans: Spans): string => `sum(rate(${series}[${spans.window('5m')}]))`;

function slowerThan(seconds: number, which: string): Indicator {
  const all = (spans: Spans) => rate(`${ANSWERS}_count{${which}}`, spans);
  // Two counters may be scraped an instant apart: never less than none.
  return { kind: 'events', all, bad: (spans) => `clamp_min(${all(spans)} - ${rate(`${ANSWERS}_bucket{${which}, ${bound(seconds)}}`, spans)}, 0)` };
}

/** Events per step in the examples. */
const MANY = 1000;

const counters = (bad: string, all: string): Slo['example'] => (share) => [
  { series: bad, quiet: `+${share.quiet * MANY}`, fault: `+${share.fault * MANY}`, repaired: `+${share.repaired * MANY}` },
  { series: all, quiet: `+${(1 - share.quiet) * MANY}`, fault: `+${(1 - share.fault) * MANY}`, repaired: `+${(1 - share.repaired) * MANY}` },
];

const histogram = (labels: string, le: number): Slo['example'] => (share) => [
  { series: `${ANSWERS}_count{${labels}}`, quiet: `+${MANY}`, fault: `+${MANY}`, repaired: `+${MANY}` },
  { series: `${ANSWERS}_bucket{${labels}, le="${le}"}`, quiet: `+${(1 - share.quiet) * MANY}`, fault: `+${(1 - share.fault) * MANY}`, repaired: `+${(1 - share.repaired) * MANY}` },
];

export const slos = ({ responseTimeP95Ms, availabilityPercent }: SloTargets): readonly Slo[] => [
  {
    id: 'availability',
    alert: 'SloAvailabilityBurn',
    objective: Math.round(availabilityPercent * 1e4) / 1e6,
    promise: `${availabilityPercent} % of the requests to the API are answered without a server's error`,
    broken: 'requests fail with 5xx',
    severities: ['critical', 'warning'],
    indicator: {
      kind: 'events',
      bad: (spans) => rate(`${ANSWERS}_count{${API}, status="5xx"}`, spans),
      all: (spans) => rate(`${ANSWERS}_count{${API}}`, spans),
    },
    example: counters(
      `${ANSWERS}_count{service="gateway", route="/v1/jobs", method="POST", client="other", status="5xx"}`,
      `${ANSWERS}_count{service="gateway", route="/v1/jobs", method="POST", client="other", status="2xx"}`,
    ),
  },
  {
    id: 'response_time_200ms',
    alert: 'SloResponseTimeBurn',
    objective: 0.95,
    promise: '95 % of the requests to the API are answered within 200 ms',
    broken: 'answers take longer than they should',
    severities: ['warning'],
    indicator: slowerThan(0.2, API),
    example: histogram('service="gateway", route="/v1/jobs", method="POST", client="other", status="2xx"', 0.2),
  },
  {
    id: 'response_time_target',
    alert: 'SloResponseTimeTargetBurn',
    objective: 0.95,
    promise: `95 % of the requests to the API are answered within ${responseTimeP95Ms} ms`,
    broken: 'answers take so long that people and programs wait',
    severities: ['critical'],
    indicator: slowerThan(responseTimeP95Ms / 1000, API),
    example: histogram('service="gateway", route="/v1/jobs", method="POST", client="other", status="2xx"', responseTimeP95Ms / 1000),
  },
  {
    id: 'management_commands',
    alert: 'SloManagementCommandsBurn',
    objective: 0.99,
    promise: '99 % of the commands of operators (cancel, pause, limits, schedules …) are answered within 500 ms',
    broken: 'an operator who wants to stop something has to wait',
    severities: ['critical', 'warning'],
    indicator: slowerThan(0.5, COMMANDS),
    example: histogram('service="gateway", route="/v1/jobs/:id/cancel", method="POST", client="own", status="2xx"', 0.5),
  },
  {
    id: 'own_client_errors',
    alert: 'SloOwnClientErrorsBurn',
    objective: 0.999,
    promise: "fewer than 0.1 % of the requests of the project's own clients are refused with 4xx",
    broken: 'consoles and services of the project ask for what the API does not take',
    severities: ['warning'],
    indicator: {
      kind: 'events',
      bad: (spans) => rate(`${ANSWERS}_count{client="own", status="4xx"}`, spans),
      all: (spans) => rate(`${ANSWERS}_count{client="own"}`, spans),
    },
    example: counters(
      `${ANSWERS}_count{service="gateway", route="/v1/events", method="GET", client="own", status="4xx"}`,
      `${ANSWERS}_count{service="gateway", route="/v1/events", method="GET", client="own", status="2xx"}`,
    ),
  },
  {
    id: 'job_success',
    alert: 'SloJobSuccessBurn',
    objective: 0.99,
    promise: '99 % of the jobs that end by themselves are completed',
    broken: 'jobs fail for good, whatever their retries',
    severities: ['critical', 'warning'],
    indicator: {
      kind: 'events',
      bad: (spans) => rate('observatory_jobs_finished_total{status="FAILED"}', spans),
      all: (spans) => rate('observatory_jobs_finished_total{status=~"COMPLETED|FAILED"}', spans),
    },
    example: counters('observatory_jobs_finished_total{service="gateway", status="FAILED"}', 'observatory_jobs_finished_total{service="gateway", status="COMPLETED"}'),
  },
  {
    id: 'submit_to_visible',
    alert: 'SloVisibilityBurn',
    objective: 0.99,
    promise: '99 % of what happens stands in the read models within a second',
    broken: 'what was just done is not seen yet',
    severities: ['critical', 'warning'],
    indicator: {
      kind: 'events',
      bad: (spans) => `clamp_min(${rate('observatory_visible_delay_seconds_count', spans)} - ${rate(`observatory_visible_delay_seconds_bucket{${bound(1)}}`, spans)}, 0)`,
      all: (spans) => rate('observatory_visible_delay_seconds_count', spans),
    },
    example: (share) => [
      { series: 'observatory_visible_delay_seconds_count{service="aggregator"}', quiet: `+${MANY}`, fault: `+${MANY}`, repaired: `+${MANY}` },
      {
        series: 'observatory_visible_delay_seconds_bucket{service="aggregator", le="1"}',
        quiet: `+${(1 - share.quiet) * MANY}`,
        fault: `+${(1 - share.fault) * MANY}`,
        repaired: `+${(1 - share.repaired) * MANY}`,
      },
    ],
  },
  {
    id: 'convergence',
    alert: 'SloConvergenceBurn',
    objective: 0.999,
    promise: 'within 30 s after a fault has ended, broker and read models have caught up with the log',
    broken: 'what is shown stays behind although nothing is broken any more',
    severities: ['critical', 'warning'],
    indicator: { kind: 'time', bad: () => NOT_CONVERGED },
    example: (share) => [
      { series: 'observatory_projection_lag_seconds{service="observatory", projection="jobs"}', quiet: share.quiet > 0 ? 60 : 0, fault: share.fault > 0 ? 60 : 0, repaired: share.repaired > 0 ? 60 : 0 },
      { series: 'observatory_relay_lag_seconds{service="gateway"}', quiet: 0, fault: 0, repaired: 0 },
      { series: 'observatory_dependency_ready{service="aggregator", dependency="mongodb"}', quiet: 1, fault: 1, repaired: 1 },
      { series: 'up{job="gateway", service="gateway"}', quiet: 1, fault: 1, repaired: 1 },
    ],
  },
];

/** Behind by more than 5 s, though every service and every store has been well for the last 30 s. */
const NOT_CONVERGED =
  'clamp_max((max(observatory_projection_lag_seconds) > bool 5) + (max(observatory_relay_lag_seconds) > bool 5), 1)' +
  ' * on () min_over_time(min(observatory_dependency_ready)[30s:5s])' +
  ' * on () min_over_time(min(up{job=~"gateway|worker|aggregator|observatory"})[30s:5s])';
