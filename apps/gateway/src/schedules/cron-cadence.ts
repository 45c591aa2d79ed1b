import { Cron } from 'croner';
import type { Cadence } from '#domain';

/*
 * Cron expressions, read by croner.
 *
 * Where the clocks change, as Vixie cron does it. An expression without wildcard or step in seconds, minutes and hours names times of day: a time that
 * the spring leaves out fires at the first instant after the gap, one that the autumn has twice fires the first time only. An expression with a wildcard or
 * step names a rhythm, which goes on through both: it fires in either of the two hours and skips what does not exist. A day of month and
 * a day of week, both given, are alternatives.
 */

const CACHED = 10_000;
const cache = new Map<string, Cadence>();

/** @throws Error when the expression or the zone cannot be read */
export function cadenceOf({ cron, timeZone }: { readonly cron: string; readonly timeZone: string }): Cadence {
  const key = `${timeZone} ${cron}`;
  let cadence = cache.get(key);
  if (cadence === undefined) {
    cadence = makeCadence(cron, timeZone);
    if (cache.size >= CACHED) cache.clear();
    cache.set(key, cadence);
  }
  return cadence;
}

function makeCadence(cron: string, timeZone: string): Cadence {
  assertTimeZone(timeZone);
  const reader = new Cron(cron, { timezone: timeZone, mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard', paused: true });
  return {
    next: (afterMs) => reader.nextRun(new Date(afterMs))?.getTime(),
    // Ticks are whole seconds, and croner answers what is before an instant.
    latest: (atMs, count) => reader.previousRuns(count, new Date((Math.floor(atMs / 1_000) + 1) * 1_000)).map((tick) => tick.getTime()).reverse(),
  };
}

/** Offsets are no zones: a schedule that names one would not follow the summer time. */
function assertTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new UnknownTimeZone(timeZone, { cause });
  }
}

export class UnknownTimeZone extends Error {
  constructor(timeZone: string, options: ErrorOptions) {
    super(`${timeZone} is not a time zone that is known here`, options);
    this.name = 'UnknownTimeZone';
  }
}
