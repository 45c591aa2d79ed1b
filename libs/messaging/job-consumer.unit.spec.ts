import { createLogger } from '#observability';
import { eventually } from '#testing';
import { Broker } from './broker';
import { envelopeFactory } from './envelope-factory';
import { FakeAmqp, type FakeChannel } from './fake-amqp.harness';
import { JobConsumer, type JobDelivery } from './job-consumer';
import type { Parking } from './parking';
import { uuidV7 } from './uuid-v7';

const logger = createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' });
const make = envelopeFactory({ service: 'spec', instanceId: 'spec', version: '0.0.0' });
const QUEUES = ['jobs.default.high.v1', 'jobs.default.normal.v1', 'jobs.default.low.v1'];

function job() {
  const jobId = uuidV7();
  return make('job.queued', { jobId, previousStatus: 'QUEUED', status: 'QUEUED', type: 't', queue: 'default', priority: 'high', payload: {}, attempt: 1, maxAttempts: 1, idempotencyKey: jobId, reason: 'submitted' }, { correlationId: 'c' }).envelope;
}

describe('JobConsumer, moment by moment', () => {
  async function consumer(onParked: (parked: object) => Promise<unknown> = () => Promise.resolve()) {
    const amqp = new FakeAmqp();
    const deliveries: JobDelivery[] = [];
    const told: object[] = [];
    let resets = 0;
    const made = new JobConsumer({
      queues: ['default'],
      onDelivery: (delivery) => deliveries.push(delivery),
      onReset: () => resets++,
      onParked: (parked) => {
        told.push(parked);
        return onParked(parked);
      },
      parking: { park: () => Promise.resolve(true) } as unknown as Parking,
      logger,
    });
    const broker = new Broker({ url: 'amqp://127.0.0.1:1', name: 'spec', logger, connect: amqp.connect, setup: (session) => made.consumeOn(session) });
    broker.start();
    await broker.whenUp();
    const channel = (): FakeChannel => amqp.last.channels[0] as FakeChannel;
    return { amqp, broker, made, channel, deliveries, told, resets: () => resets };
  }
  const turns = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
  };
  const did = (channel: FakeChannel, what: RegExp) => channel.calls.filter((call) => what.test(call));

  it('looks for the queues on a channel of their own, declares none, and consumes nothing before it is asked to', async () => {
    const { amqp, channel, resets } = await consumer();
    expect(did(amqp.last.channels[1] as FakeChannel, /./)).toEqual([...QUEUES.map((queue) => `look for ${queue}`), 'close']);
    expect(did(channel(), /^(queue|bind|consume)/)).toEqual([]);
    expect(resets()).toBe(1);
  });

  it('changes its prefetch by consuming anew, and stops at zero', async () => {
    const { made, channel } = await consumer();
    made.subscribe(4);
    await turns();
    expect(did(channel(), /^(prefetch|consume)/)).toEqual(['prefetch 4', ...QUEUES.map((queue) => `consume ${queue}`)]);
    channel().calls.splice(0);
    made.subscribe(4);
    await turns();
    expect(did(channel(), /^(cancel|prefetch|consume)/)).toEqual([...QUEUES.map((queue) => `cancel ${queue}`), 'prefetch 4', ...QUEUES.map((queue) => `consume ${queue}`)]);
    channel().calls.splice(0);
    made.subscribe(8);
    made.subscribe(0);
    await turns();
    expect(did(channel(), /^(cancel|prefetch|consume)/)).toEqual(QUEUES.map((queue) => `cancel ${queue}`));
  });

  it('hands on jobs, and settles them in any order', async () => {
    const { made, channel, deliveries } = await consumer();
    made.subscribe(4);
    await turns();
    for (const queue of QUEUES) channel().deliver(queue, job(), { redelivered: true });
    expect(deliveries.map(({ priority, redelivered, queue }) => [priority, redelivered, queue])).toEqual([['high', true, 'default'], ['normal', true, 'default'], ['low', true, 'default']]);
    made.handBack((deliveries[1] as JobDelivery).handle);
    made.ack([(deliveries[2] as JobDelivery).handle]);
    made.ack([(deliveries[0] as JobDelivery).handle]);
    expect(did(channel(), /^n?ack/)).toEqual(['nack 2', 'ack 3', 'ack 1 and below']);
  });

  it('consumes again after a cut, and settles nothing of the connection before', async () => {
    const { amqp, broker, made, channel, deliveries, resets } = await consumer();
    made.subscribe(4);
    await turns();
    channel().deliver(QUEUES[0] as string, job());
    amqp.last.cut();
    await broker.whenUp();
    expect(resets()).toBe(2);
    expect(did(channel(), /^consume/)).toHaveLength(3);
    channel().deliver(QUEUES[0] as string, job());
    made.ack([(deliveries[0] as JobDelivery).handle]);
    made.handBack((deliveries[0] as JobDelivery).handle);
    expect(did(channel(), /^n?ack/)).toEqual([]);
  });

  it('parks what is no job, tells the gateway until it has heard, and acks then', async () => {
    let tries = 0;
    const { made, channel, told, deliveries } = await consumer(() => (++tries === 1 ? Promise.reject(new Error('not connected')) : Promise.resolve()));
    made.subscribe(4);
    await turns();
    const { payload } = job();
    channel().deliver(QUEUES[0] as string, JSON.stringify({ payload }));
    await eventually(() => expect(did(channel(), /^ack/)).toEqual(['ack 1 and below']));
    expect(told).toEqual(Array(2).fill({ queue: 'default', reason: 'not_an_envelope', jobId: payload.jobId }));
    channel().deliver(QUEUES[0] as string, 'no json at all');
    channel().deliver(QUEUES[0] as string, make('engine.ticked', { number: 1 }, { correlationId: 'c' }).envelope);
    await turns();
    expect(told.slice(2)).toEqual([{ queue: 'default', reason: 'not_json', jobId: undefined }, { queue: 'default', reason: 'unknown_event_type', jobId: undefined }]);
    expect(did(channel(), /^ack/)).toEqual(['ack 1 and below', 'ack 2 and below', 'ack 3 and below']);
    expect(deliveries).toEqual([]);
  });

  it('opens a new connection when the broker cancels a consumer, or refuses one', async () => {
    const { amqp, broker, made, channel } = await consumer();
    made.subscribe(4);
    await turns();
    channel().cancelByBroker();
    await broker.whenUp();
    expect(amqp.connections).toHaveLength(2);
    channel().cancel = () => Promise.reject(new Error('refused'));
    made.subscribe(2);
    await turns();
    await broker.whenUp();
    expect(amqp.connections).toHaveLength(3);
  });
});
