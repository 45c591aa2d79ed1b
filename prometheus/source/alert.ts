import type { AlertSeverity } from '#contracts';
import type { Hold, Interval, Spans } from './span';

/** How urgent: critical wakes somebody, warning is looked at in working hours, info is only kept. */
export type Severity = AlertSeverity;
export const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

export type Category = 'availability' | 'jobs' | 'data' | 'capacity' | 'security' | 'slo';
export const CATEGORIES: readonly Category[] = ['availability', 'jobs', 'data', 'capacity', 'security', 'slo'];

/** What the texts and expressions of an alert are made from: the limit of one severity, and the spans of one profile. */
export interface Rendering {
  readonly limit: number;
  readonly severity: Severity;
  readonly spans: Spans;
}

/**
 * One alert: a rule per severity in `limits`, which differ in the limit alone (the worse one hides the other in Alertmanager). Its runbook
 * is `docs/runbooks/<name>.md`.
 */
export interface AlertDefinition {
  readonly name: string;
  readonly category: Category;
  /** The severities that it has, each with the limit that it compares with. */
  readonly limits: Readonly<Partial<Record<Severity, number>>>;
  /** PromQL that has a result while something is wrong. */
  readonly expression: (rendering: Rendering) => string;
  /** How long that must last. */
  readonly hold: Hold;
  /** Labels beyond severity and category; `service` where the expression does not say it. */
  readonly labels?: Readonly<Record<string, string>>;
  /** One sentence for people; may use `$labels`. */
  readonly summary: string;
  /** What was measured, against which limit. */
  readonly description: (rendering: Rendering) => string;
  /** Alerts whose firing explains this one: it is not sent while one of them fires. */
  readonly hiddenBy?: readonly string[];
  /** Seconds from the fault to the expression having a result, at worst, besides scraping and evaluating; default 0. */
  readonly onsetSeconds?: (spans: Spans) => number;
  /** Seconds from the repair to the expression having none, at worst, besides scraping and evaluating; default 0. */
  readonly recoverySeconds?: (spans: Spans) => number;
  readonly cases: readonly AlertCase[];
}

/** A rule whose result is stored under a name of the form `level:metric:operation`. */
export interface RecordingRule {
  readonly record: string;
  readonly expression: (spans: Spans) => string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly interval: Interval;
  readonly recording: readonly RecordingRule[];
  readonly alerts: readonly AlertDefinition[];
}

/** A file of `prometheus/rules`, without its ending. */
export interface RuleFile {
  readonly name: string;
  readonly groups: readonly RuleGroup[];
}

/** The value of a series in one phase: constant, or for a counter (`+4`) how much it grows per step. `_` is no sample at all. */
export type Course = number | `+${number}` | '_';

/** A series of a test through its three phases. */
export interface GivenSeries {
  readonly series: string;
  readonly quiet: Course;
  readonly fault: Course;
  readonly repaired: Course;
}

/**
 * A promtool test of an alert: all is quiet, then the fault, then the repair. It is silent up to the step before `onset` and hold have
 * passed, fires at that step with exactly these labels and texts, and is gone `recovery` after the repair.
 */
export interface AlertCase {
  /** A sentence. */
  readonly name: string;
  readonly given: readonly GivenSeries[];
  /** The severities that fire. */
  readonly fires: readonly Severity[];
  /** Labels of the alert that the expression brings. */
  readonly labels: Readonly<Record<string, string>>;
  /** What `{{ … $value … }}` in the description becomes. */
  readonly value?: string;
  /** From the first sample of the fault to the expression having a result, in the standard profile. */
  readonly onset?: `${number}${'s' | 'm' | 'h'}`;
  /** Silent so long after the first sample of the fault; default: up to the step before it fires. */
  readonly silentFor?: `${number}${'s' | 'm' | 'h'}`;
  /** From the first sample after the repair to the expression having none. */
  readonly recovery?: `${number}${'s' | 'm' | 'h'}`;
  /** Severities that still fire then, because they look back further, and the value that they show. */
  readonly remains?: { readonly fires: readonly Severity[]; readonly value: string };
  /** Time between samples; default 15s. */
  readonly step?: `${number}${'s' | 'm'}`;
  /** How long all is quiet first; default 5m. */
  readonly quietFor?: `${number}${'m' | 'h' | 'd'}`;
}
