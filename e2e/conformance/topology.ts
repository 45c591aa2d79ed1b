import type { Channel } from 'amqplib';
import { JOB_PRIORITIES, jobQueueName, jobRoutingKey, TOPOLOGY } from '#contracts';

/** Declares what a gateway declares: every exchange and shared queue of the contracts. */
export async function declareTopology(channel: Channel): Promise<void> {
  for (const exchange of Object.values(TOPOLOGY.exchanges)) await channel.assertExchange(exchange.name, exchange.type, { durable: true, arguments: exchange.arguments });
  for (const queue of Object.values(TOPOLOGY.queues)) {
    await channel.assertQueue(queue.name, { durable: true, arguments: queue.arguments });
    for (const { exchange, routingKey } of queue.bindings) await channel.bindQueue(queue.name, exchange, routingKey);
  }
}

/** Declares a job queue in all its priorities, as a gateway does before it accepts a job for it. */
export async function declareJobQueue(channel: Channel, queue: string): Promise<void> {
  for (const priority of JOB_PRIORITIES) {
    const name = jobQueueName(queue, priority);
    await channel.assertQueue(name, { durable: true, arguments: TOPOLOGY.jobQueues.arguments });
    await channel.bindQueue(name, TOPOLOGY.jobQueues.exchange, jobRoutingKey(queue, priority));
  }
}
