import { OPEN_GATES, RETRY_POLICY } from '#domain';
import type { DecisionContext, Gates, JobCommand, SubmitCommand } from '#domain';
import { isTracing, withoutContext } from '#observability';
import { appendBatch } from './append-batch';
import type { AppendResult } from './append-batch';
import { appendMetrics } from './append-metrics';
import type { CommandExecutorOptions, RunOptions } from './command-executor.options';
import { CommandQueue, keepPatient } from './command-queue';
import { faultOf, groupSpan, submitSpan } from './command-spans';
import { loadJobs } from './job-row';
import type { VersionedJob } from './job-row';
import { logEnvelopes } from './log-envelope';
import type { LoggedEvent } from './logged-event';
import { putLosersAgain } from './losers';
import { RowCache } from './row-cache';
import { CommandQueueFull, StatementRefused, StoreUnavailable } from './store-errors';
import { StoreOutage } from './store-outage';
import { accepted, awaitedKeysOf, decideCommands, decideSubmission, placedEvents, rejectUnit, settleItem, spansOf } from './work-unit';
import type { CommandItem, CommandUnit, DecidedWrite, Ran, SlotOffer, SubmitResult, WorkUnit } from './work-unit';

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

export class CommandExecutor {
  private readonly cache = new RowCache();
  private readonly envelope: ReturnType<typeof logEnvelopes>;
  private readonly metrics = appendMetrics();
  private readonly queue = new CommandQueue();
  private running = false;
  private readonly outage: StoreOutage;
  private tick = 0;
  private head = 0;
  private idle: (() => void)[] = [];
  private clientsWaiting = 0;

  constructor(private readonly options: CommandExecutorOptions) {
    this.envelope = logEnvelopes(options.producer);
    this.outage = new StoreOutage(options.pool, options.logger, () => this.resume());
  }

  /** False from the first failure until the store has answered again. */
  get storeAnswers(): boolean {
    return !this.outage.isOn;
  }

  /** Commands that wait for a statement. */
  get depth(): number {
    return this.queue.length;
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
    if (position <= this.head) return;
    this.head = position;
    this.metrics.head(position);
  }

  /**
   * Accepts a new job: resolves when it is committed, or when the key turned out to be known.
   *
   * @param bytes size of the payload
   * @param offer a slot to grant the job to in the same statement, if nothing stands in the way; the answer says whether
   * @throws CommandQueueFull, StoreUnavailable (`outcomeUnknown` when it may have been committed all the same)
   */
  submit(command: SubmitCommand, bytes: number, offer?: SlotOffer): Promise<SubmitResult> {
    const refusal = this.refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    this.clientsWaiting += 1;
    const { traced, span } = submitSpan(command);
    return new Promise<SubmitResult>((resolve, reject) => {
      let waits = true;
      const answered = <T>(settle: (value: T) => void) => (value: T): void => {
        if (waits) this.clientsWaiting -= 1;
        waits = false;
        span?.end(value instanceof Error ? faultOf(value) : undefined);
        settle(value);
      };
      // The payload travels three times: in the row and in two events.
      this.enqueue({ kind: 'submit', jobId: command.jobId, command: traced, offer, span, bytes: 3 * bytes + 2_000, resolve: answered(resolve), reject: answered(reject) });
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
      const { causationId, traceparent, patient } = options;
      const item: CommandItem = { command, causationId, traceparent, sinceMs: isTracing() ? performance.now() : undefined, patient, resolve: resolve as CommandItem['resolve'], reject };
      const bytes = (options.bytes ?? 0) + 1_000;
      if (!this.queue.join(jobId, item, bytes)) this.enqueue({ kind: 'command', jobId, items: [item], bytes });
    });
  }

