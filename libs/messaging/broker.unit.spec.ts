import { createLogger } from '#observability';
import { Broker, type BrokerSession } from './broker';
import { FakeAmqp } from './fake-amqp.harness';

const logger = createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' });

describe('a connection that heals itself, moment by moment', () => {
  let amqp: FakeAmqp;
  let events: string[];
  beforeEach(() => {
    jest.useFakeTimers();
    amqp = new FakeAmqp();
    events = [];
  });
  afterEach(() => jest.useRealTimers());

  function broker(setup: (session: BrokerSession) => Promise<void> = () => Promise.resolve()): Broker {
    const made = new Broker({ url: 'amqp://guest:guest@127.0.0.1:1/v', name: 'spec', logger, setup, connect: amqp.connect });
    made.onUp(() => events.push('up'));
    made.onDown((reason) => events.push(`down: ${reason.message}`));
    made.start();
    made.start();
    return made;
  }
  const settle = () => jest.advanceTimersByTimeAsync(0);

  it('asks for a heartbeat of ten seconds unless the URL names another', async () => {
    await settle();
    broker();
    await settle();
    expect(amqp.last.url).toBe('amqp://guest:guest@127.0.0.1:1/v?heartbeat=10');
    expect(amqp.connections).toHaveLength(1);
  });

  it('backs off while refused, up to a second, and never gives up', async () => {
    amqp.refusals = Array.from({ length: 50 }, () => new Error('ECONNREFUSED'));
    const waiting = broker();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(50 - amqp.refusals.length).toBeGreaterThan(10);
    expect(50 - amqp.refusals.length).toBeLessThan(20);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(waiting.connected).toBe(true);
    expect(events).toEqual(['up']);
  });

  it('tells why a connection was lost, once, and counts from zero on the next', async () => {
    const made = broker();
    await settle();
    await jest.advanceTimersByTimeAsync(7_000);
    expect(made.connectedForMs()).toBe(7_000);
    amqp.last.cut(new Error('heartbeat timeout'));
    expect(events).toEqual(['up', 'down: heartbeat timeout']);
    expect(made.connectedForMs()).toBe(0);
    await jest.advanceTimersByTimeAsync(100);
    expect(events.at(-1)).toBe('up');
    expect(made.connectedForMs()).toBeLessThan(100);
  });

  it('takes an error of a dead connection for what it is: nothing new', async () => {
    broker();
    await settle();
    const first = amqp.last;
    first.cut();
    await jest.advanceTimersByTimeAsync(100);
    first.emit('error', new Error('late'));
    first.emit('close');
    expect(events.filter((event) => event !== 'up')).toHaveLength(1);
  });

  it('gives up a setup that hangs', async () => {
    let calls = 0;
    broker(() => (++calls === 1 ? new Promise(() => undefined) : Promise.resolve()));
    await jest.advanceTimersByTimeAsync(14_000);
    expect(events).toEqual([]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(events).toEqual(['up']);
    expect(amqp.connections[0]?.connection.stream.destroyed?.message).toBe('the setup of the connection took too long');
  });

  it('notices a connection that was closed before anybody could listen', async () => {
    const connect = amqp.connect;
    let first = true;
    const made = new Broker({
      url: 'amqp://127.0.0.1:1',
      name: 'spec',
      logger,
      setup: () => Promise.resolve(),
      connect: async (...args) => {
        const model = await connect(...args);
        amqp.last.connection.expectSocketClose = first;
        first = false;
        return model;
      },
    });
    made.start();
    await jest.advanceTimersByTimeAsync(200);
    expect(amqp.connections).toHaveLength(2);
    expect(made.connected).toBe(true);
  });

  it('knows when the broker refuses publishes', async () => {
    const made = broker();
    await settle();
    amqp.last.emit('blocked', 'memory');
    expect(made.blocked).toBe(true);
    amqp.last.emit('unblocked');
    expect(made.blocked).toBe(false);
  });

  it('does not wait for ever for a peer that does not answer its close', async () => {
    const made = broker();
    await settle();
    amqp.last.hangsOnClose = true;
    const closed = made.close();
    await jest.advanceTimersByTimeAsync(2_100);
    await closed;
    expect(amqp.last.connection.stream.destroyed).toBeDefined();
    await expect(made.whenUp()).rejects.toThrow('was closed');
  });

  it('closes a connection that comes up while it is being closed', async () => {
    const made = broker();
    await made.close();
    expect(events).toEqual([]);
    expect(amqp.last.closedGracefully).toBe(true);
    expect(made.connected).toBe(false);
  });

  it('writes what is written in one turn with one call', async () => {
    broker();
    await settle();
    const { stream } = amqp.last.connection;
    stream.write();
    stream.write();
    expect([stream.writes, stream.corks]).toEqual([2, 1]);
    await settle();
    expect(stream.corks).toBe(0);
  });

  it('ends the session when asked to restart, and when a channel dies', async () => {
    const made = broker(async (session) => void (await session.createChannel()));
    await settle();
    made.restart('the relay lost its place');
    await jest.advanceTimersByTimeAsync(200);
    amqp.last.channels[0]?.emit('error', new Error('406 PRECONDITION_FAILED'));
    amqp.last.channels[0]?.emit('close');
    await jest.advanceTimersByTimeAsync(500);
    expect(events).toEqual(['up', 'down: the relay lost its place', 'up', 'down: 406 PRECONDITION_FAILED', 'up']);
  });
});
