import { isEventType, TOPOLOGY, jobRoutingKey } from '#contracts';
import { StoreUnavailable, type EventReader, type LoggedEvent, type RelayLease } from '#event-log';
import type { ConfirmPublisher, PublishCallback } from '#messaging';
import { counter, gauge, type Logger } from '#observability';
import { RecentEvents } from './recent-events';
import { RelayWindow } from './relay-window';

/*
 * The relay: committed events leave for the broker, in log order, at least once.
 *
 * One gateway leads (see RelayLease). It sends the events after the cursor through a window of confirms and moves the cursor only over what is
 * confirmed without a hole. Whatever goes wrong (a nack, a message that came back, a lost connection, a lost lease, a store that does not
 * answer) ends the present run; the next starts from the stored cursor, so that duplicates are possible and holes are not. Each run is an
 * object of its own: a confirm that arrives late belongs to a run that nobody looks at any more.
 *
 * Where events come from: what this process has committed itself and is exactly next is taken from memory; everything else is read from the log. Other
 * gateways wake the leader when they have committed; a poll finds what nobody announced.
 */

/** Events on the way at most. More gains nothing on one broker and only makes answers to workers wait behind them. */
const WINDOW = 500;
/** Events sent in one turn of the event loop; then requests and reports have theirs. */
const PER_TURN = 48;
/** Events read from the log at once. */
const PAGE = 500;
/**
 * While more clients than this wait for a 202, relaying is paced: what is not accepted fast is lost business, what is relayed late is not lost.
 * The pace (1,600 events a second) keeps jobs running under any pressure and leaves the processors to the store, of which the broker would
 * otherwise take two for each one that accepting takes.
 */
const PRESSING_SUBMITS = 12;
const PACED_EVENTS = 16;
const PACED_EVERY_MS = 10;
const CURSOR_EVERY_MS = 100;
const RENEW_EVERY_MS = 500;
const POLL_EVERY_MS = 250;
const RESTART_AFTER_MS = 200;
/** Stop publishing this long before the lease ends, so that a slow timer does not overlap with a successor. */
const LEASE_MARGIN_MS = 300;

export interface RelayOptions {
  readonly lease: RelayLease;
  readonly reader: EventReader;
  readonly publisher: ConfirmPublisher;
  readonly logger: Logger;
  /** Clients that wait for the answer to a submit in this process. */
  readonly submitsUnanswered: () => number;
  /** A job's message found no queue: declare it again. */
  readonly redeclare: (queue: string) => Promise<void>;
  /** Told of every event as it is sent, once or more; the timers listen. */
  readonly onSent?: (event: LoggedEvent, payload: JobEventPayload | undefined) => void;
  readonly onLead: () => void;
  readonly onFollow: () => void;
}

/** What the relay has to know of some payloads: where a job's message goes, and when a retry is due. */
export interface JobEventPayload {
  readonly queue?: string;
  readonly priority?: 'high' | 'normal' | 'low';
  readonly runAt?: string;
  readonly cause?: string;
}

type RestartReason = 'nacked' | 'returned' | 'disconnected' | 'epoch_lost' | 'store_lost';

interface Run {
  readonly epoch: number;
  readonly window: RelayWindow;
  storedCursor: number;
  /** Read from the log and not sent yet. */
  page: readonly LoggedEvent[];
  reading: boolean;
  pumping: boolean;
  /** While relaying is paced: when events may leave again, and the timer that sees to it. */
  pacedUntilMs: number;
  pacedTimer: NodeJS.Timeout | undefined;
}

export class Relay {
  private readonly recent = new RecentEvents();
  private run: Run | undefined;
  private leadsUntilMs = 0;
  private epoch: number | undefined;
  /** The newest position that is known, or hoped, to exist: the log is read only up to here. */
  private newest = 0;
  private movingCursor = false;
  private stopped = true;
  private restartTimer: NodeJS.Timeout | undefined;
  private readonly timers: NodeJS.Timeout[] = [];
  private renewing: Promise<void> = Promise.resolve();
  private readonly metrics = {
    leader: gauge('relayLeader').labels({}),
    position: gauge('relayPosition').labels({}),
    memory: counter('relayEvents').labels({ source: 'memory' }),
    log: counter('relayEvents').labels({ source: 'log' }),
  };

  constructor(private readonly options: RelayOptions) {
    options.publisher.onDown(() => this.restart('disconnected', this.run));
    options.publisher.onUp(() => this.begin());
  }

  get leads(): boolean {
    return this.epoch !== undefined && performance.now() < this.leadsUntilMs;
  }

  /** The last confirmed position, as far as this process knows. */
  get cursor(): number | undefined {
    return this.run?.window.cursor;
  }

  start(): void {
    this.stopped = false;
    this.every(RENEW_EVERY_MS, () => this.renew());
    this.every(POLL_EVERY_MS, () => this.poll());
    this.every(CURSOR_EVERY_MS, () => this.moveCursor());
    void this.renew();
  }

