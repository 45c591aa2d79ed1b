import type { Expectation } from '../source/cause';
import type { Series } from './prometheus-api';
import { SCRAPE_SECONDS } from './fill-in';
import type { Span, Timeline } from './timeline';

/*
 * Did this query move when its cause happened? A panel that only returns something is not enough: zero series exist from boot, and a
 * counter that nobody increments draws a fine flat line. So every query is looked at twice: in the time of calm and plain load before its cause,
 * which sets the bounds of the ordinary, and from the cause on, where one of its series must leave them.
 */

export type Finding =
  | { readonly kind: 'moved'; readonly from: number | undefined; readonly to: number | undefined; readonly series: string }
  | { readonly kind: 'dead'; readonly why: string }
  /** Its cause did not happen in this run; it answers, which is all that can be said. */
  | { readonly kind: 'not_caused' };

/** A rate over four scrapes sees the end of a cause that much later. */
const AFTERMATH_MS = 6 * SCRAPE_SECONDS * 1_000;

interface Bounds {
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export function judge(expectation: Expectation, series: readonly Series[], timeline: Timeline): Finding {
  const cause = timeline.caused[expectation.cause];
  if (cause === undefined) return { kind: 'not_caused' };
  const before: Span = { from: timeline.calm.from, to: Math.min(cause.from, plainUntil(timeline)) };
  const after: Span = { from: cause.from, to: Math.min(cause.to + AFTERMATH_MS, timeline.until) };
  if (expectation.move === 'vanishes') return vanished(series, before, after);
  let best: Finding | undefined;
  for (const one of series) {
    const ordinary = boundsIn(one, before);
    const then = boundsIn(one, after);
    const moved = movedSo(expectation.move, ordinary, then);
    if (moved) return { kind: 'moved', ...moved, series: nameOf(one) };
    best ??= { kind: 'dead', why: `${nameOf(one)} was ${told(ordinary)} before and ${told(then)} from then on` };
  }
  return best ?? { kind: 'dead', why: 'no series at all' };
}

/** The ordinary is calm and plain load: what came after that, an earlier fault may have caused. */
const plainUntil = ({ calm, caused }: Timeline): number => Math.max(calm.to, caused.load?.to ?? Infinity);

function movedSo(move: 'rises' | 'falls' | 'appears' | 'changes', ordinary: Bounds, then: Bounds): { from: number | undefined; to: number | undefined } | undefined {
  switch (move) {
    case 'rises': {
      // A series that was not there counts from zero: a new series of zeros has not moved.
      if (then.high === undefined || then.high <= (ordinary.high ?? 0)) return undefined;
      return { from: ordinary.high, to: then.high };
    }
    case 'falls': {
      if (then.low === undefined || ordinary.low === undefined || then.low >= ordinary.low) return undefined;
      return { from: ordinary.low, to: then.low };
    }
    case 'changes':
      return then.low !== undefined && then.low !== then.high ? { from: then.low, to: then.high } : undefined;
    case 'appears':
      return ordinary.high === undefined && then.high !== undefined ? { from: undefined, to: then.high } : undefined;
  }
}

/** There is a moment without any value, where before there was a value at every moment. */
function vanished(series: readonly Series[], before: Span, after: Span): Finding {
  const moments = new Set(series.flatMap(({ points }) => points.map(([at]) => at)));
  const missing = (span: Span) => steps(span).filter((at) => !moments.has(at));
  if (steps(before).length === 0 || missing(before).length > 0) return { kind: 'dead', why: 'it was not there all the time before' };
  const gone = missing(after);
  if (gone.length === 0) return { kind: 'dead', why: 'it stayed where it was' };
  return { kind: 'moved', from: undefined, to: undefined, series: `nothing for ${gone.length * SCRAPE_SECONDS} s` };
}

/** The moments that Prometheus was asked for: multiples of the step. */
function steps({ from, to }: Span): number[] {
  const step = SCRAPE_SECONDS * 1_000;
  const found: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) found.push(at);
  return found;
}

function boundsIn({ points }: Series, { from, to }: Span): Bounds {
  const values = points.filter(([at, value]) => at >= from && at <= to && Number.isFinite(value)).map(([, value]) => value);
  return values.length === 0 ? { low: undefined, high: undefined } : { low: Math.min(...values), high: Math.max(...values) };
}

const told = ({ low, high }: Bounds) => (low === undefined || high === undefined ? 'absent' : low === high ? `${short(low)}` : `${short(low)} to ${short(high)}`);

export const short = (value: number): string => (Math.abs(value) >= 1_000 || Number.isInteger(value) ? String(Math.round(value)) : value.toPrecision(3));

const nameOf = ({ labels }: Series): string => {
  const pairs = Object.entries(labels).filter(([label]) => label !== '__name__');
  return pairs.length === 0 ? 'it' : pairs.map(([label, value]) => `${label}=${value}`).join(' ');
};
