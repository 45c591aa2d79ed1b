/**
 * Spans of time in rules, and the two profiles that they are rendered in. A rule never writes a span as text: it asks for it, and gets
 * what its profile makes of it. That is the whole difference between the rules of production (`standard`) and those of the gate and the
 * drills (`fast`), which must see every alert fire and resolve within minutes. Thresholds, selectors and everything else are the same.
 *
 * A window of the fast profile is never shorter than 20 s: four scrapes, of which one may fail.
 */
export type Profile = 'standard' | 'fast';

export const PROFILES: readonly Profile[] = ['standard', 'fast'];

/** Windows of range vectors, and ages that are compared with; longer ones stay longer than shorter ones. */
const WINDOWS = {
  '1m': '20s',
  '5m': '20s',
  '10m': '30s',
  '15m': '30s',
  '30m': '40s',
  '1h': '50s',
  '2h': '60s',
  '6h': '75s',
  '1d': '90s',
  '3d': '2m',
  '30d': '10m',
} as const;

/** How long a condition must hold before the alert fires. */
const HOLDS = { '0s': '0s', '15s': '5s', '30s': '10s', '1m': '10s', '2m': '10s', '5m': '15s', '15m': '20s' } as const;

/** Ages that are thresholds: how old the oldest of something may be. */
const AGES = { '10s': '5s', '30s': '10s', '1m': '10s', '5m': '15s', '10m': '20s', '15m': '30s', '30m': '40s' } as const;

/** How often a group of rules is evaluated. */
const INTERVALS = { '5s': '5s', '15s': '5s' } as const;

export type Window = keyof typeof WINDOWS;
export type Hold = keyof typeof HOLDS;
export type Age = keyof typeof AGES;
export type Interval = keyof typeof INTERVALS;

/** A PromQL duration of one unit. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`;

export interface Spans {
  readonly profile: Profile;
  window(standard: Window): Duration;
  hold(standard: Hold): Duration;
  age(standard: Age): Duration;
  interval(standard: Interval): Duration;
}

export function spansOf(profile: Profile): Spans {
  const pick = <Table extends Readonly<Record<string, Duration>>>(table: Table) => (standard: keyof Table & Duration): Duration => (profile === 'fast' ? table[standard] : standard);
  return { profile, window: pick(WINDOWS), hold: pick(HOLDS), age: pick(AGES), interval: pick(INTERVALS) };
}

const UNIT_SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

export function secondsOf(duration: Duration): number {
  return Number(duration.slice(0, -1)) * UNIT_SECONDS[duration.slice(-1) as keyof typeof UNIT_SECONDS];
}

/** A duration as Prometheus writes it, in the largest unit that divides it. */
export function durationOf(seconds: number): Duration {
  const unit = (['d', 'h', 'm', 's'] as const).find((candidate) => seconds % UNIT_SECONDS[candidate] === 0 && seconds >= UNIT_SECONDS[candidate]) ?? 's';
  return `${seconds / UNIT_SECONDS[unit]}${unit}`;
}

const WORDS = { s: 'second', m: 'minute', h: 'hour', d: 'day' } as const;

/** A duration in words, for annotations: "5 minutes". */
export function inWords(duration: Duration): string {
  const count = Number(duration.slice(0, -1));
  return `${count} ${WORDS[duration.slice(-1) as keyof typeof WORDS]}${count === 1 ? '' : 's'}`;
}