  /** Stops sending, waits a moment for confirms, stores the cursor and gives the lease up. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    clearTimeout(this.restartTimer);
    await this.renewing;
    const deadline = performance.now() + 2_000;
    while (this.run !== undefined && this.run.window.inFlight > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    try {
      await this.moveCursor();
      if (this.epoch !== undefined) await this.options.lease.release();
    } catch (err) {
      this.options.logger.debug({ err }, 'the relay could not give its lease up; it will expire');
    }
    this.follow();
  }

  /** Events that this process has just committed. */
  committed(events: readonly LoggedEvent[]): void {
    this.recent.add(events);
    const last = events.at(-1);
    if (last !== undefined) this.wake(last.position);
  }

  /** There is something new in the log, up to `position` if that is known. */
  wake(position?: number): void {
    const { run } = this;
    this.newest = Math.max(this.newest, position ?? (run === undefined ? 0 : run.window.next));
    if (run !== undefined) this.pump(run);
  }

  private every(ms: number, work: () => Promise<void>): void {
    this.timers.push(setInterval(() => void work(), ms));
  }

  private renew(): Promise<void> {
    const attempt = this.renewing.then(() => this.renewOnce());
    this.renewing = attempt.catch(() => undefined);
    return this.renewing;
  }

  private async renewOnce(): Promise<void> {
    if (this.stopped) return;
    const askedAtMs = performance.now();
    try {
      const answer = await this.options.lease.acquire();
      if (answer.kind === 'follower') {
        if (this.epoch !== undefined) this.restart('epoch_lost', this.run);
        this.follow();
        return;
      }
      // Counted from the asking: the database's two seconds began later than that.
      this.leadsUntilMs = askedAtMs + answer.holdsForMs - LEASE_MARGIN_MS;
      const isNew = this.epoch !== answer.epoch;
      this.epoch = answer.epoch;
      if (isNew) {
        this.options.logger.info({ epoch: answer.epoch, cursor: answer.cursor }, 'this gateway relays the log');
        this.metrics.leader.set(1);
        this.run = undefined;
        this.options.onLead();
      }
      if (this.run === undefined) this.begin(answer.cursor);
      else this.pump(this.run);
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.options.logger.error({ err }, 'the relay could not renew its lease');
      if (this.epoch !== undefined && !this.leads) {
        this.restart('store_lost', this.run);
        this.follow();
      }
    }
  }

  private follow(): void {
    this.run = undefined;
    if (this.epoch === undefined) return;
    this.epoch = undefined;
    this.leadsUntilMs = 0;
    this.metrics.leader.set(0);
    this.options.logger.info({}, 'this gateway does not relay the log any more');
    this.options.onFollow();
  }

  /** Starts a run from the stored cursor, if we lead and the broker is there. */
  private begin(cursor?: number): void {
    const { epoch } = this;
    if (this.stopped || this.run !== undefined || epoch === undefined || !this.options.publisher.connected) return;
    if (cursor !== undefined) {
      this.run = { epoch, window: new RelayWindow(cursor, WINDOW), storedCursor: cursor, page: [], reading: false, pumping: false, pacedUntilMs: 0, pacedTimer: undefined };
      this.metrics.position.set(cursor);
      this.newest = Math.max(this.newest, cursor + 1);
      this.pump(this.run);
      return;
    }
    this.options.lease.cursor(epoch).then(
      (stored) => {
        if (stored !== undefined && this.epoch === epoch) this.begin(stored);
      },
      () => this.beginLater(),
    );
  }

  private beginLater(): void {
    clearTimeout(this.restartTimer);
    this.restartTimer = setTimeout(() => this.begin(), RESTART_AFTER_MS);
  }

  /** Ends a run, if it is still the present one; the next starts from the stored cursor. */
  private restart(reason: RestartReason, run: Run | undefined): void {
    if (run === undefined || this.run !== run) return;
    this.run = undefined;
    counter('relayRestarts').labels({ reason }).inc();
    this.options.logger.warn({ reason, cursor: run.window.cursor, next: run.window.next }, 'the relay goes back to its cursor');
    if (reason !== 'epoch_lost') this.beginLater();
  }

  private async poll(): Promise<void> {
    const { run } = this;
    // Only when nothing is known to be there: otherwise the pump is at it.
    if (run === undefined || run.reading || this.newest >= run.window.next) return;
    this.newest = run.window.next;
    this.pump(run);
  }

  private pump(run: Run): void {
    if (run.pumping) return;
    run.pumping = true;
    setImmediate(() => {
      run.pumping = false;
      if (this.run === run) this.sendSome(run);
    });
  }

  private sendSome(run: Run): void {
    if (!this.leads) return;
    const limit = this.options.submitsUnanswered() > PRESSING_SUBMITS ? this.pacedLimit(run) : PER_TURN;
    for (let sent = 0; sent < limit; ) {
      if (run.window.inFlight >= WINDOW) return; // a confirm will go on from here
      const events = this.nextEvents(run, Math.min(limit - sent, WINDOW - run.window.inFlight));
      if (events.length === 0) {
        this.readOn(run);
        return;
      }
      for (const event of events) {
        this.send(run, event);
        if (this.run !== run) return;
      }
      sent += events.length;
    }
    if (limit === PER_TURN) this.pump(run);
  }

