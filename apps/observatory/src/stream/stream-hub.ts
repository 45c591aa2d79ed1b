/**
 * Everybody who follows the log live.
 *
 *   event_ring ──one cursor──► EventWindow ──► one chunk for each distinct filter ──► every connection with that filter
 *
 * However many follow, the store is asked by one cursor, an event is looked at once and made into a frame once. Who comes with a position (Last-Event-ID)
 * is served from memory, or from the ring, or is told to read anew (`resync`) when neither goes back that far.
 */
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Freshness } from '#contracts';
import { ApiError } from '#http';
import { counter, gauge, type Logger } from '#observability';
import { type EventBatch, type EventRing, isStoreUnavailable } from '#read-model';
import { EventWindow, type LiveEvent } from './event-window';
import { LiveChanges } from './live-changes';
import { frame, SseConnection } from './sse-connection';
import { isOpen, matches, type StreamFilter } from './stream-filter';

/** `events`: each event as a frame; `changes`: at most four frames a second that say what changed. */
export type StreamMode = 'events' | 'changes';

export interface StreamRequest {
  readonly filter: StreamFilter;
  readonly mode: StreamMode;
  /** Resume after this position; undefined: from now on. */
  readonly after: number | undefined;
  readonly address: string;
}

export interface StreamLimits {
  readonly streams: number;
  readonly perAddress: number;
}

interface Group {
  readonly filter: StreamFilter;
  readonly mode: StreamMode;
  readonly changes: LiveChanges;
  readonly members: Set<SseConnection>;
}

const CHANGES_EVERY_MS = 250;
const FRESHNESS_EVERY_MS = 1_000;
/** Proxies close what is silent for half a minute or so. */
const HEARTBEAT_EVERY_MS = 15_000;
/** Batches read at once for one who resumes; and those that fill the window at the start. */
const BATCHES = 50;
/** How long a stream waits for the window to be filled. */
const READY_WITHIN_MS = 2_000;
/** How long one who comes with a position that is not here yet is waited for: the log of another instance may be ahead by a moment, never by this. */
const AHEAD_WITHIN_MS = 2_000;
const AHEAD_LOOK_MS = 50;
/** What a browser waits before it connects again. */
const RETRY_MS = 1_000;

export class StreamHub {
  private readonly groups = new Map<string, Group>();
  private readonly connections = new Set<SseConnection>();
  private readonly perAddress = new Map<string, number>();
  /** Where the log was when a client came. */
  private readonly knows = new WeakMap<SseConnection, number>();
  private readonly window: EventWindow;
  private readonly stopped = new AbortController();
  private following: AbortController | undefined;
  private work: Promise<unknown> | undefined;
  private freshness: Freshness | undefined;
  /** Settles when the window is filled for the first time. */
  private readonly filled = Promise.withResolvers<void>();
  /** Logs that were there before this one. */
  private readonly gone = new Set<string>();

  constructor(
    private readonly ring: EventRing,
    private readonly readFreshness: () => Promise<Freshness | undefined>,
    shown: (text: string) => string,
    private readonly limits: StreamLimits,
    private readonly logger: Logger,
  ) {
    this.window = new EventWindow(shown);
  }

  start(): void {
    this.work = Promise.all([this.follow(), this.every(CHANGES_EVERY_MS, () => this.tellChanges()), this.every(FRESHNESS_EVERY_MS, () => this.tellFreshness()), this.every(HEARTBEAT_EVERY_MS, () => this.writeToAll(': heartbeat\n\n'))]);
  }

  /** Ends every stream, each in a way that its client comes back, and takes no new ones. */
  endAll(): void {
    this.stopped.abort();
    this.following?.abort();
    for (const connection of [...this.connections]) connection.end('shutdown', `retry: ${RETRY_MS}\n\n`);
  }

  async stop(): Promise<void> {
    this.endAll();
    await this.work;
  }

  /** Before it, nobody can be told what comes "from now on". While the store is away there is nothing to wait for. */
  async ready(): Promise<void> {
    await Promise.race([this.filled.promise, delay(READY_WITHIN_MS, undefined, { signal: this.stopped.signal, ref: false }).catch(() => undefined)]);
  }

