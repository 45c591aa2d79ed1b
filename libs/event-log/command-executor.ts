import { OPEN_GATES, RETRY_POLICY } from '#domain';
import type { DecisionContext, Gates, JobCommand, OutcomeOf, RetryPolicy, SubmitCommand } from '#domain';
import { appendBatch } from './append-batch';
import type { AppendResult } from './append-batch';
import { appendMetrics } from './append-metrics';
import { answersOfLosers } from './idempotency';
import { jobOf, LOAD_JOBS } from './job-row';
import type { JobRow, VersionedJob } from './job-row';
import { logEnvelopes, placed } from './log-envelope';
import type { LogProducer } from './log-envelope';
import type { LoggedEvent } from './logged-event';
import { RowCache } from './row-cache';
import type { StoreClock } from './store-clock';
import { CommandQueueFull, StatementRefused, StoreUnavailable } from './store-errors';
import type { StoreLogger, StorePool } from './store-pool';
import { decideCommands, decideSubmission } from './work-unit';
import type { CommandItem, CommandUnit, DecidedWrite, Ran, SubmitResult, SubmitUnit, WorkUnit } from './work-unit';

/*
 * Group commit.
 *
 * Commands wait here while a statement is under way; when it has answered, all that waited go into the next one. So the busier the store, the
 * larger the groups and the cheaper each command, and an idle store answers a single command at once: there is no timer. One statement at a
 * time, because the head's lock would queue a second one anyway. A job is in one group at most; its commands are decided one after the other.
 *
 * A group that loses some of its writes decides those again on fresh rows, before anything that came later. When the store is down, commands of
 * clients are refused at once and reports of workers wait for ever; nothing that had been decided is kept, everything is decided again on
 * what the store then says. When a connection breaks under a statement its outcome is unknown: a report that is decided twice is seen as the
 * duplicate it is, a client is told so and repeats with its key.
 */

/** Beyond this a larger group gains nothing and only makes everybody wait for its slowest row. */
const MAX_JOBS_PER_BATCH = 256;
/** Keeps the statement, which is built in memory on both sides, in proportion. */
const MAX_BYTES_PER_BATCH = 4 * 1024 * 1024;
/** About three seconds of work at the rates measured; more would only be answered when its client has gone. */
const MAX_WAITING = 20_000;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
const FIRST_RETRY_MS = 50;
const MAX_RETRY_MS = 1_000;

export interface CommandExecutorOptions {
  readonly pool: StorePool;
  readonly clock: StoreClock;
  readonly producer: LogProducer;
  readonly logger: StoreLogger;
  readonly gates?: Gates;
  readonly retryPolicy?: RetryPolicy;
  readonly random?: () => number;
  /** Told of every group that was surely committed, in log order, with nothing left out between one call and what the log says next. */
  readonly onCommitted?: (events: readonly LoggedEvent[]) => void;
}

export interface RunOptions {
  /** Waits for a store that is down instead of failing. For what must not be lost: reports, timers. */
  readonly patient: boolean;
  readonly causationId?: string;
  /** Size of what the command brings, where that is not small. */
  readonly bytes?: number;
}

export class CommandExecutor {
  private readonly cache = new RowCache();
  private readonly envelope: ReturnType<typeof logEnvelopes>;
  private readonly metrics = appendMetrics();
  private readonly waiting = new Map<string, WorkUnit>();
  /** Decided again before anything else. */
  private again: WorkUnit[] = [];
  private waitingItems = 0;
  private waitingBytes = 0;
  private running = false;
  private outage: { since: number; failures: number } | undefined;
  private tick = 0;
  private head = 0;
  private idle: (() => void)[] = [];
  private clientsWaiting = 0;

  constructor(private readonly options: CommandExecutorOptions) {
    this.envelope = logEnvelopes(options.producer);
  }

  /** False from the first failure until the store has answered again. */
  get storeAnswers(): boolean {
    return this.outage === undefined;
  }

  /** Commands that wait for a statement. */
  get depth(): number {
    return this.waitingItems;
  }

  /** Submits that are not answered yet, the ones in the statement under way included: how hard clients press. */
  get submitsUnanswered(): number {
    return this.clientsWaiting;
  }

