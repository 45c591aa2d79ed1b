import { StoreUnavailable, type EventReader, type LoggedEvent, type RelayLease } from '#event-log';
import type { ConfirmPublisher, PublishCallback } from '#messaging';
import { counter, gauge, withoutContext, type Logger } from '#observability';
import { outgoing, type OutgoingEvent, type RelayedPayload } from './outgoing-event';
import { RelayLeadership } from './relay-leadership';
import { RelayPace } from './relay-pace';
import { RelaySource, type RelayReading } from './relay-source';
import { RelayWindow } from './relay-window';

/*
 * The relay: committed events leave for the broker, in log order, at least once.
 *
 * One gateway leads (see RelayLease). It sends the events after the cursor through a window of confirms and moves the cursor only over what is
 * confirmed without a hole. Whatever goes wrong (a nack, a message that came back, a lost connection, a lost lease, a store that does not
 * answer) ends the present run; the next starts from the stored cursor, so that duplicates are possible and holes are not. Each run is an
 * object of its own: a confirm that arrives late belongs to a run that nobody looks at any more.
 *
 * Where the events come from: see relay-source.ts. Other gateways wake the leader when they have committed; a poll finds what nobody announced.
 */

/** Events on the way at most. More gains nothing on one broker. */
const WINDOW = 500;
const CURSOR_EVERY_MS = 100;
const POLL_EVERY_MS = 250;
const RESTART_AFTER_MS = 200;
/** How long a stopping relay waits for what is on its way. */
const LAST_CONFIRMS_MS = 2_000;

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
  readonly onSent?: (event: LoggedEvent, payload: RelayedPayload | undefined) => void;
  readonly onLead: () => void;
  readonly onFollow: () => void;
}

type RestartReason = 'nacked' | 'returned' | 'disconnected' | 'epoch_lost' | 'store_lost';

interface Run {
  readonly epoch: number;
  readonly window: RelayWindow;
  storedCursor: number;
  readonly reading: RelayReading;
  pumping: boolean;
  pacedTimer: NodeJS.Timeout | undefined;
}

export class Relay {
  private readonly source: RelaySource;
  private readonly pace = new RelayPace();
  private readonly leadership: RelayLeadership;
  private run: Run | undefined;
  private movingCursor = false;
  private stopped = true;
  private restartTimer: NodeJS.Timeout | undefined;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly position = gauge('relayPosition').labels({});

  constructor(private readonly options: RelayOptions) {
    this.source = new RelaySource(options.reader);
    this.leadership = new RelayLeadership({
      lease: options.lease,
      logger: options.logger,
      onLead: (_epoch, cursor, isNew) => this.lead(cursor, isNew),
      onFollow: (reason) => this.follow(reason),
    });
    options.publisher.onDown(() => this.restart('disconnected', this.run));
    options.publisher.onUp(() => this.begin());
  }

  get leads(): boolean {
    return this.leadership.leads;
  }

  /** The last confirmed position, as far as this process knows. */
  get cursor(): number | undefined {
    return this.run?.window.cursor;
  }

  start(): void {
    this.stopped = false;
    this.timers.push(setInterval(() => this.poll(), POLL_EVERY_MS));
    this.timers.push(setInterval(() => void this.moveCursor(), CURSOR_EVERY_MS));
    this.leadership.start();
  }

  /** Stops sending, waits a moment for confirms, stores the cursor and gives the lease up. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    clearTimeout(this.restartTimer);
    await this.leadership.pause();
    const deadline = performance.now() + LAST_CONFIRMS_MS;
    while (this.run !== undefined && this.run.window.inFlight > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
    await this.moveCursor();
    await this.leadership.giveUp();
  }

  /** Events that this process has just committed. */
  committed(events: readonly LoggedEvent[]): void {
    this.source.committed(events);
    const last = events.at(-1);
    if (last !== undefined) this.wake(last.position);
  }

  /** There is something new in the log, up to `position` if that is known. */
  wake(position?: number): void {
    const { run } = this;
    this.source.announce(position ?? run?.window.next ?? 0);
    if (run !== undefined) this.pump(run);
  }

  private lead(cursor: number, isNew: boolean): void {
    if (isNew) {
      this.run = undefined;
      this.options.onLead();
    }
    if (this.run === undefined) this.begin(cursor);
    else this.pump(this.run);
  }

  private follow(reason: 'epoch_lost' | 'store_lost' | 'stopped'): void {
    if (reason !== 'stopped') this.restart(reason, this.run);
    this.run = undefined;
    this.options.onFollow();
  }

