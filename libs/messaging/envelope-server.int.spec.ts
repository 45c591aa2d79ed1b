import { Controller } from '@nestjs/common';
import { EventPattern, type MicroserviceOptions } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import type { INestMicroservice, Type } from '@nestjs/common';
import { connect, type Channel, type ChannelModel } from 'amqplib';
import { createLogger, NestLogger } from '#observability';
import { eventually, faultProxy, freshVhost, serversFromEnv, type FaultProxy } from '#testing';
import { ConfirmPublisher } from './confirm-publisher';
import { ACK, Unavailable, type Delivery, type Verdict } from './delivery';
import { envelopeFactory } from './envelope-factory';
import { EnvelopeServer, type ConsumedQueue } from './envelope-server';
import { assertTopology } from './topology';
import { uuidV7 } from './uuid-v7';

const logger = createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' });
const makeEnvelope = envelopeFactory({ service: 'spec', instanceId: 'spec-1', version: '0.0.0' });
const REPORTS: ConsumedQueue = { queue: 'gateway.reports.v1', prefetch: 500, maxMessages: 100 };

type Handle = (deliveries: readonly Delivery[]) => Promise<readonly Verdict[] | void>;
const signal = (): [Promise<void>, () => void] => {
  let resolve = (): void => undefined;
  return [new Promise<void>((done) => (resolve = done)), () => resolve()];
};
const ticks = (deliveries: readonly Delivery[]): number[] => deliveries.map(({ envelope }) => (envelope.eventType === 'engine.ticked' ? envelope.payload.number : -1));

