import type { Duplex } from 'node:stream';
import { connect as connectByAmqp, type Channel, type ChannelModel, type ConfirmChannel, type SocketOptions } from 'amqplib';
import { backoffMs } from './backoff';
import type { MessagingLogger } from './messaging-logger';

/**
 * One AMQP connection that heals itself.
 *
 * amqplib's own recovery was tried and left out: it listens to a connection only after its `setup` ran (an error frame that arrives during
 * setup is an uncaught exception, a close in that moment is never noticed), and it knows nothing of channels. Here one rule replaces both:
 * **a connection and its channels live and die together.** Whatever closes (the connection, any of its channels, a consumer cancelled by
 * the broker, a setup that fails or hangs) ends the whole session, and a new one is opened and set up from nothing. Nothing of a dead
 * session, delivery tags above all, can leak into the next.
 *
 * The first connection is tried for ever like every later one: a service whose broker is down stays up and says so.
 */
export class Broker {
  private session: OpenSession | undefined;
  private upSince = 0;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private started = false;
  private closing = false;
  private opening: Promise<void> = Promise.resolve();
  private readonly upListeners: (() => void)[] = [];
  private readonly downListeners: ((reason: Error) => void)[] = [];
  private readonly waiters: { resolve: () => void; reject: (reason: Error) => void }[] = [];

  constructor(private readonly options: BrokerOptions) {}

  /** Starts to connect. Returns at once; see {@link whenUp}. */
  start(): void {
    if (this.started) return;
    this.started = true;
    this.opening = this.open();
  }

  get connected(): boolean {
    return this.session !== undefined;
  }

  /** True while the broker refuses publishes on this connection (memory or disk alarm). */
  get blocked(): boolean {
    return this.session?.blocked ?? false;
  }

  /** Milliseconds this connection has been up, by the monotonic clock; 0 while it is down. */
  connectedForMs(): number {
    return this.session ? performance.now() - this.upSince : 0;
  }

  onUp(listener: () => void): void {
    this.upListeners.push(listener);
  }

  onDown(listener: (reason: Error) => void): void {
    this.downListeners.push(listener);
  }

  /** Resolves when a session is up (at once if one is). Rejects only when {@link close} came first. */
  whenUp(): Promise<void> {
    if (this.session) return Promise.resolve();
    if (this.closing) return Promise.reject(new Error(`connection "${this.options.name}" was closed`));
    return new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
  }

  /** Ends the present session (if any) and opens a new one. */
  restart(reason: string): void {
    this.session?.fail(new Error(reason));
  }

  /** Closes for good: what was written is flushed, then the connection is closed. Never throws. */
  async close(): Promise<void> {
    this.closing = true;
    clearTimeout(this.timer);
    const session = this.session;
    if (session) await session.closeGracefully();
    await this.opening;
    for (const { reject } of this.waiters.splice(0)) reject(new Error(`connection "${this.options.name}" was closed`));
  }

  private async open(): Promise<void> {
    let model: ChannelModel;
    try {
      model = await (this.options.connect ?? connectByAmqp)(withHeartbeat(this.options.url), {
        timeout: CONNECT_TIMEOUT_MS,
        noDelay: true,
        keepAlive: true,
        clientProperties: { connection_name: this.options.name },
      });
    } catch (error) {
      this.retryAfter(asError(error));
      return;
    }
    const session = new OpenSession(model, this.options, (reason) => this.ended(session, reason));
    if (this.closing) return session.closeGracefully();
    try {
      await withDeadline(this.options.setup(session), SETUP_TIMEOUT_MS, 'the setup of the connection took too long');
    } catch (error) {
      session.fail(asError(error));
      return;
    }
    if (session.dead) return;
    if (this.closing) return session.closeGracefully();
    this.session = session;
    this.upSince = performance.now();
    this.options.logger.info({ connection: this.options.name, serverVersion: session.serverVersion }, 'connected to RabbitMQ');
    for (const listener of this.upListeners) listener();
    for (const { resolve } of this.waiters.splice(0)) resolve();
  }

  /** Called exactly once per session, however it ended. */
  private ended(session: OpenSession, reason: Error): void {
    if (this.session === session) {
      const wasUpForMs = this.connectedForMs();
      this.session = undefined;
      if (wasUpForMs >= STABLE_AFTER_MS) this.failures = 0;
      for (const listener of this.downListeners) listener(reason);
    }
    this.retryAfter(reason);
  }

  private retryAfter(reason: Error): void {
    if (this.closing) return;
    this.failures++;
    const delayMs = backoffMs(this.failures, { initialMs: FIRST_RETRY_MS, maxMs: MAX_RETRY_MS });
    this.options.logger.warn({ connection: this.options.name, reason: reason.message, retryInMs: delayMs }, 'no connection to RabbitMQ, trying again');
    this.timer = setTimeout(() => {
      this.opening = this.open();
    }, delayMs);
  }
}

/** What a setup function gets: channels whose death ends the session. Dead for good once `dead` is true. */
export interface BrokerSession {
  createChannel(): Promise<Channel>;
  createConfirmChannel(): Promise<ConfirmChannel>;
  /** Which of these queues exist. Asking takes no right to anything. */
  existing(queues: readonly string[]): Promise<string[]>;
  /** Ends this session; the broker opens a new one. Safe to call twice or late. */
  fail(reason: Error): void;
  readonly dead: boolean;
  /** Version of the server, e.g. `3.10.8`. */
  readonly serverVersion: string;
}