  /** The newest position this process knows of. */
  get knownHead(): number {
    return this.head;
  }

  get knownTick(): number {
    return this.tick;
  }

  noteTick(tick: number): void {
    if (tick > this.tick) this.tick = tick;
  }

  noteHead(position: number): void {
    if (position > this.head) this.head = position;
  }

  /**
   * Accepts a new job: resolves when it is committed, or when the key turned out to be known.
   *
   * @param bytes size of the payload
   * @throws CommandQueueFull, StoreUnavailable (`outcomeUnknown` when it may have been committed all the same)
   */
  submit(command: SubmitCommand, bytes: number): Promise<SubmitResult> {
    const refusal = this.refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    this.clientsWaiting += 1;
    return new Promise<SubmitResult>((resolve, reject) => {
      const answered = <T>(settle: (value: T) => void) => (value: T): void => {
        this.clientsWaiting -= 1;
        settle(value);
      };
      // The payload travels three times: in the row and in two events.
      this.enqueue({ kind: 'submit', jobId: command.jobId, command, bytes: 3 * bytes + 2_000, resolve: answered(resolve), reject: answered(reject) }, 1);
    });
  }

  /**
   * Runs one command on one job: resolves when what it wrote is committed, or when it is certain that there is nothing to write.
   *
   * @throws CommandQueueFull and StoreUnavailable, unless patient; StatementRefused when the store refuses the write for what it says
   */
  run<K extends Exclude<JobCommand['kind'], 'submit'>>(jobId: string, command: Extract<JobCommand, { kind: K }>, options: RunOptions): Promise<Ran<K>> {
    if (!options.patient) {
      const refusal = this.refusal();
      if (refusal !== undefined) return Promise.reject(refusal);
    }
    return new Promise((resolve, reject) => {
      const item: CommandItem = { command, causationId: options.causationId, patient: options.patient, resolve: resolve as CommandItem['resolve'], reject };
      const bytes = (options.bytes ?? 0) + 1_000;
      const unit = this.waiting.get(jobId);
      if (unit?.kind === 'command') {
        unit.items.push(item);
        unit.bytes += bytes;
        this.waitingItems += 1;
        this.waitingBytes += bytes;
      } else {
        this.enqueue({ kind: 'command', jobId, items: [item], bytes }, 1);
      }
    });
  }