  /** Resolves when nothing waits and nothing is under way. */
  whenIdle(): Promise<void> {
    if (!this.running && this.queue.isEmpty) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  /** For a process that stops while the store is away: whoever waits for it is told, and hands back what he holds. */
  abandon(): void {
    if (!this.outage.isOn) return;
    for (let units = this.queue.take(); units.length > 0; units = this.queue.take()) for (const unit of units) rejectUnit(unit, new StoreUnavailable(undefined, false));
  }

  private get gates(): Gates {
    return this.options.gates?.() ?? OPEN_GATES;
  }

  private refusal(): Error | undefined {
    if (this.outage.isOn) return new StoreUnavailable(undefined, false);
    if (this.queue.isFull) return new CommandQueueFull(this.queue.length);
    return undefined;
  }

  private enqueue(unit: WorkUnit): void {
    this.queue.add(unit);
    if (this.running || this.outage.isOn) return;
    this.running = true;
    // Everything that arrives in this turn of the event loop goes into the first group.
    withoutContext(() => setImmediate(() => void this.work()));
  }

  private async work(): Promise<void> {
    while (!this.outage.isOn) {
      const units = this.queue.take();
      if (units.length === 0) break;
      try {
        await this.commit(units);
      } catch (error) {
        if (error instanceof StoreUnavailable) this.suspend(error, units);
        else for (const unit of units) rejectUnit(unit, error);
      }
    }
    this.running = false;
    if (this.queue.isEmpty) for (const resolve of this.idle.splice(0)) resolve();
  }

  private async commit(units: readonly WorkUnit[]): Promise<void> {
    const fresh = await this.load(units.filter((unit) => unit.kind === 'command' && this.cache.get(unit.jobId) === undefined));
    const writes: DecidedWrite[] = [];
    const stale: CommandUnit[] = [];
    let ctx = this.context();
    let controls = ctx.gates.version;
    for (const unit of units) {
      if (unit.kind === 'submit') this.settled(unit, writes, () => decideSubmission(unit, ctx, this.envelope));
      else if (fresh.has(unit.jobId)) this.settled(unit, writes, () => decideCommands(unit, fresh.get(unit.jobId), true, ctx, this.envelope));
      else if (!this.settled(unit, writes, () => decideCommands(unit, this.cache.get(unit.jobId), false, ctx, this.envelope))) stale.push(unit);
    }
    if (stale.length > 0) {
      const rows = await this.load(stale);
      ctx = this.context();
      // A group may be decided on two versions; it counts as decided on the older.
      controls = Math.min(controls, ctx.gates.version);
      for (const unit of stale) this.settled(unit, writes, () => decideCommands(unit, rows.get(unit.jobId), true, ctx, this.envelope));
    }
    if (writes.length > 0) await this.write(writes, controls);
  }

  /** Takes a decision to where it belongs. Answers false when it has to be made again on a fresh row. */
  private settled(unit: WorkUnit, writes: DecidedWrite[], decide: () => DecidedWrite | 'nothing_to_write' | 'needs_fresh_row'): boolean {
    try {
      const decided = decide();
      if (decided === 'needs_fresh_row') return false;
      if (decided !== 'nothing_to_write') writes.push(decided);
      else if (unit.kind === 'command') for (const item of unit.items) settleItem(item, undefined);
    } catch (error) {
      // A bug in one job's decision is that job's trouble.
      this.options.logger.error({ err: error, jobId: unit.jobId }, 'a decision failed');
      rejectUnit(unit, error);
    }
    return true;
  }

  private context(): DecisionContext {
    const nowMs = this.options.clock.nowMs();
    return {
      now: new Date(nowMs).toISOString(),
      nowMs,
      random: this.options.random ?? Math.random,
      tick: this.tick,
      gates: this.gates,
      verdictOf: this.options.verdictOf?.(),
      retryPolicy: this.options.retryPolicy ?? RETRY_POLICY,
    };
  }

  private async load(units: readonly WorkUnit[]): Promise<Map<string, VersionedJob | undefined>> {
    if (units.length === 0) return new Map();
    const { rows, tick, controls } = await loadJobs(this.options.pool, units.map((unit) => unit.jobId));
    if (tick !== undefined) this.noteTick(tick);
    // A grant that is only said again writes nothing that the store could refuse, so it is decided on what was in force when its row was read.
    if (controls !== undefined && controls > this.gates.version) await this.options.controlsChanged?.(controls);
    return rows;
  }

  private async write(writes: DecidedWrite[], controls: number): Promise<void> {
    // Job rows are locked by ascending id; ids ascend with time, so new jobs keep the order they came in.
    writes.sort((a, b) => (a.state.id < b.state.id ? -1 : 1));
    const startedAt = performance.now();
    const span = isTracing() ? groupSpan(writes.length, spansOf(writes)) : undefined;
    let result: AppendResult;
    try {
      result = await appendBatch(this.options.pool, this.options.clock, writes, controls);
      span?.end();
    } catch (error) {
      span?.end(faultOf(error));
      for (const write of writes) this.cache.drop(write.state.id);
      if (!(error instanceof StatementRefused)) throw error;
      await this.writeSingly(writes, controls, error);
      return;
    }
    const survivors: DecidedWrite[] = [];
    const losers: DecidedWrite[] = [];
    for (const write of writes) (result.survived(write.state.id) ? survivors : losers).push(write);
    this.metrics.observe(performance.now() - startedAt, writes.length, losers.length);
    this.noteTick(result.tick);
    this.committed(survivors, result);
    if (result.controls !== controls) await this.options.controlsChanged?.(result.controls);
    if (losers.length === 0) return;
    const storeLost = await putLosersAgain(losers, result, { pool: this.options.pool, cache: this.cache, queue: this.queue });
    if (storeLost !== undefined) this.suspend(storeLost, []);
  }

  /** One write that the store will not have must not take the others of its group with it. */
  private async writeSingly(writes: readonly DecidedWrite[], controls: number, error: StatementRefused): Promise<void> {
    if (writes.length === 1) {
      const [write] = writes as [DecidedWrite];
      this.options.logger.error({ err: error, jobId: write.state.id, constraint: error.constraint }, 'the store refused a write');
      rejectUnit(write.unit, error);
      return;
    }
    for (const write of writes) await this.write([write], controls);
  }

  private committed(writes: readonly DecidedWrite[], result: AppendResult): void {
    let position = result.headBefore;
    const logged: LoggedEvent[] = [];
    for (const write of writes) {
      const first = position + 1;
      for (const event of placedEvents(write, first, result.epoch)) logged.push(event);
      position += write.events.length;
      const owner = write.leaseRenewed && write.state.owner ? { ...write.state.owner, leaseTick: result.tick } : write.state.owner;
      this.cache.put({ rev: (write.rev ?? 0) + 1, state: { ...write.state, owner }, payloadBytes: write.payloadBytes });
      if (write.unit.kind === 'submit') write.unit.resolve(accepted(write, write.unit, position, logged.at(-1)));
      else for (const item of write.unit.items) settleItem(item, item.lastEvent === undefined ? undefined : first + item.lastEvent);
      this.metrics.count(write);
    }
    const claims = awaitedKeysOf(writes);
    if (claims.size > 0) this.options.onClaims?.(claims);
    if (logged.length === 0) return;
    this.noteHead(position);
    this.options.onCommitted?.(logged);
  }

  /** The store is down. Who cannot wait is told; the others are decided anew when it is back. */
  private suspend(error: StoreUnavailable, underWay: readonly WorkUnit[]): void {
    for (const unit of underWay) this.wait(unit, error);
    const notTried = new StoreUnavailable(error, false);
    for (const unit of this.queue.drain()) this.wait(unit, notTried);
    this.outage.begin(error);
  }

  private wait(unit: WorkUnit, error: StoreUnavailable): void {
    if (unit.kind === 'submit') unit.reject(error);
    else if (keepPatient(unit, error)) this.queue.putAgain(unit);
  }

  private resume(): void {
    if (this.running) return;
    this.running = true;
    void this.work();
  }
}
