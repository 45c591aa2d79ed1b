import { parseTrusted } from '#contracts';
import { type Finding, without } from '../step';
import type { Sample } from '../system/prometheus';
import type { HeardMessage } from './judge-events';

/** Something that is counted twice: by the system in a metric, and by the gate in the events that it heard. */
export interface Counted {
  readonly what: string;
  /** Counters, summed by the label `by` where there is one. */
  readonly counters: string;
  readonly by?: string;
  /** What it must have risen by, for each value of the label ('' without one). */
  readonly rise: (heard: readonly EventFact[], submissions: number) => ReadonlyMap<string, number>;
}

export interface EventFact {
  readonly eventType: string;
  readonly jobType: string;
}

const ENDS: Readonly<Record<string, string>> = { 'job.completed': 'COMPLETED', 'job.failed': 'FAILED', 'job.cancelled': 'CANCELLED' };
const FATES: Readonly<Record<string, string>> = {
  'job.submitted': 'submitted', 'job.started': 'started', 'job.completed': 'completed', 'job.failed': 'failed', 'job.cancelled': 'cancelled', 'job.retry_scheduled': 'retried',
};

function counts(keys: readonly (string | undefined)[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const key of keys) if (key !== undefined) sum.set(key, (sum.get(key) ?? 0) + 1);
  return sum;
}

const total = (heard: readonly EventFact[], ...types: readonly string[]) => new Map([['', heard.filter(({ eventType }) => types.includes(eventType)).length]]);

/** Each is exact: the system may count neither less nor more than what happened. */
export const COUNTED: readonly Counted[] = [
  { what: 'jobs submitted', counters: 'observatory_jobs_submitted_total{outcome="accepted"}', rise: (heard) => total(heard, 'job.submitted') },
  { what: 'jobs finished, by status', counters: 'observatory_jobs_finished_total', by: 'status', rise: (heard) => counts(heard.map(({ eventType }) => ENDS[eventType])) },
  // Alerts may come and go meanwhile; jobs do not.
  { what: 'events of jobs appended, by type', counters: 'observatory_events_appended_total{event_type=~"job[.].*"}', by: 'event_type', rise: (heard) => counts(heard.map(({ eventType }) => (eventType.startsWith('job.') ? eventType : undefined))) },
  { what: 'attempts started, as the wait for them was measured', counters: 'observatory_job_pickup_duration_seconds_count', rise: (heard) => total(heard, 'job.started') },
  { what: 'attempts finished by the workers', counters: 'observatory_attempts_finished_total', rise: (heard) => total(heard, 'job.started') },
  { what: 'what happened to jobs', counters: 'observatory_job_events_total', by: 'event', rise: (heard) => counts(heard.map(({ eventType }) => FATES[eventType])) },
  { what: 'durations of jobs that ended', counters: 'observatory_job_duration_seconds_count', rise: (heard) => total(heard, ...Object.keys(ENDS)) },
  { what: 'POST /v1/jobs answered with 2xx', counters: 'observatory_http_request_duration_seconds_count{service="gateway",method="POST",route="/v1/jobs",status="2xx"}', rise: (_, submissions) => new Map([['', submissions]]) },
];

/** Older than two scrapes: what a process that has ended left behind, and Prometheus still answers with. */
const LATEST_SECONDS = 12;

export function queryOf({ counters, by }: Counted): string {
  return `sum${by === undefined ? '' : ` by (${by})`} (${counters} and (time() - timestamp(${counters}) < ${LATEST_SECONDS}))`;
}

/** What the gate heard, reduced to what is counted. */
export function eventFacts(heard: readonly HeardMessage[]): EventFact[] {
  const types = new Map<string, string>();
  return heard.flatMap(({ body }) => {
    const parsed = parseTrusted(body);
    if (!parsed.ok) return [];
    const { eventType, payload, stream } = parsed.envelope;
    if (eventType === 'job.submitted') types.set(stream?.id ?? '', (payload as { type: string }).type);
    return [{ eventType, jobType: types.get(stream?.id ?? '') ?? '' }];
  });
}

const byLabel = (samples: readonly Sample[], label: string | undefined) => new Map(samples.map(({ labels, value }) => [label === undefined ? '' : (labels[label] ?? ''), value]));

/** Whether each counter rose by exactly what happened since the baseline. */
export function judgeRises(baseline: ReadonlyMap<string, readonly Sample[]>, now: ReadonlyMap<string, readonly Sample[]>, heard: readonly EventFact[], submissions: number): Finding[] {
  return COUNTED.map((counted) => without(`${counted.what}: ${told(counted.rise(heard, submissions))}`, riseFaults(counted, baseline.get(counted.counters) ?? [], now.get(counted.counters) ?? [], heard, submissions)));
}

function riseFaults({ by, counters, rise }: Counted, before: readonly Sample[], after: readonly Sample[], heard: readonly EventFact[], submissions: number): string[] {
  if (after.length === 0) return [`Prometheus has no series for ${counters}`];
  const from = byLabel(before, by);
  const to = byLabel(after, by);
  const expected = rise(heard, submissions);
  return [...new Set([...to.keys(), ...expected.keys()])].flatMap((key) => {
    const risen = (to.get(key) ?? 0) - (from.get(key) ?? 0);
    const due = expected.get(key) ?? 0;
    return risen === due ? [] : [`${counters}${key === '' ? '' : ` ${key}`} rose by ${risen}, not by ${due}`];
  });
}

function told(rises: ReadonlyMap<string, number>): string {
  const parts = [...rises].map(([key, count]) => (key === '' ? `+${count}` : `${key} +${count}`));
  return parts.join(', ') || 'nothing';
}

