import { of, throwError } from 'rxjs';
import { createLogger } from '#observability';
import { eventually } from '#testing';
import type { ConfirmPublisher } from './confirm-publisher';
import type { Delivery } from './delivery';
import { envelopeFactory } from './envelope-factory';
import { EnvelopeServer, type BatchContext, type EnvelopeServerOptions } from './envelope-server';
import { FakeAmqp, type FakeChannel } from './fake-amqp.harness';

const logger = createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' });
const make = envelopeFactory({ service: 'spec', instanceId: 'spec', version: '0.0.0' });
const tick = (number: number) => make('engine.ticked', { number }, { correlationId: 'c' }).envelope;
const turns = async (): Promise<void> => {
  for (let i = 0; i < 8; i++) await new Promise((resolve) => setImmediate(resolve));
};

function serverOf(options: Partial<EnvelopeServerOptions> = {}) {
  const amqp = new FakeAmqp();
  const server = new EnvelopeServer({
    url: 'amqp://127.0.0.1:1',
    name: 'spec',
    logger,
    connect: amqp.connect,
    parkVia: {} as ConfirmPublisher,
    queues: [{ queue: 'gateway.reports.v1', prefetch: 10, maxMessages: 10 }],
    ...options,
  });
  const listen = () => new Promise<unknown>((resolve) => server.listen(resolve));
  const consuming = (): FakeChannel => amqp.last.channels[0] as FakeChannel;
  return { amqp, server, listen, consuming };
}

describe('EnvelopeServer, moment by moment', () => {
  it('serves before the broker is there', async () => {
    const { amqp, server, listen } = serverOf();
    amqp.refusals = [new Error('ECONNREFUSED')];
    expect(await listen()).toBeUndefined();
    expect(server.connected).toBe(false);
    expect(server.connectedForMs()).toBe(0);
    await server.whenUp();
    expect(server.connected).toBe(true);
    await server.close();
  });

  it('declares the topology, then its queues, then what runs alongside, on each connection', async () => {
    const order: string[] = [];
    const { amqp, server, listen } = serverOf({
      queues: [{ control: { id: 'w-1', keys: ['w-1', 'all'] }, prefetch: 5, maxMessages: 5 }],
      topology: () => Promise.resolve(void order.push('topology')),
      alongside: () => Promise.resolve(void order.push(`alongside ${amqp.last.channels.length}`)),
    });
    const seen: string[] = [];
    server.onUp(() => seen.push('up'));
    server.onDown(() => seen.push('down'));
    await listen();
    await server.whenUp();
    server.restart('spec');
    await server.whenUp();
    expect(order).toEqual(['topology', 'alongside 2', 'topology', 'alongside 2']);
    expect(seen).toEqual(['up', 'down', 'up']);
    const names = amqp.connections.map((connection) => (connection.channels[1] as FakeChannel).calls.find((call) => call.startsWith('queue control.w-1.')));
    expect(new Set(names).size).toBe(2);
    expect((amqp.last.channels[1] as FakeChannel).calls.filter((call) => call.startsWith('bind')).map((call) => call.split(' ').slice(2).join(' '))).toEqual(['observatory.control w-1', 'observatory.control all']);
  });

  it('gives a handler the batch and its context, and takes promises and observables alike', async () => {
    const { server, listen, consuming } = serverOf();
    const numbers: unknown[] = [];
    let context: BatchContext | undefined;
    server.addHandler('engine.*', (deliveries: readonly Delivery[], given: BatchContext) => {
      context = given;
      numbers.push(deliveries.map(({ envelope }) => envelope.payload));
      return Promise.resolve(of(undefined));
    }, true);
    const ended: unknown[] = [];
    server.setOnProcessingEndHook((_, given) => ended.push(given));
    await listen();
    await server.whenUp();
    consuming().deliver('gateway.reports.v1', tick(1));
    consuming().deliver('gateway.reports.v1', tick(2));
    await turns();
    expect(numbers).toEqual([[{ number: 1 }, { number: 2 }]]);
    expect(context?.getPattern()).toBe('engine.*');
    expect(ended).toEqual([context]);
    expect(consuming().calls.at(-1)).toBe('ack 2 and below');
  });

  it('hears of a failure however Nest hands it on', async () => {
    const { server, listen, consuming } = serverOf();
    let calls = 0;
    server.addHandler('engine.ticked', () => {
      calls++;
      return Promise.resolve(calls === 1 ? throwError(() => ({ status: 'error', message: 'Internal server error' })) : undefined);
    }, true);
    await listen();
    await server.whenUp();
    consuming().deliver('gateway.reports.v1', tick(1));
    await eventually(() => expect(consuming().calls.at(-1)).toBe('ack 1 and below'));
    expect(calls).toBe(2);
  });

  it('refuses to boot where it is not clear who handles what', async () => {
    const twice = serverOf();
    twice.server.addHandler('engine.ticked', () => Promise.resolve(), true);
    twice.server.addHandler('#', () => Promise.resolve(), true);
    expect(await twice.listen()).toMatchObject({ message: expect.stringContaining('two handlers match the event type "engine.ticked"') as string });
    const same = serverOf();
    same.server.addHandler('engine.ticked', () => Promise.resolve(), true);
    same.server.addHandler('engine.ticked', () => Promise.resolve(), true);
    expect(await same.listen()).toMatchObject({ message: 'two handlers are registered for "engine.ticked"' });
    const never = serverOf();
    never.server.addHandler('engin.#', () => Promise.resolve(), true);
    expect(await never.listen()).toMatchObject({ message: 'the pattern "engin.#" matches no event type' });
  });

  it('has no events of Nest’s own kind, and hands out its broker', () => {
    const { server } = serverOf();
    expect(() => server.on()).toThrow('use onUp and onDown');
    expect(server.unwrap()).toHaveProperty('connected', false);
  });
});
