import { lastValueFrom, throwError } from 'rxjs';
import type { Envelope } from '#contracts';
import { createLogger } from '#observability';
import { eventually } from '#testing';
import { BatchConsumer, type BatchConsumerOptions } from './batch-consumer';
import { Broker } from './broker';
import { ACK, Unavailable, type BatchHandler, type Delivery } from './delivery';
import { FakeAmqp, type FakeChannel } from './fake-amqp.harness';
import type { Parking } from './parking';

const logger = createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' });

/** Bodies are `{"type": …}`; `"bad"` is none. */
function parse(body: Buffer): ReturnType<NonNullable<BatchConsumerOptions['parse']>> {
  const value = JSON.parse(body.toString()) as { type?: string };
  return value.type === undefined ? { ok: false, reason: 'not_an_envelope', detail: 'no type' } : { ok: true, envelope: { eventType: value.type } as Envelope };
}

const names = (deliveries: readonly Delivery[]): string[] => deliveries.map(({ body }) => (JSON.parse(body.toString()) as { name: string }).name);

describe('BatchConsumer, moment by moment', () => {
  async function consumer(handlers: Record<string, BatchHandler>, options: Partial<BatchConsumerOptions> = {}) {
    const amqp = new FakeAmqp();
    const parked: string[] = [];
    const parking = {
      park: (_: unknown, from: string, reason: string, detail: string) => {
        parked.push(`${from} ${reason}: ${detail}`);
        return Promise.resolve(true);
      },
    } as unknown as Parking;
    const made = new BatchConsumer({
      name: 'q',
      declare: () => Promise.resolve('q'),
      prefetch: 10,
      maxMessages: 100,
      handlerOf: (eventType) => handlers[eventType],
      parking,
      logger,
      parse,
      ...options,
    });
    const broker = new Broker({ url: 'amqp://127.0.0.1:1', name: 'spec', logger, connect: amqp.connect, setup: (session) => made.consumeOn(session) });
    broker.start();
    await broker.whenUp();
    const channel = (): FakeChannel => amqp.last.channels[0] as FakeChannel;
    const deliver = (...bodies: [name: string, type?: string][]) => bodies.forEach(([name, type]) => channel().deliver('q', { name, type }));
    const settled = () => channel().calls.filter((call) => /^n?ack/.test(call));
    return { amqp, broker, made, channel, deliver, settled, parked };
  }
  const turns = async (count = 5): Promise<void> => {
    for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
  };

  it('hands over what arrived in one turn as one batch, and acks it with one frame', async () => {
    const batches: string[][] = [];
    const { deliver, settled } = await consumer({ t: (deliveries) => Promise.resolve(void batches.push(names(deliveries))) });
    deliver(['a', 't'], ['b', 't'], ['c', 't']);
    await turns();
    expect(batches).toEqual([['a', 'b', 'c']]);
    expect(settled()).toEqual(['ack 3 and below']);
  });

  it('cuts batches at their largest size', async () => {
    const batches: string[][] = [];
    const { deliver } = await consumer({ t: (deliveries) => Promise.resolve(void batches.push(names(deliveries))) }, { maxMessages: 2 });
    deliver(['a', 't'], ['b', 't'], ['c', 't']);
    await turns();
    expect(batches).toEqual([['a', 'b'], ['c']]);
  });

  it('calls the handlers of different types one after the other, in the order of the messages', async () => {
    const calls: string[] = [];
    const log = (who: string): BatchHandler => (deliveries) => Promise.resolve(void calls.push(`${who} ${names(deliveries).join()}`));
    const { deliver } = await consumer({ t: log('t'), u: log('u') });
    deliver(['a', 't'], ['b', 't'], ['c', 'u'], ['d', 't']);
    await turns();
    expect(calls).toEqual(['t a,b', 'u c', 't d']);
  });

  it('parks what is no envelope and what nobody handles, beside the batch', async () => {
    const { deliver, parked, settled } = await consumer({ t: () => Promise.resolve() });
    deliver(['a', 't'], ['bad'], ['c', 'unheard.of']);
    await turns();
    expect(parked).toEqual(['q not_an_envelope: no type', 'q unknown_event_type: nothing here handles unheard.of']);
    expect(settled()).toEqual(['ack 2', 'ack 3', 'ack 1 and below']);
  });

  it('takes each verdict by itself', async () => {
    const tries: number[] = [];
    const { deliver, settled, parked } = await consumer({
      t: (deliveries) =>
        Promise.resolve(
          deliveries.map(({ body, tries: tried }) => {
            const { name } = JSON.parse(body.toString()) as { name: string };
            if (name === 'again') tries.push(tried);
            if (name === 'again' && tried < 2) return { kind: 'retry', afterMs: 1 };
            return name === 'park' ? { kind: 'park', reason: 'unwanted' } : ACK;
          }),
        ),
    });
    deliver(['again', 't'], ['park', 't'], ['b', 't']);
    await eventually(() => expect(settled()).toEqual(['ack 3', 'ack 2', 'ack 1 and below']));
    expect(tries).toEqual([0, 1, 2]);
    expect(parked).toEqual(['q unwanted: ']);
  });

  it('holds a batch while something is unavailable, whether thrown by us or worn down to a plain object by Nest', async () => {
    let tried = 0;
    const { deliver, settled } = await consumer({
      t: () => {
        tried++;
        const unavailable = new Unavailable('the database', { afterMs: 1 });
        if (tried === 1) return Promise.reject(unavailable);
        return tried === 2 ? lastValueFrom(throwError(() => unavailable.getError())) : Promise.resolve();
      },
    });
    deliver(['a', 't'], ['b', 't']);
    await eventually(() => expect(settled()).toEqual(['ack 2 and below']));
    expect(tried).toBe(3);
  });

  it('finds the one that fails, tries it a few times alone, then parks it', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    const calls: string[] = [];
    const { deliver, settled, parked } = await consumer({
      t: (deliveries) => {
        calls.push(names(deliveries).join());
        return names(deliveries).includes('poison') ? Promise.reject(new Error('boom')) : Promise.resolve();
      },
    });
    deliver(['a', 't'], ['poison', 't'], ['b', 't']);
    for (let i = 0; i < 20; i++) {
      await turns();
      jest.advanceTimersByTime(1_000);
    }
    jest.useRealTimers();
    expect(calls).toEqual(['a,poison,b', 'a', 'poison', 'b', 'poison', 'poison', 'poison', 'poison']);
    expect(parked).toEqual(['q handler_failed: boom']);
    expect(settled()).toEqual(['ack 1 and below', 'ack 3', 'ack 2 and below']);
  });

  it('takes a wrong number of verdicts for a failure', async () => {
    const { deliver, settled } = await consumer({ t: (deliveries) => Promise.resolve(deliveries.length > 1 ? [ACK] : undefined) });
    deliver(['a', 't'], ['b', 't']);
    await turns();
    expect(settled()).toEqual(['ack 1 and below', 'ack 2 and below']);
  });

  it('acks nothing of a dead connection, and waits with the next until the handler is done', async () => {
    let release = (): void => undefined;
    const calls: string[] = [];
    const { amqp, broker, deliver, settled } = await consumer({
      t: (deliveries) => {
        calls.push(names(deliveries).join());
        return calls.length === 1 ? new Promise((resolve) => (release = () => resolve())) : Promise.resolve();
      },
    });
    deliver(['a', 't']);
    await turns();
    amqp.last.cut();
    await broker.whenUp();
    deliver(['a', 't']);
    await turns();
    expect(calls).toEqual(['a']);
    release();
    await turns();
    expect(calls).toEqual(['a', 'a']);
    expect((amqp.connections[0]?.channels[0] as FakeChannel).calls.filter((call) => call.startsWith('ack'))).toEqual([]);
    expect(settled()).toEqual(['ack 1 and below']);
  });

  it('opens a new connection when the broker cancels its consumer', async () => {
    const { amqp, broker, channel } = await consumer({});
    channel().cancelByBroker();
    await broker.whenUp();
    expect(amqp.connections).toHaveLength(2);
  });

  it('stops after the batch under way; the rest goes back with the channel', async () => {
    let release = (): void => undefined;
    const { made, channel, deliver, settled } = await consumer({ t: () => new Promise((resolve) => (release = () => resolve())) }, { maxMessages: 1 });
    deliver(['a', 't'], ['b', 't']);
    await turns();
    const stopped = made.stop();
    await turns();
    release();
    await stopped;
    expect(channel().calls).toContain('cancel q');
    expect(settled()).toEqual(['ack 1 and below']);
  });

  it('does not wait out a hold when it is stopped', async () => {
    const { made, deliver, settled } = await consumer({ t: () => Promise.reject(new Unavailable('the database', { afterMs: 60_000 })) });
    deliver(['a', 't']);
    await turns();
    await made.stop();
    expect(settled()).toEqual([]);
  });
});
