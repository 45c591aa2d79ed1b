import { type Channel, type ChannelModel, connect, type ConfirmChannel } from 'amqplib';
import { controlQueueName, jobQueueName, REPORT_TYPES, TELEMETRY_TYPES, TOPOLOGY } from '#contracts';
import { asService, freshVhost } from '#testing';
import { assertJobQueues, assertTopology, declareControlQueue, expectExchanges } from './topology';

const { exchanges, queues } = TOPOLOGY;
const ACCESS_REFUSED = 403;
const LOCKED = 405;

/** The users of the services at the real broker, with the rights that the topology gives them. */
describe('the broker', () => {
  const connections: ChannelModel[] = [];
  const as = {} as Record<'gateway' | 'worker' | 'aggregator' | 'guest', ChannelModel>;
  let url: string;

  beforeAll(async () => {
    url = await freshVhost();
    const open = async (own: string): Promise<ChannelModel> => {
      const connection = await connect(own);
      connections.push(connection);
      return connection;
    };
    as.guest = await open(url);
    for (const service of ['gateway', 'worker', 'aggregator'] as const) as[service] = await open(asService(service, url));
    const channel = await as.gateway.createChannel();
    await assertTopology(channel);
    await assertJobQueues(channel, 'default');
    // What is there already may be declared again.
    await assertTopology(channel);
    await channel.close();
  });
  afterAll(async () => {
    for (const connection of connections) await connection.close();
  });

  /** The reply code with which the broker refuses, or "allowed". */
  async function answer(who: keyof typeof as, attempt: (channel: ConfirmChannel) => Promise<unknown>): Promise<number | 'allowed'> {
    const channel = await as[who].createConfirmChannel();
    const refused = new Promise<number>((resolve) => channel.on('error', (error: { code?: number }) => resolve(error.code ?? 0)));
    const allowed = (async () => {
      await attempt(channel);
      return 'allowed' as const;
    })();
    allowed.catch(() => undefined);
    const outcome = await Promise.race([allowed.catch(() => refused), refused]);
    if (outcome === 'allowed') await channel.close();
    return outcome;
  }
  const publish = (exchange: string, key: string) => (channel: ConfirmChannel) =>
    new Promise<void>((resolve, reject) => channel.publish(exchange, key, Buffer.from('{}'), {}, (error: Error | null) => (error ? reject(error) : resolve())));
  const consume = (queue: string) => (channel: Channel) => channel.consume(queue, () => undefined);
  const ALL = [...Object.values(queues).map(({ name }) => name as string), jobQueueName('default', 'high')];

  it('lets a worker do its work', async () => {
    expect(await answer('worker', (channel) => expectExchanges(channel, [exchanges.reports.name, exchanges.telemetry.name, exchanges.parked.name]))).toBe('allowed');
    expect(await answer('worker', consume(jobQueueName('default', 'high')))).toBe('allowed');
    expect(await answer('worker', async (channel) => consume(await declareControlQueue(channel, 'worker-1', ['worker-1']))(channel))).toBe('allowed');
    for (const type of REPORT_TYPES.filter((report) => report !== 'engine.ticked')) expect([type, await answer('worker', publish(exchanges.reports.name, type))]).toEqual([type, 'allowed']);
    for (const type of TELEMETRY_TYPES) expect([type, await answer('worker', publish(exchanges.telemetry.name, type))]).toEqual([type, 'allowed']);
    expect(await answer('worker', publish(exchanges.parked.name, 'x'))).toBe('allowed');
  });

  it('lets a worker write no history, hand out no jobs and speak for no gateway', async () => {
    const forbidden: readonly (readonly [string, string])[] = [
      [exchanges.events.name, 'job.completed'],
      [exchanges.dispatch.name, 'default.high'],
      [exchanges.control.name, 'worker-2'],
      [exchanges.unrouted.name, ''],
      [exchanges.reports.name, 'engine.ticked'],
      [exchanges.reports.name, 'job.completed'],
      [exchanges.telemetry.name, 'job.completed'],
      // Straight into a queue, around every exchange of ours.
      ['', queues.events.name],
      ['', queues.reports.name],
    ];
    for (const [exchange, key] of forbidden) expect([exchange, key, await answer('worker', publish(exchange, key))]).toEqual([exchange, key, ACCESS_REFUSED]);
  });

  it('lets a worker read no queue but those of jobs', async () => {
    for (const { name } of Object.values(queues)) {
      expect([name, await answer('worker', consume(name))]).toEqual([name, ACCESS_REFUSED]);
      expect([name, await answer('worker', (channel) => channel.get(name))]).toEqual([name, ACCESS_REFUSED]);
    }
  });

  it.each(['worker', 'aggregator'] as const)('lets a user of the %s neither declare, delete nor bind what is shared', async (who) => {
    for (const name of ALL) {
      expect([name, await answer(who, (channel) => channel.deleteQueue(name))]).toEqual([name, ACCESS_REFUSED]);
      expect([name, await answer(who, (channel) => channel.bindQueue(name, exchanges.events.name, '#'))]).toEqual([name, ACCESS_REFUSED]);
      expect([name, await answer(who, (channel) => channel.unbindQueue(name, exchanges.events.name, '#'))]).toEqual([name, ACCESS_REFUSED]);
    }
    for (const { name } of Object.values(exchanges)) expect([name, await answer(who, (channel) => channel.deleteExchange(name))]).toEqual([name, ACCESS_REFUSED]);
    expect(await answer(who, (channel) => channel.assertQueue('of-my-own'))).toBe(ACCESS_REFUSED);
    expect(await answer(who, (channel) => channel.assertQueue(jobQueueName('new', 'high'), { arguments: TOPOLOGY.jobQueues.arguments }))).toBe(ACCESS_REFUSED);
    expect(await answer(who, (channel) => channel.assertExchange('of-my-own', 'fanout'))).toBe(ACCESS_REFUSED);
  });

  it('lets nobody hear what is for all but those who are meant', async () => {
    const listening = async (channel: Channel, exchange: string, key: string): Promise<unknown> => {
      const { queue } = await channel.assertQueue(controlQueueName('spy', String(Math.random())), { exclusive: true, autoDelete: true, durable: false });
      return channel.bindQueue(queue, exchange, key);
    };
    for (const exchange of [exchanges.events, exchanges.reports, exchanges.telemetry, exchanges.dispatch, exchanges.parked, exchanges.unrouted]) {
      expect([exchange.name, await answer('worker', (channel) => listening(channel, exchange.name, '#'))]).toEqual([exchange.name, ACCESS_REFUSED]);
    }
    // The control queue of somebody else belongs to his connection.
    const others = await as.guest.createChannel();
    const control = await declareControlQueue(others, 'worker-2', ['worker-2']);
    expect(await answer('worker', consume(control))).toBe(LOCKED);
    expect(await answer('worker', (channel) => channel.deleteQueue(control))).toBe(LOCKED);
    await others.close();
  });

  it('lets the aggregator read the log and telemetry, say that it lives, and nothing else', async () => {
    expect(await answer('aggregator', consume(queues.events.name))).toBe('allowed');
    expect(await answer('aggregator', consume(queues.telemetry.name))).toBe('allowed');
    expect(await answer('aggregator', publish(exchanges.telemetry.name, 'service.heartbeat'))).toBe('allowed');
    expect(await answer('aggregator', publish(exchanges.parked.name, 'x'))).toBe('allowed');
    for (const type of ['attempt.progressed', 'worker.heartbeat']) expect([type, await answer('aggregator', publish(exchanges.telemetry.name, type))]).toEqual([type, ACCESS_REFUSED]);
    for (const exchange of [exchanges.events, exchanges.dispatch, exchanges.reports, exchanges.control]) expect([exchange.name, await answer('aggregator', publish(exchange.name, 'attempt.asked'))]).toEqual([exchange.name, ACCESS_REFUSED]);
    for (const name of [queues.reports.name, queues.parked.name, queues.unrouted.name, jobQueueName('default', 'high')]) expect([name, await answer('aggregator', consume(name))]).toEqual([name, ACCESS_REFUSED]);
  });

  it('lets the gateway read reports and nothing that others are to read', async () => {
    expect(await answer('gateway', consume(queues.reports.name))).toBe('allowed');
    for (const type of ['job.queued', 'worker.lost']) expect([type, await answer('gateway', publish(exchanges.events.name, type))]).toEqual([type, 'allowed']);
    for (const { name } of [exchanges.dispatch, exchanges.control, exchanges.parked]) expect([name, await answer('gateway', publish(name, 'x'))]).toEqual([name, 'allowed']);
    for (const name of [queues.events.name, queues.telemetry.name, queues.parked.name, queues.unrouted.name]) expect([name, await answer('gateway', consume(name))]).toEqual([name, ACCESS_REFUSED]);
    expect(await answer('gateway', publish(exchanges.reports.name, 'attempt.succeeded'))).toBe(ACCESS_REFUSED);
    expect(await answer('gateway', (channel) => channel.assertQueue('of-my-own'))).toBe(ACCESS_REFUSED);
  });
});
