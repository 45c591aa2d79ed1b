import type { Scheduler } from '../kernel/scheduler';
import type { SimProcess } from '../kernel/sim-process';

export interface SimMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly properties: { readonly messageId?: string; readonly type?: string; readonly correlationId?: string };
  redelivered: boolean;
}

export interface SimConsumer {
  readonly tag: string;
  readonly connection: ConnectionEnd;
  readonly queue: QueueEnd;
  readonly prefetch: number;
  unacked: number;
  readonly deliver: (message: SimMessage) => void;
}

/** A queue as channels use it. */
export interface QueueEnd {
  readonly name: string;
  readonly depth: number;
  put(message: SimMessage): void;
  putBack(messages: readonly SimMessage[]): void;
  consume(consumer: SimConsumer): void;
  cancel(consumer: SimConsumer): void;
  dropHead(): SimMessage | undefined;
  pump(): void;
}

/** A connection as its channels use it, and as the observer names who did something. */
export interface ConnectionEnd {
  readonly name: string;
  readonly process: SimProcess;
  /** The life of the process that opened it. */
  readonly generation: number;
  readonly open: boolean;
  readonly alive: boolean;
  readonly cut: boolean;
  losesNextConfirm: boolean;
  readonly exclusiveQueues: QueueEnd[];
  readonly broker: BrokerEnd;
  toServer(arrive: () => void): void;
  toClient(arrive: () => void): void;
  closeAtServer(reason: string): void;
}

/** Who hears what the broker does: the checks, and the trace. */
export interface BrokerObserver {
  /** Taken by the broker, which says so next; `queues` is how many queues got it. */
  accepted(message: SimMessage, queues: number, by: ConnectionEnd): void;
  delivered(message: SimMessage, queue: QueueEnd, to: SimProcess): void;
  acked(message: SimMessage, queue: QueueEnd, by: ConnectionEnd): void;
  bound(queue: QueueEnd, exchange: string, key: string): void;
  /** A queue is gone; so many are still bound with the key. */
  unbound(exchange: string, key: string, left: number): void;
  note(text: string): void;
}

/** The broker as its connections use it. */
export interface BrokerEnd {
  readonly scheduler: Scheduler;
  readonly observer: BrokerObserver;
  readonly queues: ReadonlyMap<string, QueueEnd>;
  /** One way over the network. */
  latencyMs(): number;
  declare(name: string, options: { arguments?: Record<string, unknown> }): QueueEnd;
  bind(queueName: string, exchange: string, key: string): void;
  /** Routes a message. Answers how many queues took it. */
  take(message: SimMessage, by: ConnectionEnd): number;
  deleteQueue(queue: QueueEnd): void;
  /** A connection has ended at the server. */
  ended(connection: ConnectionEnd): void;
}
