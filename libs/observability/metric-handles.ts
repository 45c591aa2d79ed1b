import * as prom from 'prom-client';
import { LabelsOf, ServiceName } from './metric';
import { METRICS, MetricKey, MetricKeyOf } from './metric-catalogue';

/*
 * Metrics without dependency injection: hot paths call `counter('jobsSubmitted')` once, keep the child of their labels, and pay about 50 ns
 * an observation. All handles live on prom-client's default registry, which is what `/metrics` renders; a process is one service, so one
 * registry is enough, and asking for a handle twice gives the same one.
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
  labels(values: LabelValues<Key>): Child;
  /** Forgets one series: for a queue, a connection that no longer exists. */
  remove(values: LabelValues<Key>): void;
}

const made = new Map<MetricKey, prom.Counter | prom.Gauge | prom.Histogram>();
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
    const registered = metric(key as MetricKey);
    for (const labels of knownLabelSets(declaration.labels)) zero(registered, labels);
  }
}

function metric(key: MetricKey): prom.Counter | prom.Gauge | prom.Histogram {
  let existing = made.get(key);
  if (existing === undefined) {
    existing = make(key);
    made.set(key, existing);
  }
  return existing;
}

function make(key: MetricKey): prom.Counter | prom.Gauge | prom.Histogram {
  const declaration = METRICS[key];
  const settings = { name: declaration.name, help: declaration.help, labelNames: Object.keys(declaration.labels) };
  switch (declaration.type) {
    case 'counter':
      return new prom.Counter(settings);
    case 'gauge':
      return new prom.Gauge(settings);
    case 'histogram':
      return new prom.Histogram({ ...settings, buckets: [...declaration.buckets] });
  }
}

function zero(registered: prom.Counter | prom.Gauge | prom.Histogram, labels: Record<string, string>): void {
  if (registered instanceof prom.Histogram) registered.zero(labels);
  else if (registered instanceof prom.Counter) registered.inc(labels, 0);
  else registered.inc(labels, 0);
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
