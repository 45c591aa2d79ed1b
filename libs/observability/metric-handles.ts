import * as prom from 'prom-client';
import { LabelCap, MOST_COMBINATIONS, openLabels } from './label-cap';
import { LabelsOf, MetricDeclaration, ServiceName } from './metric';
import { METRICS, MetricKey, MetricKeyOf } from './metric-catalogue';

/*
 * Metrics without dependency injection: hot paths call `counter('jobsSubmitted')` once, keep the child of their labels, and pay some nanoseconds
 * a count: a counter adds up in its child and tells prom-client at the next scrape. All handles live on prom-client's default registry,
 * which is what `/metrics` renders; a process is one service, so one registry is enough, and asking for a handle twice gives the same one.
 *
 * Every label goes through its metric's cap (label-cap.ts), so that no caller has to think of what clients can invent. A caller that keeps children
 * under names that clients chose would grow without bound, though: it asks for the child each time instead, which is a look-up.
 */

type LabelValues<Key extends MetricKey> = LabelsOf<(typeof METRICS)[Key]>;

/** The child of a metric for fixed labels. Keep it where the labels are constant: looking it up costs more than using it. */
export interface CounterChild {
  inc(by?: number): void;
}

export interface GaugeChild {
  set(value: number): void;
  inc(by?: number): void;
  dec(by?: number): void;
}

export interface HistogramChild {
  /** In the unit of the metric's name: seconds, jobs, events. */
  observe(value: number): void;
}

/** A metric that still needs its labels; `labels({})` when it has none. */
export interface Handle<Key extends MetricKey, Child> {
  /** The child for these values, or for `other` where they are beyond the cap. The same one each time. */
  labels(values: LabelValues<Key>): Child;
  /** The values under which `labels` would show these: for gauges, which have to be summed up over what is folded before they are set. */
  shown(values: LabelValues<Key>): LabelValues<Key>;
  /** Forgets every series but the zero series: for gauges of what is somebody else's to tell from now on. */
  reset(): void;
}

type Values = Readonly<Record<string, string>>;
type AnyMetric = prom.Counter | prom.Gauge | prom.Histogram;

/** Counts that prom-client has not been told of yet. */
class PendingCounter implements CounterChild {
  private pending = 0;

  constructor(private readonly told: prom.Counter.Internal) {
    // The series is there, at zero, before its first count: a rate then sees that one too.
    told.inc(0);
  }

  inc(by = 1): void {
    this.pending += by;
  }

  tell(): void {
    if (this.pending === 0) return;
    this.told.inc(this.pending);
    this.pending = 0;
  }
}

/** One metric of the catalogue with its cap and its children. */
class CappedMetric {
  readonly registered: AnyMetric;
  private readonly cap: LabelCap;
  private readonly known: MetricDeclaration['labels'];
  private readonly names: readonly string[];
  private readonly children = new Map<string, CounterChild | GaugeChild | HistogramChild>();

  constructor(declaration: MetricDeclaration) {
    this.known = declaration.labels;
    this.names = Object.keys(declaration.labels);
    this.cap = new LabelCap(openLabels(declaration), declaration.combinations ?? MOST_COMBINATIONS);
    this.registered = this.register(declaration);
  }

  labels(values: Values): CounterChild | GaugeChild | HistogramChild {
    // Most values have been shown before, as they are: one look-up.
    const before = this.children.get(this.keyOf(values));
    if (before !== undefined) return before;
    const shown = this.cap.fold(values);
    const key = this.keyOf(shown);
    let child = this.children.get(key);
    if (child === undefined) {
      const { registered } = this;
      child = registered instanceof prom.Counter ? new PendingCounter(registered.labels(shown)) : registered.labels(shown);
      this.children.set(key, child);
    }
    return child;
  }

  shown(values: Values): Values {
    return this.cap.fold(values);
  }

  reset(): void {
    this.children.clear();
    this.registered.reset();
    this.zero();
  }

  /** Makes the series whose labels are all known. */
  zero(): void {
    for (const values of knownLabelSets(this.known)) {
      if (this.registered instanceof prom.Histogram) this.registered.zero(values);
      else this.registered.inc(values, 0);
    }
  }

  private keyOf(values: Values): string {
    let key = '';
    for (const name of this.names) key += `${values[name]}\n`;
    return key;
  }

  private register(declaration: MetricDeclaration): AnyMetric {
    const settings = { name: declaration.name, help: declaration.help, labelNames: [...this.names] };
    switch (declaration.type) {
      case 'counter':
        return new prom.Counter({
          ...settings,
          collect: () => {
            for (const child of this.children.values()) (child as PendingCounter).tell();
          },
        });
      case 'gauge':
        return new prom.Gauge(settings);
      case 'histogram':
        return new prom.Histogram({ ...settings, buckets: [...declaration.buckets] });
    }
  }
}

const made = new Map<MetricKey, CappedMetric>();
/** Making a zero series again would wipe a histogram that is in use. */
const zeroed = new Set<string>();

/** The counter of this key, e.g. `counter('jobsSubmitted').labels({ route: 'single', outcome: 'accepted' }).inc()`. */
export function counter<Key extends MetricKeyOf<'counter'>>(key: Key): Handle<Key, CounterChild> {
  return metric(key) as unknown as Handle<Key, CounterChild>;
}

/** The gauge of this key. */
export function gauge<Key extends MetricKeyOf<'gauge'>>(key: Key): Handle<Key, GaugeChild> {
  return metric(key) as unknown as Handle<Key, GaugeChild>;
}

/** The histogram of this key. */
export function histogram<Key extends MetricKeyOf<'histogram'>>(key: Key): Handle<Key, HistogramChild> {
  return metric(key) as unknown as Handle<Key, HistogramChild>;
}

/**
 * Registers every metric that `service` declares and makes the zero series of those whose labels are all closed lists, so that a rate sees
 * the very first increment. Called by the metrics module at boot.
 */
export function registerMetrics(service: ServiceName): void {
  for (const [key, declaration] of Object.entries(METRICS)) {
    if (!(declaration.services as readonly ServiceName[]).includes(service)) continue;
    if (zeroed.has(key)) continue;
    zeroed.add(key);
    metric(key as MetricKey).zero();
  }
}

/** The registry as text, as `/metrics` renders it. For tests. */
export function renderMetrics(): Promise<string> {
  return prom.register.metrics();
}

function metric(key: MetricKey): CappedMetric {
  let existing = made.get(key);
  if (existing === undefined) {
    existing = new CappedMetric(METRICS[key]);
    made.set(key, existing);
  }
  return existing;
}

/** Every combination of known label values; none at all when a label is open. */
export function knownLabelSets(labels: Readonly<Record<string, readonly string[] | null>>): readonly Record<string, string>[] {
  let sets: Record<string, string>[] = [{}];
  for (const [label, values] of Object.entries(labels)) {
    if (values === null) return [];
    sets = sets.flatMap((set) => values.map((value) => ({ ...set, [label]: value })));
  }
  return sets;
}
