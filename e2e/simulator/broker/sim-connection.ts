import { EventEmitter } from 'node:events';
import type { SimProcess } from '../kernel/sim-process';
import type { BrokerEnd, ConnectionEnd, QueueEnd } from './broker-types';
import { SimChannel } from './sim-channel';

/**
 * An AMQP connection seen from both ends, with the surface of amqplib's that the messaging library uses. The ends learn of its death apart:
 * `open` is what the server believes, `alive` what the client believes. Bytes arrive in order in each direction or not at all.
 */
export class SimConnection extends EventEmitter implements ConnectionEnd {
  open = true;
  alive = true;
  /** Nothing passes any more, and nobody has noticed. */
  cut = false;
  /** Slows what the server sends, milliseconds. */
  slowMs = 0;
  /** The server dies on the next message of this connection, after it has taken it and before it says so. */
  losesNextConfirm = false;
  /** Until the client has it in hands, its loss is a failure to connect. */
  onLostEarly: ((reason: Error) => void) | undefined;
  readonly channels: SimChannel[] = [];
  readonly exclusiveQueues: QueueEnd[] = [];
  readonly connection = { serverProperties: { version: '4.1.0' }, expectSocketClose: false, stream: new SimStream(() => this.abandon()) };
  /** The life of the process that opened it. */
  readonly generation: number;
  private serverHearsAtMs = 0;
  private clientHearsAtMs = 0;

  constructor(
    readonly broker: BrokerEnd,
    readonly process: SimProcess,
    readonly name: string,
  ) {
    super();
    this.generation = process.generation;
  }

  createChannel(): Promise<SimChannel> {
    const channel = new SimChannel(this);
    this.channels.push(channel);
    return Promise.resolve(channel);
  }

  createConfirmChannel(): Promise<SimChannel> {
    return this.createChannel();
  }

  close(): Promise<void> {
    this.alive = false;
    this.toServer(() => this.closeAtServer('closed'));
    return Promise.resolve();
  }

  toServer(arrive: () => void): void {
    const { scheduler } = this.broker;
    this.serverHearsAtMs = Math.max(this.serverHearsAtMs, scheduler.nowMs + this.broker.latencyMs());
    scheduler.at(this.serverHearsAtMs, () => {
      if (this.open && !this.cut) arrive();
    });
  }

  toClient(arrive: () => void): void {
    const { scheduler } = this.broker;
    this.clientHearsAtMs = Math.max(this.clientHearsAtMs, scheduler.nowMs + this.broker.latencyMs() + this.slowMs);
    scheduler.at(this.clientHearsAtMs, () => {
      if (!this.alive || this.cut) return;
      this.process.run(this.generation, 'arrival', () => {
        if (this.alive) arrive();
      });
    });
  }

  /** The server gives the connection up: exclusive queues end, unacked messages go back, the client hears of it if anything passes. */
  closeAtServer(reason: string): void {
    if (!this.open) return;
    this.open = false;
    this.broker.ended(this);
    for (const channel of this.channels) channel.endAtServer();
    for (const queue of this.exclusiveQueues) this.broker.deleteQueue(queue);
    if (this.cut) return;
    this.toClient(() => this.lostAtClient(reason));
  }

  /** The client notices that the connection is gone. */
  lostAtClient(reason: string): void {
    if (!this.alive) return;
    this.alive = false;
    const error = new Error(reason);
    if (this.onLostEarly !== undefined) return this.onLostEarly(error);
    this.emit('error', error);
    for (const channel of this.channels) channel.endAtClient();
    this.emit('close', error);
  }

  /** Something in between ends it: neither side is at fault, both notice. */
  reset(): void {
    this.closeAtServer('ECONNRESET');
  }

  /** The client's process is dead: its kernel closes the socket, or, if `abruptly`, what it had written last is lost too. */
  processDied(abruptly: boolean): void {
    this.alive = false;
    if (abruptly) {
      this.cut = true;
      this.broker.scheduler.after(this.broker.latencyMs(), () => this.closeAtServer('ECONNRESET'));
    } else {
      this.toServer(() => this.closeAtServer('ECONNRESET'));
    }
  }

  /** A black hole: the server gives up after `serverMs`, the client after `clientMs` (both by missed heartbeats). */
  blackHole(serverMs: number, clientMs: number): void {
    const { scheduler } = this.broker;
    this.cut = true;
    scheduler.after(serverMs, () => this.closeAtServer('missed heartbeats'));
    scheduler.after(clientMs, () => this.process.run(this.generation, 'timer', () => this.lostAtClient('missed heartbeats')));
  }

  private abandon(): void {
    if (!this.alive) return;
    this.toServer(() => this.closeAtServer('closed'));
    this.lostAtClient('abandoned');
  }
}

/** Stands for the socket, of which the messaging library uses only this much. */
class SimStream {
  constructor(private readonly onDestroy: () => void) {}

  write(): boolean {
    return true;
  }

  cork(): void {}

  uncork(): void {}

  destroy(): void {
    this.onDestroy();
  }
}
