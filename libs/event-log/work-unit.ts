import type { JobAttempt, JobStatus } from '#contracts';
import { attemptOf, decide, decideSubmit, evolve, isJobEvent, isTerminal } from '#domain';
import type { DecisionContext, GrantClaim, JobCommand, JobEvent, JobState, OutcomeOf, SubmitCommand } from '#domain';
import type { TraceSpan } from '#observability';
import type { JobWrite } from './append-batch';
import { contextOf, faultOf, type TracedCommand } from './command-spans';
import type { VersionedJob } from './job-row';
import { placed } from './log-envelope';
import type { EventOrigin, UnplacedEvent } from './log-envelope';
import type { LoggedEvent } from './logged-event';

/** Everything that waits for one job: either its submission, or commands that are decided one after the other and written as one. */
export type WorkUnit = SubmitUnit | CommandUnit;

/** A slot that a worker has offered, and the delivery that takes it. */
export interface SlotOffer {
  readonly workerId: string;
  readonly offer: string;
  readonly deliveryId: string;
}

/** A job that was granted with its submission. */
export interface GrantedOffer extends SlotOffer {
  readonly attempt: number;
  /** The job's message, as it stands in the log. */
  readonly message: string;
}

export interface SubmitUnit {
  readonly kind: 'submit';
  readonly jobId: string;
  readonly command: SubmitCommand;
  /** A slot that a worker has offered: the job is granted to it if nothing stands in the way. */
  readonly offer?: SlotOffer;
  readonly bytes: number;
  /** Its part of a recorded trace; the command carries this span's context. */
  readonly span?: TraceSpan;
  readonly resolve: (result: SubmitResult) => void;
  readonly reject: (error: unknown) => void;
}

export interface CommandUnit {
  readonly kind: 'command';
  readonly jobId: string;
  items: CommandItem[];
  bytes: number;
}

export interface CommandItem extends TracedCommand {
  readonly command: JobCommand;
  readonly causationId: string | undefined;
  /** `patient` commands wait for a store that is down, for ever; the others are refused at once. */
  readonly patient: boolean;
  readonly resolve: (ran: Ran<keyof OutcomeOf>) => void;
  readonly reject: (error: unknown) => void;
  /** The key that a grant for this ask found taken up in the statement before. */
  takenUp?: string;
  /** Set by the decision; holds only once the write it belongs to is committed. */
  outcome?: OutcomeOf[keyof OutcomeOf];
  state?: JobState;
  /** Index, among the unit's events, of this item's last one. */
  lastEvent?: number;
}

export type SubmitResult =
  | { readonly kind: 'accepted'; readonly jobId: string; readonly position: number; readonly status: JobStatus; readonly granted?: GrantedOffer }
  /** The same key and the same request before: the answer of then. */
  | { readonly kind: 'duplicate'; readonly jobId: string; readonly position: number; readonly status: JobStatus; readonly correlationId: string }
  /** Another job with the same dedupe key stands for it. */
  | { readonly kind: 'deduplicated'; readonly jobId: string; readonly position: number; readonly status: JobStatus; readonly correlationId: string }
  | { readonly kind: 'conflict'; readonly jobId: string };

/** What became of a command: committed before this is handed out. */
export interface Ran<K extends keyof OutcomeOf> {
  readonly outcome: OutcomeOf[K];
  /** The job as the command left it; undefined if there is no such job. */
  readonly job: JobState | undefined;
  /** Position of the command's last event; undefined if it wrote none. */
  readonly position: number | undefined;
}

/** What is to be written for a unit, with what is needed to follow its events. */
export interface DecidedWrite extends JobWrite {
  readonly unit: WorkUnit;
  readonly payloadBytes: number;
  readonly happened: readonly JobEvent[];
  /** The job before its events: knows when it was queued, for the metrics. */
  readonly before: JobState;
}

type MakeEnvelope = (event: JobEvent, version: number, origin: EventOrigin) => UnplacedEvent;

export function decideSubmission(unit: SubmitUnit, ctx: DecisionContext, envelope: MakeEnvelope): DecidedWrite {
  const { initial, state, events } = decideSubmit(unit.command, ctx);
  const unplaced = events.map((event, i) => envelope(event, i + 1, unit.command));
  const owned = unit.offer && grantTo(unit.offer, state, ctx);
  return {
    unit,
    rev: undefined,
    state: owned ?? state,
    events: unplaced,
    attempts: [],
    leaseRenewed: owned !== undefined,
    granted: owned !== undefined,
    dedupe: unit.command.dedupe,
    ticket: unit.command.ticket,
    payloadBytes: unit.bytes,
    happened: events,
    before: initial,
  };
}

/** The new job with the offering worker as its owner; undefined where it has to ask like everybody: what is paused or limited is not for the fast way. */
function grantTo(offer: SlotOffer, state: JobState, ctx: DecisionContext): JobState | undefined {
  if (ctx.gates.claimsOf(state).length > 0) return undefined;
  const { facts, outcome } = decide({ kind: 'ask', workerId: offer.workerId, deliveryId: offer.deliveryId }, state, ctx);
  return outcome.kind === 'granted' ? facts.reduce<JobState>(evolve, state) : undefined;
}

