import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { AmqpReader, type AmqpEvent, type Frame } from './amqp-frames';

/**
 * Stands between one worker and the broker, sees every frame of both directions, in one order over all connections, and can cut them or keep the broker's confirms
 * back. This is what makes "ack only after the confirm of the report" a fact that can be looked at rather than a race to be won.
 */
export class WireTap {
  readonly deliveries: TappedDelivery[] = [];
  readonly publishes: TappedPublish[] = [];
  /** Everything else that was declared, consumed or closed. */
  readonly methods: (AmqpEvent & { readonly connection: number; readonly at: number; readonly from: 'worker' | 'broker' })[] = [];
  /** Called for each publish as soon as it is complete. */
  onPublish: (publish: TappedPublish) => void = () => undefined;
  private readonly connections = new Set<TappedConnection>();
  private opened = 0;
  private order = 0;
  private holding = false;
  private refusing = false;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async inFrontOf(brokerUrl: string): Promise<WireTap> {
    const target = new URL(brokerUrl);
    const server = createServer({ noDelay: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = new URL(brokerUrl);
    url.hostname = '127.0.0.1';
    url.port = String((server.address() as AddressInfo).port);
    const tap = new WireTap(server, url.href);
    server.on('connection', (client) => tap.accept(client, target));
    return tap;
  }

  /** Connections opened so far; the number of the last one. */
  get connectionCount(): number {
    return this.opened;
  }

  get openConnections(): number {
    return this.connections.size;
  }

  /** Ends every connection as a crashed peer does, or only one of them. */
  cut(number?: number): void {
    for (const connection of [...this.connections]) if (number === undefined || connection.number === number) connection.destroy();
  }

  /** Cuts, and lets nobody in again until {@link admit}. */
  refuse(): void {
    this.refusing = true;
    this.cut();
  }

  admit(): void {
    this.refusing = false;
  }

  /** Keeps the broker's confirms back, of present and later connections, until {@link releaseConfirms}. A cut drops what is kept. */
  holdConfirms(): void {
    this.holding = true;
  }

  releaseConfirms(): void {
    this.holding = false;
    for (const connection of this.connections) connection.release();
  }

  async close(): Promise<void> {
    this.refuse();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket, target: URL): void {
    if (this.refusing) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ host: target.hostname, port: Number(target.port), noDelay: true });
    const connection = new TappedConnection(++this.opened, client, upstream, {
      holding: () => this.holding,
      fromWorker: (event) => this.fromWorker(connection, event),
      fromBroker: (event) => this.fromBroker(connection, event),
      closed: () => this.connections.delete(connection),
    });
    this.connections.add(connection);
  }

  private stamp(): { at: number; order: number } {
    return { at: performance.now(), order: ++this.order };
  }

  private fromWorker(connection: TappedConnection, event: AmqpEvent): void {
    switch (event.kind) {
      case 'publish': {
        const publish: TappedPublish = { ...event, ...this.stamp(), connection: connection.number, confirmable: connection.isConfirming(event.channel), confirmed: undefined };
        this.publishes.push(publish);
        connection.published(publish);
        this.onPublish(publish);
        return;
      }
      case 'ack':
      case 'nack':
      case 'reject':
        return connection.settle(event, this.stamp());
      case 'confirm_select':
        connection.confirming(event.channel);
        break;
      case 'other':
        return;
      default:
        break;
    }
    this.methods.push({ ...event, connection: connection.number, at: performance.now(), from: 'worker' });
  }

  private fromBroker(connection: TappedConnection, event: AmqpEvent): void {
    if (event.kind === 'deliver') {
      const delivery: TappedDelivery = { ...event, ...this.stamp(), connection: connection.number, settled: undefined };
      this.deliveries.push(delivery);
      connection.delivered(delivery);
    } else if (event.kind === 'ack') {
      connection.confirm(event, this.stamp());
    } else if (event.kind === 'close') {
      this.methods.push({ ...event, connection: connection.number, at: performance.now(), from: 'broker' });
    }
  }
}

