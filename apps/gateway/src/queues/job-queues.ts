import { JOB_PRIORITIES, jobQueueName, TOPOLOGY, type JobPriority } from '#contracts';
import type { EngineStore } from '#event-log';
import { ApiError } from '#http';
import { assertJobQueue, assertJobQueues, assertTopology, Broker, type BrokerSession } from '#messaging';
import type { Logger } from '#observability';
import { QueueDepth } from './queue-depth';

type Channel = Awaited<ReturnType<BrokerSession['createChannel']>>;

/** Where a client that names no queue sends its jobs. */
export const DEFAULT_QUEUE = 'default';
const DEPTH_EVERY_MS = 1_000;
const DECLARE_TIMEOUT_MS = 3_000;
/** Nobody else may declare what somebody deleted at the broker: an aggregator waits for its queue so long at most. */
const TOPOLOGY_EVERY_MS = 5_000;

export interface JobQueuesOptions {
  readonly url: string;
  readonly name: string;
  readonly store: EngineStore;
  readonly logger: Logger;
  readonly maxQueues: number;
  readonly maxDepth: number;
  /** Position of the newest event this process knows of. */
  readonly head: () => number;
}

/**
 * The job queues at the broker. A queue exists, in all three priorities, before the first job for it is accepted; it is noted in the store, so that
 * jobs are accepted for it while the broker is down, and declared again on every new connection, in case the broker has forgotten.
 *
 * Naming a queue creates it, so their number is bounded; and each has a bound on how much may wait in it: see queue-depth.ts.
 */
export class JobQueues {
  private readonly broker: Broker;
  private channel: Channel | undefined;
  private readonly declared = new Set<string>();
  private readonly declaring = new Map<string, Promise<void>>();
  private readonly depths = new Map<string, QueueDepth>();
  private reading = false;
  private timer: NodeJS.Timeout | undefined;
  private topologyTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: JobQueuesOptions) {
    this.broker = new Broker({ url: options.url, name: options.name, logger: options.logger, setup: (session) => this.setUp(session) });
    this.broker.onDown(() => (this.channel = undefined));
  }

  start(): void {
    this.broker.start();
    this.timer = setInterval(() => void this.readDepths(), DEPTH_EVERY_MS);
    this.topologyTimer = setInterval(() => void this.declareTopology(), TOPOLOGY_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    clearInterval(this.topologyTimer);
    await this.broker.close();
  }

  get connected(): boolean {
    return this.broker.connected;
  }

  /** Whether jobs may be accepted for the queue without waiting for anything. */
  isOpen(queue: string): boolean {
    return this.declared.has(queue);
  }

  /** Makes sure that the queue exists. @throws ApiError too_many_queues or broker_unavailable, StoreUnavailable */
  async open(queue: string): Promise<void> {
    if (this.declared.has(queue)) return;
    let opening = this.declaring.get(queue);
    if (opening === undefined) {
      opening = this.create(queue).finally(() => this.declaring.delete(queue));
      this.declaring.set(queue, opening);
    }
    await opening;
  }

  /** Counts jobs in; refuses when the queue is full. @throws ApiError queue_full */
  admit(queue: string, jobs: number): void {
    let depth = this.depths.get(queue);
    if (depth === undefined) {
      depth = new QueueDepth();
      this.depths.set(queue, depth);
    }
    if (!depth.admit(jobs, this.options.maxDepth)) {
      throw new ApiError('queue_full', { detail: `the queue ${queue} holds its most of ${this.options.maxDepth} jobs` });
    }
  }

  /** Declares one priority again. Answers how many messages wait in it; undefined while the broker is away. */
  async declareOne(queue: string, priority: JobPriority): Promise<number | undefined> {
    const { channel } = this;
    if (channel === undefined) return undefined;
    try {
      await assertJobQueue(channel, queue, priority);
      return (await channel.checkQueue(jobQueueName(queue, priority))).messageCount;
    } catch (err) {
      this.options.logger.warn({ err, queue, priority }, 'a job queue could not be declared');
      return undefined;
    }
  }

  /** Declares a queue again that turned out to be missing. */
  async redeclare(queue: string): Promise<void> {
    if (this.channel !== undefined) await assertJobQueues(this.channel, queue);
  }

  private async create(queue: string): Promise<void> {
    const { store, maxQueues } = this.options;
    const registration = await store.registerQueue(queue, maxQueues);
    if (registration === 'too_many') throw new ApiError('too_many_queues', { detail: `there are ${maxQueues} queues already; ${queue} would be one more` });
    if (registration !== 'declared') {
      await this.declareAtBroker(queue);
      await store.markDeclared(queue);
    }
    this.declared.add(queue);
  }

  private async declareAtBroker(queue: string): Promise<void> {
    const { channel } = this;
    if (channel === undefined) throw new ApiError('broker_unavailable', { detail: `the queue ${queue} is new and cannot be declared now` });
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('timed out')), DECLARE_TIMEOUT_MS);
    });
    try {
      await Promise.race([assertJobQueues(channel, queue), deadline]);
    } catch (cause) {
      throw new ApiError('broker_unavailable', { detail: `the queue ${queue} is new and could not be declared`, cause });
    } finally {
      clearTimeout(timer);
    }
  }

  private async declareTopology(): Promise<void> {
    try {
      if (this.channel !== undefined) await assertTopology(this.channel);
    } catch (err) {
      this.options.logger.debug({ err }, 'the topology could not be declared again');
    }
  }

  private async setUp(session: BrokerSession): Promise<void> {
    const channel = await session.createChannel();
    await assertTopology(channel);
    for (const queue of await this.known()) await assertJobQueues(channel, queue);
    this.channel = channel;
  }

  /** From the store if it answers; what this process knows otherwise. */
  private async known(): Promise<Iterable<string>> {
    try {
      return new Set([...(await this.options.store.queues()), ...this.declared]);
    } catch (err) {
      this.options.logger.debug({ err }, 'the job queues could not be read from the store');
      return [...this.declared];
    }
  }

  private async readDepths(): Promise<void> {
    const { channel } = this;
    if (channel === undefined || this.reading || this.depths.size === 0) return;
    this.reading = true;
    try {
      const cursor = await this.options.store.relayCursor();
      for (const [queue, depth] of this.depths) {
        let atBroker = 0;
        for (const priority of JOB_PRIORITIES) {
          atBroker += (await channel.assertQueue(jobQueueName(queue, priority), { durable: true, arguments: TOPOLOGY.jobQueues.arguments })).messageCount;
        }
        depth.looked({ atBroker, head: this.options.head(), cursor });
        if (depth.jobs === 0) this.depths.delete(queue);
      }
    } catch (err) {
      // The store or the broker is away. What is accepted meanwhile is counted all the same.
      this.options.logger.debug({ err }, 'the depths of the job queues could not be read');
    } finally {
      this.reading = false;
    }
  }
}