describe('EnvelopeServer', () => {
  let url: string;
  let proxy: FaultProxy;
  let model: ChannelModel;
  let channel: Channel;
  let publisher: ConfirmPublisher;
  let handle: Handle = () => Promise.resolve();
  const running: INestMicroservice[] = [];

  @Controller()
  class Reports {
    @EventPattern('#')
    take(deliveries: readonly Delivery[]) {
      return handle(deliveries);
    }
  }

  beforeAll(async () => {
    url = await freshVhost();
    proxy = await faultProxy(url);
    model = await connect(url);
    channel = await model.createChannel();
    await assertTopology(channel);
    publisher = new ConfirmPublisher({ url, name: 'spec publish', logger });
    await publisher.start();
    await publisher.whenUp();
  });
  afterEach(async () => {
    proxy.heal();
    for (const app of running.splice(0)) await app.close();
    await channel.purgeQueue('gateway.reports.v1');
    await channel.purgeQueue('observatory.parked.v1');
  });
  afterAll(async () => {
    await publisher.stop();
    await model.close();
    await proxy.close();
  });

  async function serve(controllers: Type[] = [Reports], queues: readonly ConsumedQueue[] = [REPORTS]): Promise<EnvelopeServer> {
    const server = new EnvelopeServer({ url: proxy.url, name: 'spec consume', logger, parkVia: publisher, queues });
    const module = await Test.createTestingModule({ controllers }).compile();
    const app = module.createNestMicroservice<MicroserviceOptions>({ strategy: server, logger: new NestLogger(logger) });
    running.push(app);
    await app.listen();
    await server.whenUp();
    return server;
  }

  async function tick(number: number): Promise<void> {
    const { envelope, body } = makeEnvelope('engine.ticked', { number }, { correlationId: 'spec' });
    await publisher.publish('observatory.reports', 'engine.ticked', body, { eventType: envelope.eventType, eventId: envelope.eventId });
  }
  const tickAll = (numbers: readonly number[]) => Promise.all(numbers.map(tick));
  const waiting = async (queue: string): Promise<number> => (await channel.checkQueue(queue)).messageCount;
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

  it('calls a handler once for everything that arrived meanwhile, in order', async () => {
    const batches: number[][] = [];
    const [released, release] = signal();
    handle = async (deliveries) => {
      batches.push(ticks(deliveries));
      await released;
    };
    await serve();
    await tick(1);
    await eventually(() => expect(batches).toEqual([[1]]));
    await tickAll(range(2, 150));
    release();
    await eventually(() => expect(batches.flat()).toEqual(range(1, 150)));
    expect(batches.length).toBeLessThan(10);
    await eventually(async () => expect(await waiting('gateway.reports.v1')).toBe(0));
  });

  it('acks nothing that a handler has not answered for: all of it comes again after a cut', async () => {
    const first: number[] = [];
    const second: number[] = [];
    let cut = false;
    const server = await serve();
    const goOn = new Promise<void>((resolve) => server.onDown(() => resolve()));
    handle = async (deliveries) => {
      (cut ? second : first).push(...ticks(deliveries));
      if (!cut) await goOn;
      cut = true;
    };
    await tickAll(range(1, 20));
    await eventually(() => expect(first.length).toBeGreaterThan(0));
    proxy.cut();
    await eventually(() => expect(new Set(second)).toEqual(new Set(range(1, 20))));
  });

  it('loses nothing over forced disconnects, acks in any order, and throws nothing', async () => {
    const seen = new Map<number, number>();
    const uncaught: unknown[] = [];
    const listener = (error: unknown) => uncaught.push(error);
    process.on('uncaughtException', listener).on('unhandledRejection', listener);
    handle = async (deliveries) => {
      for (const number of ticks(deliveries)) seen.set(number, (seen.get(number) ?? 0) + 1);
      await new Promise((resolve) => setImmediate(resolve));
      return deliveries.map((delivery, i) => (delivery.tries === 0 && i % 7 === 3 ? { kind: 'retry', afterMs: 5 } : ACK));
    };
    const server = await serve();
    const total = 8_000;
    const publishing = tickAll(range(1, total));
    for (const threshold of [1_500, 3_000, 5_500]) {
      await eventually(() => seen.size > threshold, { timeoutMs: 20_000, message: `${threshold} messages are handled` });
      proxy.cut();
      await eventually(() => server.connected);
    }
    await publishing;
    await eventually(() => expect(seen.size).toBe(total), { timeoutMs: 20_000 });
    await eventually(async () => expect(await waiting('gateway.reports.v1')).toBe(0));
    process.off('uncaughtException', listener).off('unhandledRejection', listener);
    expect(uncaught).toEqual([]);
  }, 60_000);

  it('parks what cannot be handled, with the reason, and goes on with what is behind it', async () => {
    const handled: number[] = [];
    handle = (deliveries) => {
      const numbers = ticks(deliveries);
      if (numbers.includes(13)) return Promise.reject(new Error('thirteen'));
      handled.push(...numbers);
      return Promise.resolve(numbers.map((number) => (number === 7 ? { kind: 'park', reason: 'unwanted', detail: 'seven' } : ACK)));
    };
    await serve();
    const { envelope } = makeEnvelope('engine.ticked', { number: 1 }, { correlationId: 'spec' });
    const bad = {
      not_json: '{"contractVersion":',
      not_an_envelope: JSON.stringify({ ...envelope, correlationId: undefined }),
      unknown_event_type: JSON.stringify({ ...envelope, eventType: 'engine.exploded' }),
      unknown_major_version: JSON.stringify({ ...envelope, contractVersion: '99.0.0' }),
      invalid_payload: JSON.stringify({ ...envelope, payload: { number: 'one' } }),
    };
    for (const body of Object.values(bad)) await publisher.publish('observatory.reports', 'engine.ticked', Buffer.from(body), { eventType: 'x', eventId: uuidV7() });
    await tickAll(range(1, 20));

    await eventually(() => expect([...handled].sort((a, b) => a - b)).toEqual(range(1, 20).filter((number) => number !== 13)));
    await eventually(async () => expect(await waiting('observatory.parked.v1')).toBe(7), { timeoutMs: 15_000 });
    await eventually(async () => expect(await waiting('gateway.reports.v1')).toBe(0));
    const parked: Record<string, string> = {};
    for (let got = await channel.get('observatory.parked.v1', { noAck: true }); got; got = await channel.get('observatory.parked.v1', { noAck: true })) {
      const headers = got.properties.headers ?? {};
      expect(headers).toMatchObject({ 'x-parked-from': 'gateway.reports.v1', 'x-parked-exchange': 'observatory.reports', 'x-parked-routing-key': 'engine.ticked' });
      expect(headers['x-parked-detail']).not.toBe('');
      parked[headers['x-parked-reason'] as string] = got.content.toString();
    }
    expect(Object.keys(parked).sort()).toEqual([...Object.keys(bad), 'handler_failed', 'unwanted'].sort());
    expect(parked).toMatchObject(bad);
  }, 30_000);

  it('finds the one that fails in a batch: the others are acked, it alone comes again', async () => {
    const calls: number[][] = [];
    let healed = false;
    handle = (deliveries) => {
      calls.push(ticks(deliveries));
      if (ticks(deliveries).includes(5) && !healed) {
        healed = calls.length > 1 && deliveries.length === 1;
        return Promise.reject(new Error('five'));
      }
      return Promise.resolve();
    };
    await tickAll(range(1, 9));
    await serve();
    await eventually(async () => expect(await waiting('gateway.reports.v1')).toBe(0));
    await eventually(() => expect(calls.at(-1)).toEqual([5]));
    expect(await waiting('observatory.parked.v1')).toBe(0);
  });

  it('holds a batch for as long as something is unavailable, then handles it in order', async () => {
    let down = true;
    let tried = 0;
    const handled: number[] = [];
    handle = (deliveries) => {
      tried++;
      if (down) return Promise.reject(new Unavailable('the database', { afterMs: 10 }));
      handled.push(...ticks(deliveries));
      return Promise.resolve();
    };
    await serve();
    await tickAll(range(1, 30));
    await eventually(() => expect(tried).toBeGreaterThan(10));
    expect(handled).toEqual([]);
    down = false;
    await eventually(() => expect(handled).toEqual(range(1, 30)));
    expect(await waiting('observatory.parked.v1')).toBe(0);
  });

  it('hands back at shutdown what it has not handled', async () => {
    const handled: number[] = [];
    const [started, start] = signal();
    const [released, release] = signal();
    handle = async (deliveries) => {
      start();
      await released;
      handled.push(...ticks(deliveries));
    };
    await serve();
    await tick(1);
    await started;
    await tickAll(range(2, 10));
    const closing = (running.pop() as INestMicroservice).close();
    release();
    await closing;
    expect(handled).toEqual([1]);
    await eventually(async () => expect(await waiting('gateway.reports.v1')).toBe(9));
    expect(await waiting('observatory.parked.v1')).toBe(0);
  });

  it('declares its control queue afresh after a cut, under the same keys', async () => {
    const got: number[] = [];
    handle = (deliveries) => Promise.resolve(void got.push(...ticks(deliveries)));
    const server = await serve([Reports], [{ control: { id: 'w-1', keys: ['w-1', 'workers'] }, prefetch: 100, maxMessages: 50 }]);
    const call = (key: string, number: number) => {
      const { envelope, body } = makeEnvelope('engine.ticked', { number }, { correlationId: 'spec' });
      return publisher.publish('observatory.control', key, body, { eventType: envelope.eventType, eventId: envelope.eventId });
    };
    expect(await call('w-1', 1)).toBe('confirmed');
    expect(await call('w-2', 2)).toBe('returned');
    proxy.cut();
    // Until the broker notices the cut, a call may still go to the old queue and be lost with it: whoever calls repeats.
    await eventually(async () => {
      expect(await call('workers', 3)).toBe('confirmed');
      expect(got).toContain(3);
    });
    expect(server.connectedForMs()).toBeGreaterThan(0);
  });

  it('never shares a connection between publishing and consuming', async () => {
    await serve();
    const vhost = new URL(url).pathname.slice(1);
    const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` };
    const connections = await eventually(
      async () => {
        const channels = (await (await fetch(`${serversFromEnv().rabbitmqManagement}/api/vhosts/${vhost}/channels`, { headers })).json()) as { confirm: boolean; consumer_count: number; connection_details: { name: string } }[];
        const publishing = new Set(channels.filter((one) => one.confirm).map((one) => one.connection_details.name));
        const consuming = new Set(channels.filter((one) => one.consumer_count > 0).map((one) => one.connection_details.name));
        if (publishing.size === 0 || consuming.size === 0) throw new Error('not listed yet');
        return { publishing, consuming };
      },
      { timeoutMs: 20_000 },
    );
    expect([...connections.publishing].filter((name) => connections.consuming.has(name))).toEqual([]);
  }, 30_000);

  it('refuses to boot with two handlers for one event type, or with a pattern that matches none', async () => {
    @Controller()
    class Twice {
      @EventPattern('engine.*')
      one(_: unknown) {}
      @EventPattern('engine.ticked')
      two(_: unknown) {}
    }
    @Controller()
    class Never {
      @EventPattern('engin.*')
      one(_: unknown) {}
    }
    await expect(serve([Twice])).rejects.toThrow('two handlers match the event type "engine.ticked"');
    await expect(serve([Never])).rejects.toThrow('matches no event type');
    running.splice(0);
  });
});
