import type { Alert, AlertAcknowledgement } from '#contracts';
import type { ResourceDecision, ResourceEvent } from '#event-log';

/*
 * An alert is a resource, named by its fingerprint; what it is now is its last occurrence, and the log has them all. Alertmanager tells of the same
 * occurrence many times, over and over while it lasts, through several of itself and of us, and in any order. What tells two occurrences apart is
 * `startsAt`: each begins once and ends once, whatever comes how often.
 *
 * Two things that Alertmanager does are less than obvious. It takes the earlier of two beginnings when it hears of a second one while the first lasts,
 * so an end may be told of with an earlier beginning than the one we know. And when it has not heard of an alert for some minutes it says that it is over,
 * and then, when it hears of it again, that it holds since its first beginning. And of an alert that ends while it is inhibited it says nothing any more, not
 * even that: so one of which nobody speaks for some repetitions is over, until somebody does.
 */

export interface AlertRecord {
  readonly alert: Alert;
  /** Events of this occurrence so far. */
  readonly step: number;
  /** When somebody last said that it holds, give or take {@link NOTED_EVERY_MS}. */
  readonly heardAt: string;
}

/** An alert as somebody reports it, in our words. */
export type ReportedAlert = Omit<Alert, 'firedAt' | 'resolvedAt' | 'resolvedBy' | 'acknowledged' | 'escalatedAt'>;

export type ReportOutcome = 'fired' | 'repeated' | 'resolved' | 'refused';

type Reported = ResourceDecision<AlertRecord, ReportOutcome>;

/** Clocks differ, but not by more than this; an alert from the future would make all that come until then look old. */
const MOST_AHEAD_MS = 3_600_000;

/**
 * For so long after its end a report that an occurrence holds is taken for a late repetition of an earlier one. Alertmanager gives a notification up
 * after its group_interval, which is some minutes.
 */
export const LATE_REPETITION_MS = 900_000;

/** A repetition is noted only so often. */
const NOTED_EVERY_MS = 10_000;

/** What a report comes to. `now` is the store's time. */
export function decideReported(before: AlertRecord | undefined, reported: ReportedAlert, now: string): Reported {
  if (Date.parse(reported.startsAt) > Date.parse(now) + MOST_AHEAD_MS) return { outcome: 'refused' };
  if (before === undefined || reported.startsAt > before.alert.startsAt) return begun(before, reported, now);
  if (reported.state === 'resolved') return ended(before, reported, now);
  if (before.alert.state === 'firing') return heard(before, now);
  if (!isBack(before.alert, now)) return { outcome: 'repeated' };
  return begun(before, { ...reported, startsAt: later(before.alert.endsAt ?? now, plusOneMs(before.alert.startsAt)) }, now);
}

/** A new occurrence, which may be over already; the one before it, if nobody has told of its end, is over too. */
function begun(before: AlertRecord | undefined, reported: ReportedAlert, now: string): Reported {
  const replaced = before?.alert.state === 'firing' ? end(before, 'superseded', now, reported.startsAt) : undefined;
  const alert: Alert = { ...reported, state: 'firing', endsAt: undefined, firedAt: now };
  const fired: ResourceEvent = { type: 'alert.fired', at: now, payload: { alert } };
  const events = [...(replaced === undefined ? [] : [replaced.event]), fired];
  const state: AlertRecord = { alert, step: 1, heardAt: now };
  if (reported.state === 'firing') return { state, events, outcome: 'fired' };
  const over = end(state, 'reported', now, reported.endsAt);
  return { state: over.state, events: [...events, over.event], outcome: 'resolved' };
}

function ended(before: AlertRecord, reported: ReportedAlert, now: string): Reported {
  const { alert } = before;
  // An end that lies behind the beginning that we know is the end of an occurrence before it, which is over for us already.
  const concernsUs = reported.startsAt === alert.startsAt || (reported.endsAt ?? now) > alert.startsAt;
  if (alert.state === 'resolved' || !concernsUs) return { outcome: 'repeated' };
  const { state, event } = end(before, 'reported', now, reported.endsAt);
  return { state, events: [event], outcome: 'resolved' };
}

function heard(before: AlertRecord, now: string): Reported {
  if (Date.parse(now) - Date.parse(before.heardAt) < NOTED_EVERY_MS) return { outcome: 'repeated' };
  return { state: { ...before, heardAt: now }, outcome: 'repeated' };
}