  /** Resolves when nothing waits and nothing is under way. */
  whenIdle(): Promise<void> {
    if (!this.running && this.waiting.size === 0 && this.again.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  private refusal(): Error | undefined {
    if (this.outage !== undefined) return new StoreUnavailable(undefined, false);
    if (this.waitingItems >= MAX_WAITING || this.waitingBytes >= MAX_WAITING_BYTES) return new CommandQueueFull(this.waitingItems);
    return undefined;
  }

  private enqueue(unit: WorkUnit, items: number): void {
    this.waiting.set(unit.jobId, unit);
    this.waitingItems += items;
    this.waitingBytes += unit.bytes;
    if (this.running || this.outage !== undefined) return;
    this.running = true;
    // Everything that arrives in this turn of the event loop goes into the first group.
    setImmediate(() => void this.work());
  }

  private async work(): Promise<void> {
    while (this.outage === undefined) {
      const units = this.take();
      if (units.length === 0) break;
      try {
        await this.commit(units);
      } catch (error) {
        if (error instanceof StoreUnavailable) this.suspend(error, units);
        else for (const unit of units) rejectUnit(unit, error);
      }
    }
    this.running = false;
    if (this.waiting.size === 0 && this.again.length === 0) for (const resolve of this.idle.splice(0)) resolve();
  }

  private take(): WorkUnit[] {
    const units = this.again;
    this.again = [];
    let bytes = units.reduce((sum, unit) => sum + unit.bytes, 0);
    for (const unit of this.waiting.values()) {
      if (units.length > 0 && (units.length >= MAX_JOBS_PER_BATCH || bytes + unit.bytes > MAX_BYTES_PER_BATCH)) break;
      this.waiting.delete(unit.jobId);
      this.waitingItems -= unit.kind === 'submit' ? 1 : unit.items.length;
      this.waitingBytes -= unit.bytes;
      bytes += unit.bytes;
      units.push(unit);
    }
    return units;
  }

  private async commit(units: readonly WorkUnit[]): Promise<void> {
    const fresh = await this.load(units.filter((unit) => unit.kind === 'command' && this.cache.get(unit.jobId) === undefined));
    const ctx = this.context();
    const writes: DecidedWrite[] = [];
    const stale: CommandUnit[] = [];
    const settle = (unit: CommandUnit, decided: ReturnType<typeof decideCommands>): void => {
      if (decided === 'needs_fresh_row') stale.push(unit);
      else if (decided === 'nothing_to_write') for (const item of unit.items) settleItem(item, undefined);
      else writes.push(decided);
    };
    for (const unit of units) {
      if (unit.kind === 'submit') writes.push(decideSubmission(unit, ctx, this.envelope));
      else settle(unit, this.decideOn(unit, fresh.has(unit.jobId) ? fresh.get(unit.jobId) : this.cache.get(unit.jobId), fresh.has(unit.jobId), ctx));
    }
    if (stale.length > 0) {
      const rows = await this.load(stale);
      const again = this.context();
      for (const unit of stale.splice(0)) settle(unit, this.decideOn(unit, rows.get(unit.jobId), true, again));
    }
    if (writes.length > 0) await this.write(writes);
  }

  private decideOn(unit: CommandUnit, job: VersionedJob | undefined, fresh: boolean, ctx: DecisionContext): ReturnType<typeof decideCommands> {
    return decideCommands(unit, job, fresh, ctx, this.envelope);
  }

  private context(): DecisionContext {
    const nowMs = this.options.clock.nowMs();
    return {
      now: new Date(nowMs).toISOString(),
      nowMs,
      random: this.options.random ?? Math.random,
      tick: this.tick,
      gates: this.options.gates ?? OPEN_GATES,
      retryPolicy: this.options.retryPolicy ?? RETRY_POLICY,
    };
  }

  /** Rows as they are now; a job that does not exist is in the map with undefined. */
  private async load(units: readonly WorkUnit[]): Promise<Map<string, VersionedJob | undefined>> {
    const rows = new Map<string, VersionedJob | undefined>(units.map((unit) => [unit.jobId, undefined]));
    if (rows.size === 0) return rows;
    const result = await this.options.pool.query<JobRow>(LOAD_JOBS, [`{${[...rows.keys()].join(',')}}`]);
    for (const row of result.rows) {
      this.noteTick(row.tick);
      rows.set(row.id, jobOf(row));
    }
    return rows;
  }

  private async write(writes: DecidedWrite[]): Promise<void> {
    // Job rows are locked by ascending id; ids ascend with time, so new jobs keep the order they came in.
    writes.sort((a, b) => (a.state.id < b.state.id ? -1 : 1));
    const startedAt = performance.now();
    let result: AppendResult;
    try {
      result = await appendBatch(this.options.pool, this.options.clock, writes);
    } catch (error) {
      for (const write of writes) this.cache.drop(write.state.id);
      if (!(error instanceof StatementRefused)) throw error;
      await this.writeSingly(writes, error);
      return;
    }
    const survivors: DecidedWrite[] = [];
    const losers: DecidedWrite[] = [];
    for (const write of writes) (result.survived(write.state.id) ? survivors : losers).push(write);
    this.metrics.observe(performance.now() - startedAt, writes.length, losers.length);
    this.noteTick(result.tick);
    this.committed(survivors, result);
    if (losers.length > 0) await this.decideAgain(losers);
  }

  /** One write that the store will not have must not take the others of its group with it. */
  private async writeSingly(writes: readonly DecidedWrite[], error: StatementRefused): Promise<void> {
    if (writes.length === 1) {
      const [write] = writes as [DecidedWrite];
      this.options.logger.error({ err: error, jobId: write.state.id, constraint: error.constraint }, 'the store refused a write');
      rejectUnit(write.unit, error);
      return;
    }
    for (const write of writes) await this.write([write]);
  }

  private committed(writes: readonly DecidedWrite[], result: AppendResult): void {
    let position = result.headBefore;
    const logged: LoggedEvent[] = [];
    for (const write of writes) {
      const first = position + 1;
      write.events.forEach((event, i) => {
        position += 1;
        logged.push({
          position,
          eventId: event.eventId,
          type: event.type,
          streamId: event.streamId,
          correlationId: event.correlationId,
          text: placed(event, position, result.epoch),
          event: write.happened[i],
        });
      });
      const owner = write.leaseRenewed && write.state.owner ? { ...write.state.owner, leaseTick: result.tick } : write.state.owner;
      this.cache.put({ rev: (write.rev ?? 0) + 1, state: { ...write.state, owner }, payloadBytes: write.payloadBytes });
      if (write.unit.kind === 'submit') write.unit.resolve({ kind: 'accepted', jobId: write.state.id, position });
      else for (const item of write.unit.items) settleItem(item, item.lastEvent === undefined ? undefined : first + item.lastEvent);
      this.metrics.count(write);
    }
    if (logged.length === 0) return;
    this.noteHead(position);
    this.metrics.head(this.head);
    this.options.onCommitted?.(logged);
  }

  private async decideAgain(losers: readonly DecidedWrite[]): Promise<void> {
    const submits: SubmitUnit[] = [];
    for (const { unit } of losers) {
      if (unit.kind === 'submit') {
        submits.push(unit);
        continue;
      }
      this.cache.drop(unit.jobId);
      this.putAgain(unit);
    }
    if (submits.length === 0) return;
    let answers: (SubmitResult | undefined)[];
    try {
      answers = await answersOfLosers(this.options.pool, submits);
    } catch (error) {
      for (const unit of submits) unit.reject(error);
      if (error instanceof StoreUnavailable) this.suspend(error, []);
      return;
    }
    submits.forEach((unit, i) => {
      const answer = answers[i];
      if (answer === undefined) this.again.push(unit);
      else unit.resolve(answer);
    });
  }

  /** What came for the job meanwhile joins behind: a job must not be in a group twice. */
  private putAgain(unit: CommandUnit): void {
    const later = this.waiting.get(unit.jobId);
    if (later?.kind === 'command') {
      this.waiting.delete(unit.jobId);
      this.waitingItems -= later.items.length;
      this.waitingBytes -= later.bytes;
      unit.items.push(...later.items);
      unit.bytes += later.bytes;
    }
    this.again.push(unit);
  }

  /** The store is down. Who cannot wait is told; the others are decided anew when it is back. */
  private suspend(error: StoreUnavailable, underWay: readonly WorkUnit[]): void {
    for (const unit of underWay) {
      if (unit.kind === 'submit') unit.reject(error);
      else this.keepPatient(unit, error);
    }
    const notTried = new StoreUnavailable(error, false);
    for (const unit of [...this.waiting.values()]) {
      this.waiting.delete(unit.jobId);
      if (unit.kind === 'submit') unit.reject(notTried);
      else this.keepPatient(unit, notTried);
    }
    this.waitingItems = 0;
    this.waitingBytes = 0;
    if (this.outage !== undefined) return;
    this.outage = { since: Date.now(), failures: 0 };
    this.options.logger.warn({ err: error }, 'the store does not answer; clients are refused, reports wait');
    this.retryLater();
  }

  private keepPatient(unit: CommandUnit, error: unknown): void {
    for (const item of unit.items) if (!item.patient) item.reject(error);
    unit.items = unit.items.filter((item) => item.patient);
    if (unit.items.length > 0) this.putAgain(unit);
  }

  private retryLater(): void {
    const outage = this.outage as { since: number; failures: number };
    const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** outage.failures);
    outage.failures += 1;
    setTimeout(() => {
      void this.options.pool.query({ name: 'ping', text: 'SELECT 1' }).then(
        () => this.resume(),
        () => this.retryLater(),
      );
    }, delayMs).unref();
  }

  private resume(): void {
    this.options.logger.info({ downForMs: Date.now() - (this.outage?.since ?? 0) }, 'the store answers again');
    this.outage = undefined;
    if (this.running) return;
    this.running = true;
    void this.work();
  }
}

function settleItem(item: CommandItem, position: number | undefined): void {
  item.resolve({ outcome: item.outcome as OutcomeOf[keyof OutcomeOf], job: item.state, position });
}

function rejectUnit(unit: WorkUnit, error: unknown): void {
  if (unit.kind === 'submit') unit.reject(error);
  else for (const item of unit.items) item.reject(error);
}