export interface BrokerOptions {
  /** `amqp://user:password@host:port/vhost` */
  url: string;
  /** Shown as connection_name by the broker, e.g. `gateway publish 0193…`. */
  name: string;
  logger: MessagingLogger;
  /** Run on every new connection before it counts as up: declares, opens channels, starts consumers. */
  setup: (session: BrokerSession) => Promise<void>;
  /** Instead of amqplib's. */
  connect?: Connect;
}

export type Connect = (url: string, options: SocketOptions) => Promise<ChannelModel>;

/** Makes a broker and starts it. The returned promise does not wait for the connection: `await broker.whenUp()` does. */
export async function openBroker(options: BrokerOptions & { onUp?: () => void; onDown?: (reason: Error) => void }): Promise<Broker> {
  const broker = new Broker(options);
  if (options.onUp) broker.onUp(options.onUp);
  if (options.onDown) broker.onDown(options.onDown);
  broker.start();
  return broker;
}

class OpenSession implements BrokerSession {
  dead = false;
  blocked = false;
  private readonly channels: Channel[] = [];
  private expected = false;
  private lastError: Error | undefined;

  constructor(
    private readonly model: ChannelModel,
    options: BrokerOptions,
    private readonly onEnd: (reason: Error) => void,
  ) {
    writeTogether(this.internals.stream);
    model.on('error', (error) => (this.lastError = error));
    model.on('close', (error) => this.end(error ?? this.lastError ?? new Error('connection closed')));
    model.on('blocked', (reason) => {
      this.blocked = true;
      options.logger.warn({ connection: options.name, reason }, 'RabbitMQ blocks publishing on this connection');
    });
    model.on('unblocked', () => {
      this.blocked = false;
      options.logger.info({ connection: options.name }, 'RabbitMQ takes publishes again');
    });
    // A close frame in the same read as the last frame of the handshake is handled before anybody can listen.
    if (this.internals.expectSocketClose) setImmediate(() => this.end(new Error('connection closed at once')));
  }

  get serverVersion(): string {
    return this.model.connection.serverProperties.version;
  }

  async createChannel(): Promise<Channel> {
    return this.watch(await this.model.createChannel());
  }

  async createConfirmChannel(): Promise<ConfirmChannel> {
    return this.watch(await this.model.createConfirmChannel());
  }

  async existing(queues: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    // A queue that is not there costs the channel it was asked for on; the session does not depend on these.
    let channel: Channel | undefined;
    for (const queue of queues) {
      channel ??= await this.askingChannel();
      try {
        await channel.checkQueue(queue);
        found.push(queue);
      } catch (error) {
        if ((error as { code?: number }).code !== NOT_FOUND) throw error;
        channel = undefined;
      }
    }
    await channel?.close();
    return found;
  }

  fail(reason: Error): void {
    if (this.dead) return;
    this.end(reason);
    this.abandon(reason);
  }

  async closeGracefully(): Promise<void> {
    if (this.dead) return;
    this.expected = true;
    // Channels first: a channel's close is ordered behind its own acks and publishes, the connection's is not.
    const closing = (async () => {
      for (const channel of this.channels) await channel.close().catch(() => undefined);
      await this.model.close();
    })();
    await withDeadline(closing, CLOSE_TIMEOUT_MS, 'close timed out').catch((error: unknown) => this.abandon(asError(error)));
    this.end(new Error('closed'));
  }

  private async askingChannel(): Promise<Channel> {
    const channel = await this.model.createChannel();
    channel.on('error', () => undefined);
    return channel;
  }

  private watch<C extends Channel>(channel: C): C {
    this.channels.push(channel);
    channel.on('error', (error) => (this.lastError = error));
    channel.on('close', () => {
      if (this.expected) return;
      // A connection that closes closes its channels first and says why afterwards, in the same turn: that reason is the better one.
      queueMicrotask(() => this.fail(this.lastError ?? new Error('channel closed')));
    });
    return channel;
  }

  private end(reason: Error): void {
    if (this.dead) return;
    this.dead = true;
    this.onEnd(reason);
  }

  /** Destroying the socket WITH an error is what makes amqplib tidy up (heartbeat timers, pending calls) without waiting for the peer. */
  private abandon(reason: Error): void {
    this.internals.stream.destroy(reason);
  }

  /** amqplib's types leave these out; both are there since 0.1. */
  private get internals(): { stream: Duplex; expectSocketClose: boolean } {
    return this.model.connection as unknown as { stream: Duplex; expectSocketClose: boolean };
  }
}

/** Long enough for a broker under load, short enough that a black-holed address is tried again soon. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Declaring the whole topology takes well under a second; a setup that hangs must not hang for ever. */
const SETUP_TIMEOUT_MS = 15_000;
const CLOSE_TIMEOUT_MS = 2_000;
const FIRST_RETRY_MS = 50;
/** The engine counts a worker dead only 6 s after its own reconnect, so everybody must be back well before that. */
const MAX_RETRY_MS = 1_000;
/** A connection that dies younger than this does not reset the backoff. */
const STABLE_AFTER_MS = 5_000;
const HEARTBEAT_SECONDS = 10;
/** AMQP's reply code for what does not exist. */
const NOT_FOUND = 404;

function withHeartbeat(url: string): string {
  const parsed = new URL(url);
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  return parsed.toString();
}

/**
 * amqplib writes every frame to the socket by itself, which is one system call for each message and each ack. What is written in one turn
 * goes out with one call instead; measured, that halves the CPU a publisher takes.
 */
function writeTogether(stream: Duplex): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  let corked = false;
  stream.write = ((...args: unknown[]): boolean => {
    if (!corked) {
      corked = true;
      stream.cork();
      process.nextTick(() => {
        corked = false;
        stream.uncork();
      });
    }
    return write(...args);
  }) as Duplex['write'];
}

async function withDeadline<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
