import { JOB_PRIORITIES, jobQueueName, jobRoutingKey, parseEnvelope, type AttemptAsk, type EnvelopeOf, type EventType, type JobPriority, type PayloadOf } from '#contracts';
import { assertJobQueues, assertTopology, envelopeFactory, openBroker, uuidV7, type Broker, type BrokerSession } from '#messaging';
import { createLogger } from '#observability';

type Channel = Awaited<ReturnType<BrokerSession['createChannel']>>;
export type Report = { [T in EventType]: EnvelopeOf<T> }[EventType];

/** An AMQP peer that plays the gateway for specs of the worker: it publishes jobs, answers asks as told to, and keeps every report. */
export class FakeGateway {
  readonly reports: Report[] = [];
  /** Messages that were no valid envelopes; a worker must never send one. */
  readonly invalid: string[] = [];
  /** What becomes of an ask; grants it unless a spec says otherwise. */
  onAsk: (ask: AttemptAsk, workerId: string) => void = (ask, workerId) => void this.grant(workerId, ask);
  private readonly make = envelopeFactory({ service: 'gateway', instanceId: 'fake', version: '0.0.0' });

  private constructor(
    private readonly broker: Broker,
    readonly channel: Channel,
  ) {}

  static async start(url: string, queues: readonly string[] = ['default']): Promise<FakeGateway> {
    const opened: Channel[] = [];
    const broker = await openBroker({
      url,
      name: 'fake gateway',
      logger: createLogger({ service: 'spec', instanceId: 'fake', level: 'silent' }),
      setup: async (session) => {
        const channel = await session.createChannel();
        await assertTopology(channel);
        for (const queue of queues) await assertJobQueues(channel, queue);
        opened.push(channel);
      },
    });
    await broker.whenUp();
    const gateway = new FakeGateway(broker, opened[0] as Channel);
    await gateway.channel.consume('gateway.reports.v1', (message) => message && gateway.hear(message));
    return gateway;
  }

  /** Forgets everything, and empties the queues. */
  async reset(queues: readonly string[] = ['default']): Promise<void> {
    for (const queue of queues) for (const priority of JOB_PRIORITIES) await this.channel.purgeQueue(jobQueueName(queue, priority));
    await this.channel.purgeQueue('observatory.parked.v1');
    this.reports.splice(0);
    this.invalid.splice(0);
    this.onAsk = (ask, workerId) => this.grant(workerId, ask);
  }

  async stop(): Promise<void> {
    await this.broker.close();
  }

  /** Publishes a job; resolves to its id. */
  submit(type: string, payload: object = {}, options: { priority?: JobPriority; correlationId?: string; queue?: string; timeoutMs?: number; parents?: PayloadOf['job.queued']['parents'] } = {}): string {
    const jobId = uuidV7();
    const { priority = 'normal', correlationId = `c-${jobId}`, queue = 'default', timeoutMs, parents } = options;
    const { body } = this.make(
      'job.queued',
      {
        jobId, previousStatus: 'QUEUED', status: 'QUEUED', type, queue, priority, payload: payload as PayloadOf['job.queued']['payload'], attempt: 1, maxAttempts: 3,
        idempotencyKey: jobId, reason: 'submitted', ...(timeoutMs === undefined ? {} : { timeoutMs }), ...(parents === undefined ? {} : { parents }),
      },
      { correlationId },
    );
    this.channel.publish('observatory.dispatch', jobRoutingKey(queue, priority), body, { persistent: true });
    return jobId;
  }

  tell<T extends EventType>(workerId: string, eventType: T, payload: PayloadOf[T]): void {
    this.channel.publish('observatory.control', workerId, this.make(eventType, payload, { correlationId: 'fake' }).body);
  }

  grant(workerId: string, { jobId, deliveryId, ask }: Pick<AttemptAsk, 'jobId' | 'deliveryId' | 'ask'>): void {
    this.tell(workerId, 'attempt.granted', { workerId, grants: [{ jobId, deliveryId, ask, attempt: 1 }] });
  }

  deny(workerId: string, { jobId, deliveryId }: Pick<AttemptAsk, 'jobId' | 'deliveryId'>, reason: PayloadOf['attempt.denied']['denials'][number]['reason']): void {
    this.tell(workerId, 'attempt.denied', { workerId, denials: [{ jobId, deliveryId, reason }] });
  }

  of<T extends EventType>(eventType: T): EnvelopeOf<T>[] {
    return this.reports.filter((report): report is EnvelopeOf<T> & Report => report.eventType === eventType);
  }

  asksFor(jobId: string): (AttemptAsk & { workerId: string })[] {
    return this.of('attempt.asked').flatMap(({ payload }) => payload.asks.filter((ask) => ask.jobId === jobId).map((ask) => ({ ...ask, workerId: payload.workerId })));
  }

  /** The types of all reports about one job, in order; asks and heartbeats left out. */
  saidAbout(jobId: string): string[] {
    return this.reports
      .filter(({ eventType }) => eventType !== 'attempt.asked' && eventType !== 'attempt.heartbeat')
      .filter(({ payload }) => JSON.stringify(payload).includes(jobId))
      .map(({ eventType }) => eventType);
  }

  /** Messages of the job queue that no worker holds. */
  async ready(priority: JobPriority = 'normal'): Promise<number> {
    return (await this.channel.checkQueue(jobQueueName('default', priority))).messageCount;
  }

  private hear(message: Parameters<Channel['ack']>[0]): void {
    this.channel.ack(message);
    const parsed = parseEnvelope(message.content);
    if (!parsed.ok) {
      this.invalid.push(`${parsed.reason}: ${parsed.detail}`);
      return;
    }
    this.reports.push(parsed.envelope);
    if (parsed.envelope.eventType !== 'attempt.asked') return;
    const { asks, workerId } = parsed.envelope.payload;
    for (const ask of asks) this.onAsk(ask, workerId);
  }
}