/**
 * Decides the commands of a unit one after the other, each on the state the one before left.
 *
 * @param job undefined when there is no such job
 * @param fresh whether the row was read after the commands arrived. A decision that writes nothing has no compare-and-swap to protect it, so
 *   it counts only on a fresh row (or an ended job: that never changes)
 * @returns the write; 'nothing_to_write' when all outcomes stand without one; 'needs_fresh_row' when the row has to be read first
 */
export function decideCommands(unit: CommandUnit, job: VersionedJob | undefined, fresh: boolean, ctx: DecisionContext, envelope: MakeEnvelope): DecidedWrite | 'nothing_to_write' | 'needs_fresh_row' {
  let state = job?.state;
  let leaseRenewed = false;
  let wrote = false;
  let claims: readonly GrantClaim[] | undefined;
  let withheld = false;
  let stopped = false;
  let regranted = false;
  const freed: string[] = [];
  const events: UnplacedEvent[] = [];
  const happened: JobEvent[] = [];
  const attempts = new Map<number, JobAttempt>();
  for (const item of unit.items) {
    const command = item.takenUp !== undefined && item.command.kind === 'ask' ? { ...item.command, takenUp: item.takenUp } : item.command;
    const { facts, outcome } = decide(command, state, ctx);
    if (facts.length === 0 && !fresh && !(state !== undefined && isTerminal(state.status))) return 'needs_fresh_row';
    const traceparent = facts.length === 0 || state === undefined ? undefined : contextOf(item, state);
    for (const fact of facts) {
      const before = state as JobState;
      wrote = true;
      if (isJobEvent(fact)) {
        const attempt = attemptOf(before, fact);
        if (attempt !== undefined) attempts.set(attempt.number, attempt);
        events.push(envelope(fact, before.version + 1, { tenantId: before.tenantId, correlationId: before.correlationId, causationId: item.causationId, traceparent }));
        happened.push(fact);
        if (fact.type === 'job.held' || (fact.type === 'job.failed' && fact.payload.cause === 'policy')) stopped = true;
      } else if (fact.type === 'owner.granted' || fact.type === 'owner.renewed') {
        leaseRenewed = true;
        if (fact.type === 'owner.granted') claims = ctx.gates.claimsOf(before);
        else if (command.kind === 'ask') regranted = true;
      } else if (fact.type === 'message.withheld') {
        withheld = true;
      }
      state = evolve(before, fact);
      if (before.owner?.slots !== undefined && state.owner?.deliveryId !== before.owner.deliveryId) freed.push(...before.owner.slots);
    }
    item.outcome = outcome;
    item.state = state;
    item.lastEvent = facts.some(isJobEvent) ? events.length - 1 : undefined;
  }
  if (!wrote || job === undefined || state === undefined) return 'nothing_to_write';
  return {
    unit,
    rev: job.rev,
    state,
    events,
    attempts: [...attempts.values()],
    leaseRenewed,
    // A job that is withheld on a pause that is over would wait for nobody to release it; one that is stopped by a rule that is gone would be so for nothing.
    granted: claims !== undefined || withheld || stopped || regranted,
    respecified: state.governance !== job.state.governance,
    claims,
    freed,
    payloadBytes: job.payloadBytes,
    happened,
    before: job.state,
  };
}

/** A committed write's events as they stand in the log. */
export function placedEvents(write: DecidedWrite, firstPosition: number, epoch: string): LoggedEvent[] {
  return write.events.map((event, i) => ({
    position: firstPosition + i,
    eventId: event.eventId,
    type: event.type,
    streamId: event.streamId,
    correlationId: event.correlationId,
    traceparent: event.traceparent,
    text: placed(event, firstPosition + i, epoch),
    event: write.happened[i],
    ...(write.rev === undefined && write.granted === true && event.type === 'job.queued' ? { granted: true } : {}),
  }));
}

/** What a submission is answered with when it is committed. @param last its last event, as it stands in the log */
export function accepted({ state, granted }: DecidedWrite, { offer }: SubmitUnit, position: number, last: LoggedEvent | undefined): SubmitResult {
  const result = { kind: 'accepted', jobId: state.id, position, status: state.status } as const;
  return granted === true && offer !== undefined && last !== undefined ? { ...result, granted: { ...offer, attempt: state.attempt + 1, message: last.text } } : result;
}

export function settleItem(item: CommandItem, position: number | undefined): void {
  item.span?.end();
  item.resolve({ outcome: item.outcome as OutcomeOf[keyof OutcomeOf], job: item.state, position });
}

export function rejectItem(item: CommandItem, error: unknown): void {
  item.span?.end(faultOf(error));
  item.reject(error);
}

export function rejectUnit(unit: WorkUnit, error: unknown): void {
  if (unit.kind === 'submit') unit.reject(error);
  else for (const item of unit.items) rejectItem(item, error);
}

/** The spans of what was decided together. */
export function spansOf(writes: readonly DecidedWrite[]): TraceSpan[] {
  return writes.flatMap(({ unit }) => (unit.kind === 'submit' ? (unit.span ?? []) : unit.items.flatMap(({ span }) => span ?? [])));
}

/** Keys that something may wait for after these writes: what they freed, and what they withheld a job on. */
export function awaitedKeysOf(writes: readonly DecidedWrite[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { freed, state, before } of writes) {
    for (const key of freed ?? []) keys.add(key);
    if (state.withheldOn !== undefined && before.withheldOn !== state.withheldOn) keys.add(state.withheldOn);
  }
  return keys;
}
