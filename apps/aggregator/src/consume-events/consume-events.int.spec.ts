import { randomUUID } from 'node:crypto';
import type { Service } from '#http';
import { openBroker } from '#messaging';
import { foldEvents, groupByDocument, type LoggedEvent, OVERVIEW, ReadModelStore } from '#read-model';
import { eventually, faultProxy, type FaultProxy, freshMongo, freshVhost } from '#testing';
import { TOPOLOGY } from '#contracts';
import { Relay, served, startAggregator, type Surroundings } from '../aggregator.harness';
import { type LogServer, serveLog } from '../feed/log-server.builder';
import { LogBuilder } from '../log.builder';
import { READ_MODELS } from '../read-models/read-models';

jest.setTimeout(30_000);

/** Folded in one go: what the read models must hold in the end. */
const expected = (projector: (typeof READ_MODELS)[number], events: readonly LoggedEvent[]): unknown[] =>
  [...groupByDocument(projector, events)]
    .map(([, group]) => foldEvents(projector, undefined, group))
    .map((fold) => (fold.kind === 'changed' ? (JSON.parse(JSON.stringify(fold.document)) as { _id: string }) : { _id: '' }))
    .sort((a, b) => (a._id < b._id ? -1 : 1));

function lives(log: LogBuilder, jobs: number, from = 1): LogBuilder {
  for (let number = from; number < from + jobs; number += 1) {
    const job = log.job(number, { queue: number % 2 === 0 ? 'mail' : 'default' }).submitted().queued().started();
    if (number % 3 === 0) job.retryScheduled(number % 2 === 0 ? 'lost' : 'failed').queued('retry').started();
    if (number % 5 === 0) job.failed();
    else job.completed();
  }
  return log;
}