function end({ alert, step, heardAt }: AlertRecord, resolvedBy: NonNullable<Alert['resolvedBy']>, now: string, endsAt = now): { readonly state: AlertRecord; readonly event: ResourceEvent } {
  const within = later(alert.startsAt, endsAt > now ? now : endsAt);
  const over: Alert = { ...alert, state: 'resolved', endsAt: within, resolvedAt: now, resolvedBy };
  return { state: { alert: over, step: step + 1, heardAt }, event: { type: 'alert.resolved', at: now, payload: { alert: over, step: step + 1 } } };
}

/** Whether a report that an occurrence holds which was over is more than a late repetition. */
function isBack({ resolvedAt, resolvedBy }: Alert, now: string): boolean {
  return resolvedBy === 'silence' || (resolvedAt !== undefined && Date.parse(now) - Date.parse(resolvedAt) > LATE_REPETITION_MS);
}

/** An alert that holds and of which nobody has spoken since `heardBefore` is over. */
export function decideSilent(before: AlertRecord | undefined, heardBefore: string, now: string): ResourceDecision<AlertRecord, 'resolved' | 'heard'> {
  if (before === undefined || before.alert.state === 'resolved' || before.heardAt >= heardBefore) return { outcome: 'heard' };
  const { state, event } = end(before, 'silence', now);
  return { state, events: [event], outcome: 'resolved' };
}

export type AcknowledgeOutcome = 'acknowledged' | 'resolved' | 'unknown';

/** The first one who acknowledges an occurrence is the one who did. */
export function decideAcknowledged(before: AlertRecord | undefined, by: Omit<AlertAcknowledgement, 'at'>, now: string): ResourceDecision<AlertRecord, AcknowledgeOutcome> {
  if (before === undefined) return { outcome: 'unknown' };
  if (before.alert.state === 'resolved') return { outcome: 'resolved' };
  if (before.alert.acknowledged !== undefined) return { outcome: 'acknowledged' };
  const acknowledged: AlertAcknowledgement = { at: now, ...by };
  const step = before.step + 1;
  return {
    state: { ...before, alert: { ...before.alert, acknowledged }, step },
    events: [{ type: 'alert.acknowledged', at: now, payload: { ...about(before.alert), step, ...acknowledged } }],
    outcome: 'acknowledged',
  };
}

/** Whether anybody should be told louder. The alert about alerts that nobody looks at is not: it would be about itself. */
export function mayEscalate({ state, severity, name, acknowledged, escalatedAt }: Pick<Alert, 'state' | 'severity' | 'name' | 'acknowledged' | 'escalatedAt'>): boolean {
  return state === 'firing' && severity === 'critical' && acknowledged === undefined && escalatedAt === undefined && name !== ALERT_ABOUT_ALERTS;
}

export const ALERT_ABOUT_ALERTS = 'AlertUnacknowledged';

/** A critical alert that nobody has acknowledged for `afterMs` since we learnt of it. */
export function decideEscalated(before: AlertRecord | undefined, afterMs: number, now: string): ResourceDecision<AlertRecord, 'escalated' | 'not_due'> {
  if (before === undefined || !mayEscalate(before.alert)) return { outcome: 'not_due' };
  const unacknowledgedMs = Date.parse(now) - Date.parse(before.alert.firedAt ?? before.alert.startsAt);
  if (unacknowledgedMs < afterMs) return { outcome: 'not_due' };
  const step = before.step + 1;
  return {
    state: { ...before, alert: { ...before.alert, escalatedAt: now }, step },
    events: [{ type: 'alert.escalated', at: now, payload: { ...about(before.alert), step, at: now, unacknowledgedSeconds: Math.floor(unacknowledgedMs / 1_000) } }],
    outcome: 'escalated',
  };
}

/** What is over and was so long ago need not be known any more to tell repetitions from news. */
export function decideForgotten(before: AlertRecord | undefined, resolvedBefore: string): ResourceDecision<AlertRecord, 'forgotten' | 'kept'> {
  if (before === undefined || before.alert.state !== 'resolved' || (before.alert.resolvedAt ?? '') >= resolvedBefore) return { outcome: 'kept' };
  return { state: 'deleted', outcome: 'forgotten' };
}

function about({ fingerprint, startsAt, name, severity }: Alert) {
  return { fingerprint, startsAt, name, severity };
}

/** Instants of one form: their order as texts is their order in time. */
function later(a: string, b: string): string {
  return a > b ? a : b;
}

function plusOneMs(instant: string): string {
  return new Date(Date.parse(instant) + 1).toISOString();
}
