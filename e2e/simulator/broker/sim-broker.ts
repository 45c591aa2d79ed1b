import { TOPOLOGY } from '#contracts';
import type { Scheduler } from '../kernel/scheduler';
import type { SimProcess } from '../kernel/sim-process';
import type { BrokerEnd, BrokerObserver, ConnectionEnd, QueueEnd, SimMessage } from './broker-types';
import { SimConnection } from './sim-connection';
import { SimQueue } from './sim-queue';

type Bindings = Map<string, Set<QueueEnd>>;

/**
 * RabbitMQ as the protocol meets it: quorum queues that keep what they confirmed over a restart, redelivery of everything unacked when a
 * connection ends, exclusive control queues that end with theirs, mandatory returns, one active consumer where that was asked for.
 */
export class SimBroker implements BrokerEnd {
  up = true;
  readonly queues = new Map<string, QueueEnd>();
  readonly connections = new Set<SimConnection>();
  /** Chance that a report is taken twice, as from a publisher that did not see the confirm. */
  duplicates = 0;
  private readonly bindings = new Map<string, Bindings>();

  constructor(
    readonly scheduler: Scheduler,
    readonly observer: BrokerObserver,
  ) {
    for (const exchange of Object.values(TOPOLOGY.exchanges)) this.bindings.set(exchange.name, new Map());
  }

  connect(process: SimProcess, name: string): Promise<SimConnection> {
    const { scheduler } = this;
    const { generation } = process;
    return new Promise((resolve, reject) => {
      const refuse = (reason: string, afterMs: number): void => scheduler.after(afterMs, () => process.run(generation, 'arrival', () => reject(new Error(reason))));
      scheduler.after(this.latencyMs(), () => {
        if (process.generation !== generation) return;
        if (process.netDown) return refuse('ETIMEDOUT', 5_000);
        if (!this.up) return refuse('ECONNREFUSED', this.latencyMs());
        const connection = new SimConnection(this, process, name);
        this.connections.add(connection);
        connection.onLostEarly = reject;
        connection.toClient(() => {
          connection.onLostEarly = undefined;
          resolve(connection);
        });
      });
    });
  }

  /** One way over the network; now and then slow. */
  latencyMs(): number {
    const { random } = this.scheduler;
    return random.chance(0.02) ? random.between(2, 40) : random.between(0.2, 2);
  }

  declare(name: string, options: { arguments?: Record<string, unknown> } = {}): QueueEnd {
    let queue = this.queues.get(name);
    if (queue === undefined) {
      queue = new SimQueue(this.observer, name, options.arguments?.['x-single-active-consumer'] === true);
      this.queues.set(name, queue);
    }
    return queue;
  }

  bind(queueName: string, exchange: string, key: string): void {
    const queue = this.queues.get(queueName);
    const byKey = this.bindings.get(exchange);
    if (queue === undefined || byKey === undefined) throw new Error(`404: ${queueName} or ${exchange}`);
    const bound = byKey.get(key) ?? new Set();
    byKey.set(key, bound.add(queue));
    this.observer.bound(queue, exchange, key);
  }

  /** Routes a message. Answers how many queues took it. */
  take(message: SimMessage, by: ConnectionEnd): number {
    let taken = 0;
    const twice = message.exchange === TOPOLOGY.exchanges.reports.name && this.duplicates > 0 && this.scheduler.random.chance(this.duplicates);
    const byKey = this.bindings.get(message.exchange) as Bindings;
    for (const key of [message.routingKey, '#', '']) {
      for (const queue of byKey.get(key) ?? []) {
        taken += 1;
        queue.put({ ...message });
        // Its sender may take seconds to come back and say it again.
        if (twice) this.scheduler.after(this.scheduler.random.chance(0.5) ? 0 : this.scheduler.random.between(10, 2_500), () => this.queues.has(queue.name) && queue.put({ ...message }));
      }
    }
    this.observer.accepted(message, taken, by);
    return taken;
  }

  deleteQueue(queue: QueueEnd): void {
    this.queues.delete(queue.name);
    for (const [exchange, byKey] of this.bindings) for (const [key, bound] of byKey) if (bound.delete(queue)) this.observer.unbound(exchange, key, bound.size);
  }

  ended(connection: ConnectionEnd): void {
    this.connections.delete(connection as SimConnection);
  }

  /** The broker ends and is back later: every connection breaks; what was confirmed to durable queues is still there. */
  restart(downForMs: number): void {
    if (!this.up) return;
    this.up = false;
    for (const connection of [...this.connections]) connection.closeAtServer('the broker went down');
    this.scheduler.after(downForMs, () => {
      this.up = true;
      this.observer.note('the broker is back');
    });
  }
}