type Stamp = { readonly at: number; readonly order: number };
export type TappedPublish = Extract<AmqpEvent, { kind: 'publish' }> & Stamp & {
  readonly connection: number;
  /** Whether its channel was in confirm mode. */
  readonly confirmable: boolean;
  /** When its confirm was let through to the worker. */
  confirmed: Stamp | undefined;
};
export type TappedDelivery = Extract<AmqpEvent, { kind: 'deliver' }> & Stamp & {
  readonly connection: number;
  settled: (Stamp & { readonly how: 'ack' | 'nack' | 'reject'; readonly requeue: boolean }) | undefined;
};
type Settling = Extract<AmqpEvent, { kind: 'ack' | 'nack' | 'reject' }>;

interface Listener {
  readonly holding: () => boolean;
  readonly fromWorker: (event: AmqpEvent) => void;
  readonly fromBroker: (event: AmqpEvent) => void;
  readonly closed: () => void;
}

/** One TCP connection, both halves of it, and what is open on its channels. */
class TappedConnection {
  private readonly open = new Map<string, TappedDelivery>();
  private readonly unconfirmed = new Map<number, Map<number, TappedPublish>>();
  private readonly lastTag = new Map<number, number>();
  private kept: Frame[] = [];

  constructor(
    readonly number: number,
    private readonly client: Socket,
    private readonly upstream: Socket,
    private readonly listener: Listener,
  ) {
    const [worker, broker] = [new AmqpReader(), new AmqpReader()];
    client.on('data', (bytes) => {
      for (const { event } of worker.read(bytes)) listener.fromWorker(event);
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      for (const frame of broker.read(bytes)) this.toWorker(frame);
    });
    for (const [socket, peer] of [[client, upstream], [upstream, client]] as const) {
      socket.on('error', () => undefined);
      socket.on('end', () => peer.end());
      socket.on('close', () => {
        peer.destroy();
        listener.closed();
      });
    }
  }

  destroy(): void {
    this.listener.closed();
    // A socket that is half closed already cannot be reset: its handle would never be released, and be polled for ever.
    for (const socket of [this.client, this.upstream]) if (socket.writableEnded) socket.destroy();
    else socket.resetAndDestroy();
  }

  release(): void {
    for (const frame of this.kept.splice(0)) this.pass(frame);
  }

  confirming(channel: number): void {
    this.unconfirmed.set(channel, new Map());
  }

  isConfirming(channel: number): boolean {
    return this.unconfirmed.has(channel);
  }

  published(publish: TappedPublish): void {
    const tag = (this.lastTag.get(publish.channel) ?? 0) + 1;
    if (!this.isConfirming(publish.channel)) return;
    this.lastTag.set(publish.channel, tag);
    this.unconfirmed.get(publish.channel)?.set(tag, publish);
  }

  confirm({ channel, tag, multiple }: Settling, stamp: Stamp): void {
    const waiting = this.unconfirmed.get(channel) ?? new Map<number, TappedPublish>();
    for (const candidate of multiple ? [...waiting.keys()].filter((one) => one <= tag) : [tag]) {
      const publish = waiting.get(candidate);
      if (publish) publish.confirmed = stamp;
      waiting.delete(candidate);
    }
  }

  delivered(delivery: TappedDelivery): void {
    this.open.set(`${delivery.channel}:${delivery.tag}`, delivery);
  }

  settle({ kind, channel, tag, multiple, requeue }: Settling, stamp: Stamp): void {
    for (const [key, delivery] of this.open) {
      if (delivery.channel !== channel || (multiple ? delivery.tag > tag && tag !== 0 : delivery.tag !== tag)) continue;
      delivery.settled = { ...stamp, how: kind, requeue };
      this.open.delete(key);
    }
  }

  private toWorker(frame: Frame): void {
    if (frame.event.kind === 'ack' && this.listener.holding()) this.kept.push(frame);
    else this.pass(frame);
  }

  private pass({ event, bytes }: Frame): void {
    this.listener.fromBroker(event);
    this.client.write(bytes);
  }
}
