import { connect, type Channel, type ChannelModel } from 'amqplib';
import { createLogger } from '#observability';
import { eventually, faultProxy, freshVhost, type FaultProxy } from '#testing';
import { ConfirmPublisher, type ConfirmPublisherOptions } from './confirm-publisher';
import { PublishFailed } from './publishing';
import { assertTopology, assertJobQueue } from './topology';
import { uuidV7 } from './uuid-v7';

const logger = createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' });

describe('ConfirmPublisher', () => {
  let url: string;
  let proxy: FaultProxy;
  let model: ChannelModel;
  let channel: Channel;
  const open: ConfirmPublisher[] = [];

  beforeAll(async () => {
    url = await freshVhost();
    proxy = await faultProxy(url);
    model = await connect(url);
    channel = await model.createChannel();
    await assertTopology(channel);
    await assertJobQueue(channel, 'default', 'normal');
  });
  afterEach(async () => {
    proxy.heal();
    for (const publisher of open.splice(0)) await publisher.stop(100);
    await channel.purgeQueue('jobs.default.normal.v1');
  });
  afterAll(async () => {
    await model.close();
    await proxy.close();
  });

  async function publisher(options: Partial<ConfirmPublisherOptions> = {}): Promise<ConfirmPublisher> {
    const made = new ConfirmPublisher({ url: proxy.url, name: 'spec publish', logger, appId: 'spec', ...options });
    open.push(made);
    await made.start();
    return made;
  }

  const body = (n: number): Buffer => Buffer.from(JSON.stringify({ n }));
  const message = (eventId = uuidV7()) => ({ eventType: 'job.queued', eventId, correlationId: 'c-1' });
  const queued = async (): Promise<number[]> => {
    const numbers: number[] = [];
    for (let got = await channel.get('jobs.default.normal.v1', { noAck: true }); got; got = await channel.get('jobs.default.normal.v1', { noAck: true })) {
      numbers.push((JSON.parse(got.content.toString()) as { n: number }).n);
    }
    return numbers;
  };

  it('resolves with confirmed when the broker has the message, properties and all', async () => {
    const made = await publisher();
    await made.whenUp();
    const eventId = uuidV7();
    await expect(made.publish('observatory.dispatch', 'default.normal', body(1), { ...message(eventId), headers: { 'x-a': 'b' } })).resolves.toBe('confirmed');
    const got = await channel.get('jobs.default.normal.v1', { noAck: true });
    if (!got) throw new Error('nothing arrived');
    expect(got.properties).toMatchObject({ messageId: eventId, type: 'job.queued', correlationId: 'c-1', appId: 'spec', contentType: 'application/json', deliveryMode: 2, headers: { 'x-a': 'b' } });
    expect(got.properties.timestamp).toBeGreaterThan(1_700_000_000);
  });

  it('tells a message that no queue took, also when its twin of the same id was taken', async () => {
    const made = await publisher();
    await made.whenUp();
    const properties = message();
    const outcomes = await Promise.all([
      made.publish('observatory.control', 'nobody', body(1), properties),
      made.publish('observatory.dispatch', 'default.normal', body(2), properties),
      made.publish('observatory.control', 'nobody', body(3), properties),
      made.publish('observatory.control', 'nobody else', body(4), message()),
    ]);
    expect(outcomes).toEqual(['returned', 'confirmed', 'returned', 'returned']);
  });

  it('keeps the order of the calls through a small window and confirms every one', async () => {
    const made = await publisher({ maxInFlight: 7 });
    await made.whenUp();
    const outcomes = await Promise.all(Array.from({ length: 500 }, (_, n) => made.publish('observatory.dispatch', 'default.normal', body(n), message())));
    expect(outcomes.every((outcome) => outcome === 'confirmed')).toBe(true);
    expect(made.outstanding).toBe(0);
    expect(await queued()).toEqual(Array.from({ length: 500 }, (_, n) => n));
  });

  it('says when there is room to write again', async () => {
    const made = await publisher({ maxInFlight: 5 });
    await made.whenUp();
    const confirms: Promise<unknown>[] = [];
    for (let n = 0; n < 100; n++) {
      await made.whenWritable();
      confirms.push(made.publish('observatory.dispatch', 'default.normal', body(n), message()));
      expect(made.outstanding).toBeLessThanOrEqual(5);
    }
    await Promise.all(confirms);
  });

  it('refuses at once while it has no connection, and again takes messages when it is back', async () => {
    proxy.refuse();
    const made = await publisher();
    await expect(made.publish('observatory.dispatch', 'default.normal', body(1), message())).rejects.toMatchObject({ code: 'not_connected' });
    expect(made.connected).toBe(false);
    proxy.heal();
    await made.whenUp();
    await expect(made.publish('observatory.dispatch', 'default.normal', body(2), message())).resolves.toBe('confirmed');
    expect(made.connectedForMs()).toBeGreaterThan(0);
  });

  it('fails everything outstanding when the connection is lost, confirmed or not', async () => {
    const made = await publisher({ maxInFlight: 10 });
    await made.whenUp();
    proxy.blackHole();
    const results = Array.from({ length: 30 }, (_, n) => made.publish('observatory.dispatch', 'default.normal', body(n), message()));
    const failures = Promise.all(results.map((result) => result.catch((error: PublishFailed) => error.code)));
    proxy.heal();
    expect(await failures).toEqual(Array<string>(30).fill('connection_lost'));
    expect(made.outstanding).toBe(0);
    await eventually(() => expect(made.connected).toBe(true));
  });

  it('loses nothing over forced reconnects when the caller sends again what failed', async () => {
    const made = await publisher();
    await made.whenUp();
    const confirmed = new Set<number>();
    const send = (n: number): void =>
      made.publishWith('observatory.dispatch', 'default.normal', body(n), message(), (error) => {
        if (!error) confirmed.add(n);
        else setTimeout(() => send(n), 20);
      });
    for (let n = 0; n < 3_000; n++) {
      send(n);
      if (n % 1_000 === 500) {
        await eventually(() => confirmed.size > n - 400);
        proxy.cut();
      }
    }
    await eventually(() => expect(confirmed.size).toBe(3_000), { timeoutMs: 20_000 });
    expect(new Set(await queued()).size).toBe(3_000);
  }, 40_000);

  it('bounds what waits behind a full window', async () => {
    const made = await publisher({ maxInFlight: 1, maxQueued: 2 });
    await made.whenUp();
    const codes = await Promise.all([1, 2, 3, 4].map((n) => made.publish('observatory.dispatch', 'default.normal', body(n), message()).catch((error: PublishFailed) => error.code)));
    expect(codes).toEqual(['confirmed', 'confirmed', 'confirmed', 'overloaded']);
  });

  it('refuses headers that AMQP cannot carry, and goes on', async () => {
    const made = await publisher();
    await made.whenUp();
    const headers = { big: 'x'.repeat(70_000) };
    await expect(made.publish('observatory.dispatch', 'default.normal', body(1), { ...message(), headers })).rejects.toMatchObject({ code: 'unencodable' });
    await expect(made.publish('observatory.dispatch', 'default.normal', body(2), message())).resolves.toBe('confirmed');
  });

  it('survives a callback that throws', async () => {
    const made = await publisher();
    await made.whenUp();
    made.publishWith('observatory.dispatch', 'default.normal', body(1), message(), () => {
      throw new Error('a bug of the caller');
    });
    await expect(made.publish('observatory.dispatch', 'default.normal', body(2), message())).resolves.toBe('confirmed');
    expect(made.connectedForMs()).toBeGreaterThan(0);
  });

  it('waits for the confirms under way when it stops', async () => {
    const made = await publisher();
    await made.whenUp();
    const results = Promise.all(Array.from({ length: 300 }, (_, n) => made.publish('observatory.dispatch', 'default.normal', body(n), message())));
    await made.stop();
    expect(new Set(await results)).toEqual(new Set(['confirmed']));
    await expect(made.publish('observatory.dispatch', 'default.normal', body(1), message())).rejects.toMatchObject({ code: 'not_connected' });
  });
});
