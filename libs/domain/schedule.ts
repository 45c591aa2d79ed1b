import type { PayloadOf, Schedule, ScheduleStatus } from '#contracts';

/** A schedule as the decisions see it: what the contract says of it, and nothing besides. */
export type ScheduleState = Readonly<Schedule>;

export type ScheduleEventType =
  | 'schedule.created'
  | 'schedule.updated'
  | 'schedule.paused'
  | 'schedule.resumed'
  | 'schedule.deleted'
  | 'schedule.fired'
  | 'schedule.skipped';

export type ScheduleEvent = { [T in ScheduleEventType]: { readonly type: T; readonly at: string; readonly payload: PayloadOf[T] } }[ScheduleEventType];

/**
 * The arithmetic of one cron expression in one time zone, as a port: which library knows it is not the domain's business.
 * Both functions are pure, and agree: from whatever instant the ticks are asked for, they are the same ones.
 */
export interface Cadence {
  /** The first tick strictly after an instant; undefined when there is none any more. */
  readonly next: (afterMs: number) => number | undefined;
  /** The last ticks at or before an instant, at most `count`, the earliest first. */
  readonly latest: (atMs: number, count: number) => readonly number[];
}

/** Folds one event into the schedule. Undefined: there is none, before it was made or after it was deleted. */
export function evolveSchedule(state: ScheduleState | undefined, event: ScheduleEvent): ScheduleState | undefined {
  switch (event.type) {
    case 'schedule.created':
    case 'schedule.updated':
      return event.payload.schedule;
    case 'schedule.deleted':
      return undefined;
    case 'schedule.paused': {
      const { pausedAt, by, reason } = event.payload;
      return state && { ...state, status: 'paused', updatedAt: event.at, pausedAt, pausedBy: by, pauseReason: reason, nextAt: undefined };
    }
    case 'schedule.resumed': {
      const { status, nextAt } = event.payload;
      return state && { ...state, status, updatedAt: event.at, pausedAt: undefined, pausedBy: undefined, pauseReason: undefined, nextAt };
    }
    case 'schedule.fired': {
      const { tick, trigger, jobId, firedAt } = event.payload;
      return state && { ...state, ...clockMoved(state, event.payload, trigger), lastFiring: { tick, trigger, jobId, firedAt }, fired: state.fired + 1 };
    }
    case 'schedule.skipped': {
      const { tick, count, reason, detail, skippedAt, trigger } = event.payload;
      return state && { ...state, ...clockMoved(state, event.payload, trigger ?? 'cron'), lastSkip: { tick, count, reason, detail, skippedAt }, skipped: state.skipped + count };
    }
  }
}

/** Where the clock stands after a tick of its own; a tick that somebody asked for does not move it. */
function clockMoved(state: ScheduleState, { tick, status, nextAt }: { tick: string; status: ScheduleStatus; nextAt?: string }, trigger: 'cron' | 'manual'): Partial<ScheduleState> {
  if (trigger === 'manual') return {};
  return { status, nextAt, lastTick: state.lastTick !== undefined && state.lastTick > tick ? state.lastTick : tick };
}
