import type { JobStatus, ScheduleSkipReason, ScheduleStatus, ScheduleTrigger } from '#contracts';
import { isTerminal } from './job';
import type { Cadence, ScheduleState } from './schedule';
import { about, decided, instant, tickAfter } from './schedule.decide';
import type { ScheduleClock, ScheduleDecision } from './schedule.decide';

/*
 * What the clock commands.
 *
 * A schedule carries its next tick (`nextAt`), and that is its whole memory of time: nobody recomputes from a last run, so a gateway that was away,
 * a clock that was set back and a library that learned of new summer times all go on from the same tick. A tick is decided once: it fires (a job is
 * submitted under the key of the tick, then `schedule.fired` moves `nextAt` on) or is skipped (`schedule.skipped` moves it).
 * Catching up is nothing else: one step at a time, each decided anew on the schedule as it then is.
 */

/** A tick this late was missed: nobody ran the schedule. Less is a change of leader or a busy moment, and the tick fires whatever the policy. */
export const MISSED_AFTER_MS = 10_000;
/** Skipped ticks are counted up to here; a schedule of each second that was away for a year has more than anybody wants to enumerate. */
const COUNT_LIMIT = 1_000;

export interface SkippedTicks {
  readonly from: string;
  readonly tick: string;
  readonly count: number;
}

export type TickStep = { readonly kind: 'wait'; readonly untilMs: number | undefined } | { readonly kind: 'fire'; readonly tick: string } | { readonly kind: 'skip'; readonly ticks: SkippedTicks };

/** The next thing to do about a schedule. Done, it is asked again, until it says to wait. */
export function nextStep(state: ScheduleState, cadence: Cadence, nowMs: number): TickStep {
  if (state.status !== 'active' || state.nextAt === undefined) return { kind: 'wait', untilMs: undefined };
  const firstMs = Date.parse(state.nextAt);
  if (firstMs > nowMs) return { kind: 'wait', untilMs: firstMs };
  const fire: TickStep = { kind: 'fire', tick: state.nextAt };
  if (nowMs - firstMs <= MISSED_AFTER_MS) return fire;
  const untilMs = state.endAt === undefined ? nowMs : Math.min(nowMs, Date.parse(state.endAt));
  switch (state.catchUp) {
    case 'skip':
      return skipUpTo(nowMs - MISSED_AFTER_MS - 1);
    case 'once':
      return keepLatest(1);
    case 'all':
      return keepLatest(state.catchUpLimit);
  }

  function keepLatest(kept: number): TickStep {
    const [before, ...rest] = cadence.latest(untilMs, kept + 1);
    return before === undefined || before < firstMs || rest.length < kept ? fire : skipped(before);
  }

  function skipUpTo(ms: number): TickStep {
    return skipped(cadence.latest(Math.min(ms, untilMs), 1)[0] ?? firstMs);
  }

  function skipped(lastMs: number): TickStep {
    const toMs = Math.max(lastMs, firstMs);
    let count = 1;
    for (let tick = cadence.next(firstMs); tick !== undefined && tick <= toMs && count < COUNT_LIMIT; tick = cadence.next(tick)) count++;
    return { kind: 'skip', ticks: { from: new Date(firstMs).toISOString(), tick: new Date(toMs).toISOString(), count } };
  }
}

export interface PreviousJob {
  readonly jobId: string;
  readonly status: JobStatus;
}

/** What the overlap policy makes of a tick. */
export type OverlapVerdict = { readonly kind: 'fire' } | { readonly kind: 'skip'; readonly previous: PreviousJob } | { readonly kind: 'cancel_first'; readonly previous: PreviousJob };

export function overlapVerdict({ overlap }: ScheduleState, previous: PreviousJob | undefined): OverlapVerdict {
  if (overlap === 'allow' || previous === undefined || isTerminal(previous.status)) return { kind: 'fire' };
  return overlap === 'skip' ? { kind: 'skip', previous } : { kind: 'cancel_first', previous };
}

/** The key under which the job of a tick is submitted: with it, a tick is one job, whoever submits it and however often. */
export function tickKey(scheduleId: string, tick: string): string {
  return `schedule:${scheduleId}:${tick}`;
}

export type RecordOutcome = 'recorded' | 'stale' | 'unknown';

export interface FiredTick {
  readonly tick: string;
  readonly trigger: ScheduleTrigger;
  readonly jobId: string;
}

/**
 * The job of a tick is submitted. Recorded even where the schedule was paused or changed in between (the tick was due before), and even after
 * another gateway took it for missed: the log tells of each job. Only what is on record already is stale.
 */
export function decideFired(state: ScheduleState | undefined, scheduleId: string, { tick, trigger, jobId }: FiredTick, cadence: Cadence, { now }: ScheduleClock): ScheduleDecision<RecordOutcome> {
  if (state?.id !== scheduleId) return decided(state, [], 'unknown');
  if (trigger === 'cron' ? isPast(state, tick) : state.lastFiring?.jobId === jobId) return decided(state, [], 'stale');
  return decided(state, [{ type: 'schedule.fired', at: now, payload: { ...about(state), tick, trigger, jobId, firedAt: now, ...clockAfter(state, tick, trigger, cadence) } }], 'recorded');
}

function isPast({ lastTick, lastSkip, lastFiring }: ScheduleState, tick: string): boolean {
  return lastTick !== undefined && lastTick >= tick && (lastSkip?.tick !== tick || lastFiring?.tick === tick);
}

export interface SkippedTick extends SkippedTicks {
  readonly trigger: ScheduleTrigger;
  readonly reason: ScheduleSkipReason;
  readonly detail?: string;
  readonly errorCode?: string;
  readonly previousJobId?: string;
}

/** Ticks become no job. Holds only for a schedule that still stands before the first of them. */
export function decideSkipped(state: ScheduleState | undefined, scheduleId: string, skip: SkippedTick, cadence: Cadence, { now }: ScheduleClock): ScheduleDecision<RecordOutcome> {
  if (state?.id !== scheduleId) return decided(state, [], 'unknown');
  if (skip.trigger === 'cron' && (state.status !== 'active' || state.nextAt !== skip.from)) return decided(state, [], 'stale');
  return decided(state, [{ type: 'schedule.skipped', at: now, payload: { ...about(state), ...skip, skippedAt: now, ...clockAfter(state, skip.tick, skip.trigger, cadence) } }], 'recorded');
}

/** Status and next tick once a tick is decided; both stay where the tick is not the clock's or the clock is past it. */
function clockAfter(state: ScheduleState, tick: string, trigger: ScheduleTrigger, cadence: Cadence): { status: ScheduleStatus; nextAt?: string } {
  if (trigger === 'manual' || state.status !== 'active' || state.nextAt === undefined || state.nextAt > tick) return { status: state.status, nextAt: state.nextAt };
  const nextAt = instant(tickAfter(state, cadence, Date.parse(tick)));
  return { status: nextAt === undefined ? 'ended' : 'active', nextAt };
}
