/**
 * How a metric is declared. `labels` maps each label to the closed list of its values, from which zero series are made at boot (so that
 * `rate()` sees the first increment), or to `null` for a label whose values are known only at run time: queue, type, dependency. How many of those
 * are shown is capped (see label-cap.ts). A job id, a tenant's payload or a correlation id is never a label.
 */
interface Declared {
  readonly name: `observatory_${string}`;
  /** One sentence that a dashboard can show. */
  readonly help: string;
  /** The services that register it. `service` itself is a default label and is not listed in `labels`. */
  readonly services: readonly ServiceName[];
  readonly labels: Readonly<Record<string, readonly string[] | null>>;
  /** How many combinations of its open labels are shown; for a metric with two or more of them. */
  readonly combinations?: number;
}

export type ServiceName = 'gateway' | 'worker' | 'aggregator' | 'observatory';

export interface CounterDeclaration extends Declared {
  readonly type: 'counter';
}

export interface GaugeDeclaration extends Declared {
  readonly type: 'gauge';
}

export interface HistogramDeclaration extends Declared {
  readonly type: 'histogram';
  /** Upper bounds in the unit of the name. */
  readonly buckets: readonly number[];
}

export type MetricDeclaration = CounterDeclaration | GaugeDeclaration | HistogramDeclaration;

/** The labels of a declaration as an object type: closed lists become unions, `null` becomes `string`. */
export type LabelsOf<D extends MetricDeclaration> = {
  readonly [Label in keyof D['labels']]: D['labels'][Label] extends readonly (infer Value)[] ? Value : string;
};
