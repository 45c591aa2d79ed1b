import { randomUUID } from 'node:crypto';
import type { Channel } from 'amqplib';
import { controlQueueName, jobQueueName, jobRoutingKey, JOB_PRIORITIES, TOPOLOGY, type JobPriority } from '#contracts';

/**
 * Declares every exchange, queue and binding of the topology. Idempotent; a queue that exists with other arguments closes the channel
 * (406).
 */
export async function assertTopology(channel: Channel): Promise<void> {
  for (const exchange of Object.values(TOPOLOGY.exchanges)) {
    await channel.assertExchange(exchange.name, exchange.type, { durable: true, arguments: exchange.arguments });
  }
  for (const queue of Object.values(TOPOLOGY.queues)) {
    await channel.assertQueue(queue.name, { durable: true, arguments: queue.arguments });
    for (const { exchange, routingKey } of queue.bindings) await channel.bindQueue(queue.name, exchange, routingKey);
  }
}

/**
 * For whoever may not declare: resolves when these exchanges exist, and otherwise ends the connection (404), which comes back until they do.
 *
 * @param exchanges names
 */
export async function expectExchanges(channel: Channel, exchanges: readonly string[]): Promise<void> {
  for (const exchange of exchanges) await channel.checkExchange(exchange);
}

/**
 * Declares the queue of one job queue and priority and binds it. Idempotent. The exchanges must exist.
 *
 * @returns the name of the AMQP queue
 */
export async function assertJobQueue(channel: Channel, queue: string, priority: JobPriority): Promise<string> {
  const name = jobQueueName(queue, priority);
  await channel.assertQueue(name, { durable: true, arguments: TOPOLOGY.jobQueues.arguments });
  await channel.bindQueue(name, TOPOLOGY.jobQueues.exchange, jobRoutingKey(queue, priority));
  return name;
}

/** {@link assertJobQueue} for all priorities of a queue. */
export async function assertJobQueues(channel: Channel, queue: string): Promise<void> {
  for (const priority of JOB_PRIORITIES) await assertJobQueue(channel, queue, priority);
}

/**
 * Declares a control queue: exclusive to the channel's connection, gone with it, bound with each of the keys.
 *
 * The name is fresh every time. After a cut the broker may keep the old connection, and with it the old queue, for up to two heartbeats; a
 * fixed name would lock the returning process out for that long (405), while the keys are what others address.
 *
 * @returns the name of the queue
 */
export async function declareControlQueue(channel: Channel, instanceId: string, keys: readonly string[]): Promise<string> {
  const { exchange, exclusive, autoDelete, durable } = TOPOLOGY.controlQueues;
  const name = controlQueueName(instanceId, randomUUID());
  await channel.assertQueue(name, { exclusive, autoDelete, durable });
  for (const key of keys) await channel.bindQueue(name, exchange, key);
  return name;
}
