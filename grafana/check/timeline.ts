import type { Cause } from '../source/cause';

/** A stretch of time, milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What was done to the system and when: a calm in which nothing was, then the causes, some at the same time as others. */
export interface Timeline {
  readonly calm: Span;
  readonly caused: Readonly<Partial<Record<Cause, Span>>>;
  /** The end of what Prometheus is asked for: late enough for rates over the last cause. */
  readonly until: number;
}