  /** How many events may leave now while clients press; the rest is looked at again when the pace allows it. */
  private pacedLimit(run: Run): number {
    const now = performance.now();
    if (run.pacedTimer === undefined) {
      run.pacedTimer = setTimeout(() => {
        run.pacedTimer = undefined;
        this.pump(run);
      }, PACED_EVERY_MS);
    }
    if (now < run.pacedUntilMs) return 0;
    run.pacedUntilMs = now + PACED_EVERY_MS - 1;
    return PACED_EVENTS;
  }

  /** Exactly the next events, from memory or from the page read last; none when the log has to be read. */
  private nextEvents(run: Run, limit: number): readonly LoggedEvent[] {
    const [first] = run.page;
    if (first?.position === run.window.next) {
      const events = run.page.slice(0, limit);
      run.page = run.page.slice(limit);
      this.metrics.log.inc(events.length);
      return events;
    }
    run.page = [];
    const events = this.recent.from(run.window.next, limit);
    this.metrics.memory.inc(events.length);
    return events;
  }

  private readOn(run: Run): void {
    if (run.reading || this.newest < run.window.next) return;
    const after = run.window.next - 1;
    const gapEnd = this.recent.firstPosition;
    const limit = gapEnd !== undefined && gapEnd > run.window.next ? Math.min(PAGE, gapEnd - run.window.next) : PAGE;
    run.reading = true;
    this.options.reader.read(after, limit).then(
      (page) => {
        run.reading = false;
        if (this.run !== run) return;
        run.page = page;
        const last = page.at(-1);
        // Commits are in order, so what is not there now was only hoped for. A full page hopes for more.
        this.newest = last === undefined ? after : Math.max(this.newest, last.position + (isFull(page, limit) ? 1 : 0));
        if (last !== undefined) this.pump(run);
      },
      (err: unknown) => {
        run.reading = false;
        if (!(err instanceof StoreUnavailable)) this.options.logger.error({ err }, 'the relay could not read the log');
        this.restart('store_lost', run);
      },
    );
  }

  private send(run: Run, event: LoggedEvent): void {
    const { position } = event;
    const body = Buffer.from(event.text);
    const properties = { eventType: event.type, eventId: event.eventId, correlationId: event.correlationId };
    const payload = payloadOf(event);
    const done: PublishCallback = (error, outcome) => {
      if (this.run !== run) return;
      if (error !== null) this.restart(error.code === 'nacked' ? 'nacked' : 'disconnected', run);
      else if (outcome === 'returned') this.returned(run, event, payload);
      else if (run.window.confirmed(position)) this.advanced(run);
    };
    const toWorkers = event.type === 'job.queued' && payload?.queue !== undefined && payload.priority !== undefined;
    run.window.sent(toWorkers ? 2 : 1);
    this.options.publisher.publishWith(TOPOLOGY.exchanges.events.name, event.type, body, properties, done);
    if (toWorkers) {
      this.options.publisher.publishWith(TOPOLOGY.exchanges.dispatch.name, jobRoutingKey(payload.queue as string, payload.priority as 'normal'), body, properties, done);
    }
    this.options.onSent?.(event, payload);
  }

  private advanced(run: Run): void {
    this.metrics.position.set(run.window.cursor);
    this.recent.dropUpTo(run.window.cursor);
    this.pump(run);
  }

  /** Something of the topology is missing at the broker. A new connection declares it all again; the job's own queue is ours to declare. */
  private returned(run: Run, event: LoggedEvent, payload: JobEventPayload | undefined): void {
    this.options.logger.error({ position: event.position, eventType: event.type }, 'an event came back from the broker: no queue takes it');
    this.restart('returned', run);
    if (event.type === 'job.queued' && payload?.queue !== undefined) void this.options.redeclare(payload.queue).catch(() => undefined);
    this.options.publisher.restart('an event came back unrouted: the topology has to be declared again');
  }

  private async moveCursor(): Promise<void> {
    const { run } = this;
    if (run === undefined || this.movingCursor || run.window.cursor === run.storedCursor) return;
    this.movingCursor = true;
    const cursor = run.window.cursor;
    try {
      if (await this.options.lease.moveCursor(run.epoch, cursor)) {
        run.storedCursor = cursor;
      } else {
        this.restart('epoch_lost', run);
        this.follow();
      }
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.options.logger.error({ err }, 'the relay could not store its cursor');
    } finally {
      this.movingCursor = false;
    }
  }
}

/** Whether a page ended at its bound (in events, or about in bytes) rather than at the end of the log. */
function isFull(page: readonly LoggedEvent[], limit: number): boolean {
  return page.length === limit || page.reduce((sum, event) => sum + event.text.length, 0) > 4 * 1024 * 1024;
}

/** At hand for what this process wrote; parsed for what was read, and only where something depends on it. */
function payloadOf(event: LoggedEvent): JobEventPayload | undefined {
  if (event.type !== 'job.queued' && event.type !== 'job.retry_scheduled') return undefined;
  if (event.event !== undefined) return event.event.payload as JobEventPayload;
  return isEventType(event.type) ? (JSON.parse(event.text) as { payload: JobEventPayload }).payload : undefined;
}
