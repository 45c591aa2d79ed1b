import { Cron } from 'croner';

/** How many are told ahead: enough to see the rhythm. */
const TICKS = 5;

export interface Clock {
  readonly cron: string;
  readonly timeZone: string;
  /** The next tick, as the log has it; none while paused or over. */
  readonly nextAt?: string;
  readonly endAt?: string;
}

/**
 * The next instants of a schedule: the first is the one that the log has, those after it are what its expression says, read as the gateway reads it (croner,
 * fixed times once a day where the clocks change). Only the first when this browser cannot read the expression or the zone. Pure.
 */
export function nextTicks({ cron, timeZone, nextAt, endAt }: Clock): string[] {
  if (nextAt === undefined) return [];
  try {
    const reader = new Cron(cron, { timezone: timeZone, mode: '5-or-6-parts', fixedTimeRule: 'no-wildcard', paused: true });
    const later = reader.nextRuns(TICKS - 1, new Date(nextAt)).filter((tick) => endAt === undefined || tick.getTime() <= Date.parse(endAt));
    return [nextAt, ...later.map((tick) => tick.toISOString())];
  } catch {
    return [nextAt];
  }
}

/** What a clock in that zone shows then: `Sun 29 Mar, 03:00`. Empty where the zone is not known here. Pure. */
export function wallTime(instant: string, timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(instant));
  } catch {
    return '';
  }
}
