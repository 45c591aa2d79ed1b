import type { BrokerObserver, QueueEnd, SimConsumer, SimMessage } from './broker-types';

/** One queue: in order, each message with one consumer at a time, back at the front when its consumer is gone. */
export class SimQueue implements QueueEnd {
  private readonly messages: SimMessage[] = [];
  private consumers: SimConsumer[] = [];
  private turn = 0;

  constructor(
    private readonly observer: BrokerObserver,
    readonly name: string,
    private readonly singleActive: boolean,
  ) {}

  get depth(): number {
    return this.messages.length;
  }

  put(message: SimMessage): void {
    this.messages.push(message);
    this.pump();
  }

  /** Messages whose consumer is gone, oldest first. */
  putBack(messages: readonly SimMessage[]): void {
    for (const message of messages) message.redelivered = true;
    this.messages.unshift(...messages);
    this.pump();
  }

  consume(consumer: SimConsumer): void {
    this.consumers.push(consumer);
    this.pump();
  }

  cancel(consumer: SimConsumer): void {
    this.consumers = this.consumers.filter((one) => one !== consumer);
    this.pump();
  }

  /** Loses what is oldest in it, as a bounded queue that overflows. */
  dropHead(): SimMessage | undefined {
    return this.messages.shift();
  }

  pump(): void {
    while (this.messages.length > 0) {
      const consumer = this.nextConsumer();
      if (consumer === undefined) return;
      consumer.unacked += 1;
      const message = this.messages.shift() as SimMessage;
      this.observer.delivered(message, this, consumer.connection.process);
      consumer.deliver(message);
    }
  }

  private nextConsumer(): SimConsumer | undefined {
    const { consumers } = this;
    if (this.singleActive) return consumers[0] !== undefined && consumers[0].unacked < consumers[0].prefetch ? consumers[0] : undefined;
    for (let i = 0; i < consumers.length; i++) {
      const index = (this.turn + i) % consumers.length;
      const consumer = consumers[index] as SimConsumer;
      if (consumer.unacked >= consumer.prefetch) continue;
      this.turn = index + 1;
      return consumer;
    }
    return undefined;
  }
}