  /** Starts a run from the stored cursor, if we lead and the broker is there. */
  private begin(cursor?: number): void {
    const { epoch } = this.leadership;
    if (this.stopped || this.run !== undefined || epoch === undefined || !this.options.publisher.connected) return;
    if (cursor !== undefined) {
      this.run = { epoch, window: new RelayWindow(cursor, WINDOW), storedCursor: cursor, reading: this.source.from(cursor), pumping: false, pacedTimer: undefined };
      this.position.set(cursor);
      this.pump(this.run);
      return;
    }
    this.options.lease.cursor(epoch).then(
      (stored) => {
        if (stored !== undefined && this.leadership.epoch === epoch) this.begin(stored);
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

  private poll(): void {
    const { run } = this;
    // Only when nothing is known to be there: otherwise the pump is at it.
    if (run === undefined || run.reading.isUnderWay || this.source.hopesFor(run.window.next)) return;
    this.wake();
  }

  private pump(run: Run): void {
    if (run.pumping) return;
    run.pumping = true;
    withoutContext(() =>
      setImmediate(() => {
        run.pumping = false;
        if (this.run === run) this.sendSome(run);
      }),
    );
  }

  private sendSome(run: Run): void {
    if (!this.leads) return;
    const allowance = this.pace.allowance(this.options.submitsUnanswered(), performance.now());
    if (allowance.kind === 'paced') this.pumpLater(run, allowance.againInMs);
    for (let sent = 0; sent < allowance.events; ) {
      if (!run.window.hasRoom) return; // a confirm will go on from here
      const events = run.reading.next(run.window.next, Math.min(allowance.events - sent, WINDOW - run.window.inFlight));
      if (events.length === 0) {
        this.readOn(run);
        return;
      }
      for (const event of events) {
        this.send(run, outgoing(event));
        if (this.run !== run) return;
      }
      sent += events.length;
    }
    if (allowance.kind === 'free') this.pump(run);
  }

  private pumpLater(run: Run, ms: number): void {
    run.pacedTimer ??= setTimeout(() => {
      run.pacedTimer = undefined;
      this.pump(run);
    }, ms);
  }

  private readOn(run: Run): void {
    run.reading.readOn(run.window.next)?.then(
      (found) => {
        if (found && this.run === run) this.pump(run);
      },
      (err: unknown) => {
        if (!(err instanceof StoreUnavailable)) this.options.logger.error({ err }, 'the relay could not read the log');
        this.restart('store_lost', run);
      },
    );
  }

  private send(run: Run, { event, payload, routes }: OutgoingEvent): void {
    const body = Buffer.from(event.text);
    const properties = { eventType: event.type, eventId: event.eventId, correlationId: event.correlationId, traceparent: event.traceparent };
    const done: PublishCallback = (error, outcome) => {
      if (this.run !== run) return;
      if (error !== null) this.restart(error.code === 'nacked' ? 'nacked' : 'disconnected', run);
      else if (outcome === 'returned') this.returned(run, event, payload);
      else if (run.window.confirmed(event.position)) this.advanced(run);
    };
    run.window.sent(routes.length);
    for (const { exchange, routingKey } of routes) this.options.publisher.publishWith(exchange, routingKey, body, properties, done);
    this.options.onSent?.(event, payload);
  }

  private advanced(run: Run): void {
    this.position.set(run.window.cursor);
    this.source.dropUpTo(run.window.cursor);
    this.pump(run);
  }

  /** Something of the topology is missing at the broker. A new connection declares it all again; the job's own queue is ours to declare. */
  private returned(run: Run, event: LoggedEvent, payload: RelayedPayload | undefined): void {
    this.options.logger.error({ position: event.position, eventType: event.type }, 'an event came back from the broker: no queue takes it');
    this.restart('returned', run);
    if (event.type === 'job.queued' && payload?.queue !== undefined) void this.options.redeclare(payload.queue).catch(() => undefined);
    this.options.publisher.restart('an event came back unrouted: the topology has to be declared again');
  }

  private async moveCursor(): Promise<void> {
    const { run } = this;
    if (run === undefined || this.movingCursor || run.window.cursor === run.storedCursor) return;
    this.movingCursor = true;
    const { cursor } = run.window;
    try {
      if (await this.options.lease.moveCursor(run.epoch, cursor)) run.storedCursor = cursor;
      else this.leadership.lost();
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.options.logger.error({ err }, 'the relay could not store its cursor');
    } finally {
      this.movingCursor = false;
    }
  }
}
