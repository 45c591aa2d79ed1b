import { createLogger } from '#observability';
import { ConfirmPublisher, type ConfirmPublisherOptions } from './confirm-publisher';
import type { PublishFailed } from './publishing';
import { FakeAmqp, type FakeChannel } from './fake-amqp.harness';

const logger = createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' });

describe('ConfirmPublisher, moment by moment', () => {
  async function publisher(options: Partial<ConfirmPublisherOptions> = {}) {
    const amqp = new FakeAmqp();
    const made = new ConfirmPublisher({ url: 'amqp://127.0.0.1:1', name: 'spec', logger, connect: amqp.connect, ...options });
    await made.start();
    await made.whenUp();
    const outcomes: string[] = [];
    const send = (name: string, exchange = 'x', eventId = name) =>
      made.publishWith(exchange, 'k', Buffer.from(name), { eventType: 't', eventId }, (error, outcome) => outcomes.push(`${name} ${error ? error.code : outcome}`));
    const channel = (): FakeChannel => amqp.last.channels.at(-1) as FakeChannel;
    const sent = () => channel().published.map(({ content }) => content.toString());
    return { amqp, made, send, outcomes, channel, sent };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('keeps to its window and fills it again with each confirm, also with one for many', async () => {
    const { made, send, outcomes, channel, sent } = await publisher({ maxInFlight: 3 });
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) send(name);
    expect(sent()).toEqual(['a', 'b', 'c']);
    expect(made.outstanding).toBe(6);
    channel().confirm(2);
    expect(sent()).toEqual(['a', 'b', 'c', 'd']);
    channel().confirm(4, true);
    expect(sent()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    channel().confirm(6, true);
    expect(outcomes).toEqual(['b confirmed', 'a confirmed', 'c confirmed', 'd confirmed', 'e confirmed', 'f confirmed']);
    expect(made.outstanding).toBe(0);
    channel().confirm(6);
    expect(outcomes).toHaveLength(6);
  });

  it('bounds the window in bytes as well', async () => {
    const { send, channel, sent } = await publisher();
    const large = 'x'.repeat(9 * 1024 * 1024);
    for (const n of [1, 2, 3]) send(`${n}${large}`);
    expect(sent()).toHaveLength(2);
    channel().confirm(1);
    expect(sent()).toHaveLength(3);
  });

  it('waits for the socket to drain', async () => {
    const { made, send, channel, sent } = await publisher();
    channel().flowing = false;
    send('a');
    send('b');
    const writable = made.whenWritable();
    expect(sent()).toEqual(['a']);
    channel().flowing = true;
    channel().emit('drain');
    await writable;
    expect(sent()).toEqual(['a', 'b']);
    await made.whenWritable();
  });

  it('matches a returned message by id, exchange and key, oldest first', async () => {
    const { send, outcomes, channel } = await publisher();
    send('a', 'x', 'same');
    send('b', 'y', 'same');
    send('c', 'x', 'same');
    const returned = { fields: { exchange: 'x', routingKey: 'k' }, properties: { messageId: 'same' } };
    channel().emit('return', returned);
    channel().confirm(3, true);
    expect(outcomes).toEqual(['a returned', 'b confirmed', 'c confirmed']);
    channel().emit('return', returned);
  });

  it('tells a nack', async () => {
    const { send, outcomes, channel } = await publisher();
    send('a');
    channel().emit('nack', { deliveryTag: 1, multiple: false });
    expect(outcomes).toEqual(['a nacked']);
  });

  it('fails everything with its connection, starts from tag 1 on the next, and never mixes the two', async () => {
    const { amqp, made, send, outcomes, channel, sent } = await publisher({ maxInFlight: 1 });
    const first = channel();
    send('a');
    send('b');
    const writable = made.whenWritable();
    amqp.last.cut();
    await writable;
    expect(outcomes).toEqual(['a connection_lost', 'b connection_lost']);
    send('c');
    await turn();
    expect(outcomes.at(-1)).toBe('c not_connected');
    await made.whenUp();
    send('d');
    first.confirm(1);
    expect(outcomes).toHaveLength(3);
    expect(sent()).toEqual(['d']);
    channel().confirm(1);
    expect(outcomes.at(-1)).toBe('d confirmed');
  });

  it('never calls back before the call returns', async () => {
    const amqp = new FakeAmqp();
    const made = new ConfirmPublisher({ url: 'amqp://127.0.0.1:1', name: 'spec', logger, connect: amqp.connect });
    let called = false;
    made.publishWith('x', 'k', Buffer.from('a'), { eventType: 't', eventId: 'a' }, () => (called = true));
    expect(called).toBe(false);
    await turn();
    expect(called).toBe(true);
  });

  it('tells a message that cannot be written from a channel that closes right now', async () => {
    const { send, outcomes, channel } = await publisher();
    channel().refusal = new RangeError('headers too large');
    send('a');
    channel().refusal = new Error('Channel closing');
    send('b');
    await turn();
    expect(outcomes).toEqual(['a unencodable', 'b connection_lost']);
  });

  it('runs its setup on each new connection, before the first publish', async () => {
    const setups: string[] = [];
    const { amqp, made } = await publisher({ setup: (session) => Promise.resolve(void setups.push(session.serverVersion)) });
    made.restart('by hand');
    await made.whenUp();
    expect(setups).toEqual(['3.10.8', '3.10.8']);
    expect(amqp.connections).toHaveLength(2);
  });

  it('says how its messages look', async () => {
    const { made, channel } = await publisher({ appId: 'gateway' });
    void made.publish('x', 'k', Buffer.from('a'), { eventType: 't', eventId: 'id', correlationId: 'c', headers: { h: 1 }, transient: true });
    expect(channel().published[0]?.options).toMatchObject({ persistent: false, mandatory: true, messageId: 'id', type: 't', correlationId: 'c', appId: 'gateway', headers: { h: 1 }, contentType: 'application/json' });
  });

  it('rejects with all that is known', async () => {
    const { amqp, made } = await publisher();
    const lost = made.publish('x', 'k', Buffer.from('a'), { eventType: 't', eventId: 'a' }).catch((error: PublishFailed) => error);
    amqp.last.cut(new Error('gone'));
    const error = (await lost) as PublishFailed;
    expect(error).toMatchObject({ name: 'PublishFailed', code: 'connection_lost', exchange: 'x', routingKey: 'k' });
    expect(error.cause).toMatchObject({ message: 'gone' });
  });

  it('stops when its confirms are in, or when the time is over', async () => {
    const { made, send, outcomes, channel } = await publisher();
    send('a');
    setImmediate(() => channel().confirm(1));
    await made.stop(5_000);
    expect(outcomes).toEqual(['a confirmed']);
    const second = await publisher();
    second.send('b');
    await second.made.stop(20);
    expect(second.outcomes).toEqual(['b connection_lost']);
  });
});