  /**
   * Begins a stream on a response that has no head yet.
   *
   * @throws ApiError `too_many_streams`
   */
  async open(response: ServerResponse, request: StreamRequest): Promise<void> {
    const { address } = request;
    const ofAddress = this.perAddress.get(address) ?? 0;
    if (this.connections.size >= this.limits.streams || ofAddress >= this.limits.perAddress || this.stopped.signal.aborted) {
      throw new ApiError('too_many_streams', { detail: ofAddress >= this.limits.perAddress ? `${ofAddress} streams are open from your address; close one, or read /v1/events` : `${this.connections.size} streams are open here; try another instance, or read /v1/events` });
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'keep-alive' });
    this.perAddress.set(address, ofAddress + 1);
    const connection = new SseConnection(response, (why) => {
      this.connections.delete(connection);
      const left = (this.perAddress.get(address) ?? 1) - 1;
      if (left > 0) this.perAddress.set(address, left);
      else this.perAddress.delete(address);
      gauge('streamsOpen').labels({}).set(this.connections.size);
      counter('streamsEnded').labels({ reason: why }).inc();
    });
    this.connections.add(connection);
    gauge('streamsOpen').labels({}).set(this.connections.size);
    connection.write(`retry: ${RETRY_MS}\n\n${this.freshness === undefined ? '' : frame('freshness', this.freshness)}`);
    if (request.after === undefined) return this.join(connection, request);
    try {
      await this.catchUp(connection, request, request.after);
    } catch (error) {
      if (!isStoreUnavailable(error)) this.logger.error({ err: error }, 'a stream could not be resumed');
      this.resync(connection);
      this.join(connection, request);
    }
  }

  /** In the same turn in which the connection was told what the window has: an event that comes in between would be lost to it. */
  private join(connection: SseConnection, { filter, mode }: StreamRequest): void {
    if (!connection.isOpen) return;
    this.knows.set(connection, Math.max(this.window.last ?? 0, this.freshness?.position ?? 0));
    const key = JSON.stringify([mode, filter]);
    const group = this.groups.get(key) ?? { filter, mode, changes: new LiveChanges(), members: new Set() };
    this.groups.set(key, group);
    group.members.add(connection);
  }

  /** Tells a client what it has missed, until it has everything that the window has, and lets it follow from there. */
  private async catchUp(connection: SseConnection, request: StreamRequest, after: number): Promise<void> {
    const { filter, mode } = request;
    const changes = new LiveChanges();
    // Ahead of all that there is: what the client knows is of another log, or of one that has lost its end.
    if (!(await this.has(after))) {
      this.resync(connection);
      return this.join(connection, request);
    }
    let reached = after;
    const tell = (events: readonly LiveEvent[]): void => {
      const heard = events.filter((event) => event.position > reached && (isOpen(filter) || matches(filter, event.head)));
      if (mode === 'changes') for (const event of heard) changes.add(event);
      else if (heard.length > 0) connection.write(heard.map((event) => event.frame).join(''));
      reached = Math.max(reached, events.at(-1)?.position ?? reached);
    };
    for (;;) {
      const known = this.window.after(reached);
      if (known !== undefined) {
        tell(known);
        break;
      }
      const batches = await this.ring.after(reached, BATCHES);
      const [first] = batches;
      if (first === undefined || first.from > reached + 1 || (this.window.epoch !== undefined && first.epoch !== this.window.epoch)) {
        this.resync(connection);
        break;
      }
      const missed = new EventWindow();
      for (const batch of batches) tell(missed.take(batch).events);
      await connection.drained();
      if (!connection.isOpen) return;
    }
    const told = changes.take();
    if (told !== undefined) connection.write(frame('changes', told));
    this.join(connection, request);
  }

  /** Whether the log has come to a position, as far as is known here, within two seconds. */
  private async has(position: number): Promise<boolean> {
    const until = performance.now() + AHEAD_WITHIN_MS;
    while (Math.max(this.window.last ?? 0, this.freshness?.position ?? 0) < position) {
      if (performance.now() > until || this.stopped.signal.aborted) return false;
      await delay(AHEAD_LOOK_MS);
    }
    return true;
  }

  private resync(connection: SseConnection): void {
    counter('streamResyncs').labels({}).inc();
    connection.write(frame('resync', { position: this.window.last ?? this.freshness?.position ?? 0, detail: 'some events are not kept here any more: read what you show anew, and go on from this position' }));
  }

  private async follow(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      this.following = new AbortController();
      try {
        if (this.window.last === undefined) {
          for (const batch of (await this.ring.newest(BATCHES)).reverse()) if (await this.isOfThisLog(batch.epoch)) this.window.take(batch);
          await this.beginWhereTheLogIs();
          this.filled.resolve();
        }
        for await (const batch of this.ring.follow(() => this.window.last ?? 0, AbortSignal.any([signal, this.following.signal]), (error) => this.away(error))) {
          if (await this.isOfThisLog(batch.epoch)) this.take(batch);
        }
      } catch (error) {
        this.away(error);
      }
      await delay(CHANGES_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** An empty ring says nothing of what was before it: read models that were just built hold events that never were in it. */
  private async beginWhereTheLogIs(): Promise<void> {
    if (this.window.last !== undefined) return;
    const freshness = await this.readFreshness();
    this.window.begin(freshness?.position ?? 0, freshness?.epoch);
  }

  /** The ring still has batches of the log that was there before; nobody is told of them any more. What is not known to be another log is this one. */
  private async isOfThisLog(epoch: string): Promise<boolean> {
    if (this.window.epoch === epoch || this.freshness?.epoch === epoch) return true;
    if (this.gone.has(epoch)) return false;
    const freshness = await this.readFreshness();
    if (freshness === undefined || freshness.epoch === epoch) return true;
    this.gone.add(epoch);
    return false;
  }

  private away(error: unknown): void {
    if (!isStoreUnavailable(error)) this.logger.error({ err: error }, 'the ring of events could not be followed');
  }

  private take(batch: EventBatch): void {
    const { last = 0, epoch = batch.epoch } = this.window;
    const { kind, events } = this.window.take(batch);
    if (kind === 'gap') {
      // What read models that were just built have never went through the ring: whoever came after that has missed nothing.
      for (const connection of this.connections) if (epoch !== batch.epoch || Math.max(last, this.knows.get(connection) ?? 0) < batch.from - 1) this.resync(connection);
    }
    this.heard(events);
  }

  private heard(events: readonly LiveEvent[]): void {
    for (const [key, { filter, mode, members, changes }] of this.groups) {
      for (const member of members) if (!member.isOpen) members.delete(member);
      if (members.size === 0) {
        this.groups.delete(key);
        continue;
      }
      const heard = isOpen(filter) ? events : events.filter((event) => matches(filter, event.head));
      if (heard.length === 0) continue;
      if (mode === 'changes') {
        for (const event of heard) changes.add(event);
        continue;
      }
      const frames = heard.map((event) => event.frame).join('');
      for (const member of members) member.write(frames);
      counter('streamFrames').labels({}).inc(heard.length * members.size);
    }
  }

  private tellChanges(): void {
    for (const { mode, changes, members } of this.groups.values()) {
      const told = mode === 'changes' ? changes.take() : undefined;
      if (told === undefined) continue;
      const text = frame('changes', told);
      for (const member of members) member.write(text);
      counter('streamFrames').labels({}).inc(members.size);
    }
  }

  private async tellFreshness(): Promise<void> {
    const freshness = await this.readFreshness().catch(() => undefined);
    if (freshness === undefined) return;
    const { epoch, last } = this.window;
    // Another log, or one that was put back: what is known here belongs to the one before.
    if (last !== undefined && ((epoch !== undefined && freshness.epoch !== epoch) || freshness.position < last - 1_000_000)) {
      this.window.forget();
      this.window.begin(freshness.position, freshness.epoch);
      this.following?.abort();
      for (const connection of this.connections) this.resync(connection);
    }
    const moved = this.freshness === undefined || this.freshness.position !== freshness.position || this.freshness.lagMs !== freshness.lagMs;
    this.freshness = freshness;
    if (moved) this.writeToAll(frame('freshness', freshness));
  }

  private writeToAll(text: string): void {
    for (const connection of this.connections) connection.write(text);
  }

  private async every(ms: number, work: () => void | Promise<void>): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      await delay(ms, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await work();
    }
  }
}
