import { randomUUID } from 'node:crypto';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { CONTRACT_VERSION_OF, jobQueueName, jobRoutingKey, JOB_PRIORITIES, type EventType, type JobPriority, type PayloadOf } from '#contracts';
import { declareJobQueue, declareTopology } from './topology';

/** The gateway as a worker sees it: it publishes jobs and speaks on control queues. What the worker says is read off its wire. */
export class PlayedGateway {
  /** Event ids of all messages that reached the report queue. */
  readonly arrived = new Set<string>();

  private constructor(
    private readonly model: ChannelModel,
    private readonly channel: Channel,
    readonly url: string,
  ) {}

  static async on(url: string): Promise<PlayedGateway> {
    const model = await connect(url);
    const channel = await model.createChannel();
    await declareTopology(channel);
    const gateway = new PlayedGateway(model, channel, url);
    await channel.consume('gateway.reports.v1', (message) => message && gateway.arrived.add(eventIdIn(message.content)), { noAck: true });
    return gateway;
  }

  async stop(): Promise<void> {
    await this.model.close();
  }

  openQueue(queue: string): Promise<void> {
    return declareJobQueue(this.channel, queue);
  }

  /** Publishes the message of a job; resolves to nothing, as the broker's order is enough. */
  submit(job: JobSpec): void {
    const { jobId, queue, priority = 'normal', payload = {}, correlationId = `c-${jobId}`, envelope = {}, more = {} } = job;
    const about = { jobId, previousStatus: 'QUEUED', status: 'QUEUED', type: job.type ?? 'simulate.work', queue, priority, payload };
    const body = this.envelope('job.queued', { ...about, attempt: 1, maxAttempts: 3, idempotencyKey: jobId, reason: 'submitted', ...more }, correlationId, envelope);
    this.publishRaw(queue, priority, body);
  }

  publishRaw(queue: string, priority: JobPriority, body: Buffer): void {
    this.channel.publish('observatory.dispatch', jobRoutingKey(queue, priority), body, { persistent: true, contentType: 'application/json' });
  }

  tell<T extends EventType>(workerId: string, eventType: T, payload: PayloadOf[T]): void {
    this.channel.publish('observatory.control', workerId, this.envelope(eventType, payload, workerId));
  }

  /** Says something that is in no contract. */
  tellRaw(workerId: string, body: Buffer): void {
    this.channel.publish('observatory.control', workerId, body);
  }

  /** Messages of a job queue that no worker holds. */
  async ready(queue: string): Promise<number> {
    const counts = await Promise.all(JOB_PRIORITIES.map((priority) => this.channel.checkQueue(jobQueueName(queue, priority))));
    return counts.reduce((sum, { messageCount }) => sum + messageCount, 0);
  }

  private envelope(eventType: EventType, payload: object, correlationId: string, more: object = {}): Buffer {
    const eventId = randomUUID();
    const producer = { service: 'gateway', instanceId: 'conformance', version: '0.0.0' };
    const occurredAt = new Date().toISOString();
    return Buffer.from(JSON.stringify({ contractVersion: CONTRACT_VERSION_OF[eventType], eventType, eventId, occurredAt, producer, correlationId, idempotencyKey: eventId, payload, ...more }));
  }
}

export interface JobSpec extends Pick<PayloadOf['job.queued'], 'jobId' | 'queue'>, Partial<Pick<PayloadOf['job.queued'], 'type' | 'priority'>> {
  readonly payload?: object;
  readonly correlationId?: string;
  /** Overrides of the envelope. */
  readonly envelope?: object;
  /** Further fields of `job.queued`. */
  readonly more?: object;
}

function eventIdIn(body: Buffer): string {
  try {
    return String((JSON.parse(body.toString('utf8')) as { eventId?: unknown }).eventId);
  } catch {
    return 'none';
  }
}
