/** Grafana's named colours, of which these are used: they have a light and a dark form each, and red means trouble only. */
export type Colour = 'green' | 'semi-dark-green' | 'yellow' | 'orange' | 'red' | 'dark-red' | 'blue' | 'light-blue' | 'purple' | 'light-purple' | 'text' | '#8e8e8e';

/** A job's state has one colour everywhere. */
export const STATE_COLOURS = {
  HELD: 'light-purple',
  WAITING: 'light-purple',
  SCHEDULED: 'purple',
  QUEUED: 'yellow',
  RUNNING: 'blue',
  RETRYING: 'orange',
  COMPLETED: 'green',
  FAILED: 'red',
  CANCELLED: '#8e8e8e',
} as const satisfies Readonly<Record<string, Colour>>;

/** What happens to a job has the colour of the state that it leads to. */
export const EVENT_COLOURS = {
  submitted: 'yellow',
  started: 'blue',
  completed: 'green',
  failed: 'red',
  cancelled: '#8e8e8e',
  retried: 'orange',
  lost: 'dark-red',
} as const satisfies Readonly<Record<string, Colour>>;

/** The half, the slow and the very slow of a distribution. */
export const QUANTILE_COLOURS = { p50: 'green', p95: 'yellow', p99: 'orange' } as const satisfies Readonly<Record<string, Colour>>;

export const STATUS_CLASS_COLOURS = { '1xx': '#8e8e8e', '2xx': 'green', '3xx': 'light-blue', '4xx': 'orange', '5xx': 'red' } as const satisfies Readonly<Record<string, Colour>>;