describe('the aggregator', () => {
  let surroundings: Surroundings & { mongo: { url: string; database: string } };
  let log: LogBuilder;
  let gateway: LogServer;
  let relay: Relay;
  let store: ReadModelStore;
  let proxies: { mongo: FaultProxy; amqp: FaultProxy };
  const running: Service[] = [];

  beforeEach(async () => {
    log = new LogBuilder(randomUUID());
    gateway = await serveLog(log);
    const mongo = await freshMongo();
    const amqpUrl = await freshVhost();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    const direct = new URL(mongo.url);
    direct.search = '?directConnection=true';
    proxies = { mongo: await faultProxy(direct.href), amqp: await faultProxy(amqpUrl) };
    surroundings = { amqpUrl, mongo, gatewayUrl: gateway.url };
    relay = new Relay(amqpUrl);
    await relay.start();
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((service) => service.stop()));
    await relay.stop();
    await Promise.all([proxies.mongo.close(), proxies.amqp.close(), gateway.close(), store.close()]);
  });

  const start = async (on: Surroundings = surroundings, name?: string): Promise<Service> => {
    const service = await startAggregator(on, name);
    running.push(service);
    return service;
  };
  const ready = async (service: Service): Promise<void> => {
    await eventually(() => service.health.isReady(), { message: 'the aggregator is ready' });
  };
  const caughtUp = (to = log): Promise<void> =>
    eventually(
      async () => {
        for (const projector of READ_MODELS) {
          const model = await served(store, projector.model);
          expect({ epoch: model.epoch, position: model.position }).toEqual(to.head);
        }
      },
      { timeoutMs: 15_000, message: 'the read models have the whole log' },
    );
  const expectReadModelsToEqualTheLog = async (of = log): Promise<void> => {
    for (const projector of READ_MODELS) expect((await served(store, projector.model)).documents).toEqual(expected(projector, of.events));
  };

  it('projects what the broker delivers', async () => {
    await ready(await start());
    lives(log, 40);
    await relay.publish(log.events);
    await caughtUp();
    await expectReadModelsToEqualTheLog();
    expect(gateway.requests.filter((path) => path.startsWith('/v1/events?after=') && !path.startsWith('/v1/events?after=0'))).toEqual([]);
  });

  it('is not confused by duplicates and disorder', async () => {
    await ready(await start());
    lives(log, 20);
    const { events } = log;
    await relay.publish([...events.slice(30, 60), ...events.slice(0, 40), ...events.slice(20)]);
    await relay.publish([...events].reverse());
    await caughtUp();
    await expectReadModelsToEqualTheLog();
  });

  it('repairs holes from the feed', async () => {
    await ready(await start());
    lives(log, 20);
    await relay.publish(log.events.filter((event) => event.stream.position % 7 !== 0 || event.stream.position === log.head.position));
    await caughtUp();
    await expectReadModelsToEqualTheLog();
  });

  it('notices a loss at the tail while nothing follows', async () => {
    await ready(await start());
    lives(log, 5);
    await relay.publish(log.events.slice(0, -3));
    await caughtUp();
    await expectReadModelsToEqualTheLog();
  });

  it('builds read models that nobody has built, from a log that is long already', async () => {
    lives(log, 50);
    await start();
    await caughtUp();
    await expectReadModelsToEqualTheLog();
  });

  it('parks what claims a place that the log does not have, and goes on', async () => {
    const service = await start();
    await ready(service);
    lives(log, 3);
    const liar = new LogBuilder(log.epoch, 1_000_000);
    liar.job(99).submitted();
    const withoutPlace = { ...log.events[0], eventId: randomUUID(), stream: undefined } as unknown as LoggedEvent;
    await relay.publish([...liar.events, withoutPlace, ...log.events]);
    await caughtUp();
    await expectReadModelsToEqualTheLog();
    const reasons: unknown[] = [];
    const broker = await openBroker({
      url: surroundings.amqpUrl, name: 'spec', logger: service.logger,
      setup: async (session) => {
        const channel = await session.createChannel();
        await channel.consume(TOPOLOGY.queues.parked.name, (message) => reasons.push(message?.properties.headers?.['x-parked-reason']), { noAck: true });
      },
    });
    await eventually(() => expect(reasons).toEqual(['not_in_the_log', 'not_in_the_log']));
    await broker.close();
  });

  it('rebuilds when the log has begun a new life, and drops late messages of the old one', async () => {
    await ready(await start());
    lives(log, 10);
    await relay.publish(log.events);
    await caughtUp();
    const restored = lives(new LogBuilder(randomUUID()), 4);
    gateway.log = restored;
    await relay.publish(log.events.slice(-3));
    await caughtUp(restored);
    lives(restored, 3, 5);
    await relay.publish(restored.events.slice(-4));
    await caughtUp(restored);
    await expectReadModelsToEqualTheLog(restored);
  });

  it('rebuilds when the log is shorter than what was read from it', async () => {
    await ready(await start());
    lives(log, 10);
    await relay.publish(log.events);
    await caughtUp();
    const shorter = lives(new LogBuilder(log.epoch), 2);
    gateway.log = shorter;
    await caughtUp(shorter);
    await expectReadModelsToEqualTheLog(shorter);
  });

  it('comes to the same documents when it was killed between writing and moving the checkpoint', async () => {
    await ready(await start());
    lives(log, 10);
    await relay.publish(log.events.slice(0, 20));
    await eventually(async () => expect((await served(store, OVERVIEW)).position).toBe(20));
    await running.pop()?.stop();
    for (const projector of READ_MODELS) {
      const { collection } = await served(store, projector.model);
      await store.documents<{ _id: string }>('read_model_checkpoints').updateOne({ _id: collection }, { $set: { position: 11 } });
    }
    await start();
    await relay.publish(log.events.slice(11));
    await caughtUp();
    await expectReadModelsToEqualTheLog();
  });

  it('puts back documents that the store has lost', async () => {
    await ready(await start());
    lives(log, 6);
    const half = log.events.length - 3;
    await relay.publish(log.events.slice(0, half));
    await eventually(async () => expect((await served(store, OVERVIEW)).position).toBe(half));
    await running.pop()?.stop();
    const { collection } = await served(store, READ_MODELS[0]?.model ?? OVERVIEW);
    await store.documents<{ _id: string }>(collection).deleteMany({ _id: log.events.at(-1)?.stream.id ?? '' });
    await start();
    await relay.publish(log.events.slice(half));
    await caughtUp();
    await expectReadModelsToEqualTheLog();
  });

  it('hands over to the aggregator standing by when its connections are gone', async () => {
    const first = await start({ ...surroundings, amqpUrl: proxies.amqp.url, mongo: { ...surroundings.mongo, url: proxies.mongo.url } }, 'aggregator-1');
    await ready(first);
    const second = await start(surroundings, 'aggregator-2');
    await ready(second);
    lives(log, 10);
    await relay.publish(log.events);
    await caughtUp();
    expect([first, second].map((service) => service.health.readDetails()['servedByTheBroker'])).toEqual([true, false]);
    proxies.amqp.refuse();
    lives(log, 10, 11);
    await relay.publish(log.events.slice(-20));
    await caughtUp();
    await eventually(() => expect(second.health.readDetails()['servedByTheBroker']).toBe(true));
    await expectReadModelsToEqualTheLog();
  });

  it.each(['mongo', 'amqp', 'gateway'] as const)('lives through an outage of %s, says so, and catches up by itself', async (what) => {
    const service = await start({ ...surroundings, amqpUrl: proxies.amqp.url, mongo: { ...surroundings.mongo, url: proxies.mongo.url } });
    await ready(service);
    lives(log, 5);
    await relay.publish(log.events);
    await caughtUp();
    if (what === 'gateway') gateway.isDown = true;
    else proxies[what].refuse();
    await eventually(() => !service.health.isReady(), { message: 'it says that it is not ready' });
    const before = log.events.length;
    lives(log, 5, 6);
    await relay.publish(log.events.slice(before));
    await eventually(() => expect((service.health.read().find((check) => !check.ready) ?? { name: '' }).name).toBe({ mongo: 'mongodb', amqp: 'rabbitmq', gateway: 'gateway' }[what]));
    if (what === 'gateway') {
      await caughtUp(); // the broker alone is enough while it loses nothing
      gateway.isDown = false;
    } else proxies[what].heal();
    await caughtUp();
    await eventually(() => service.health.isReady(), { message: 'it is ready again' });
    await expectReadModelsToEqualTheLog();
  });
});
