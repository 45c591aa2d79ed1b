import { TOPOLOGY } from '#contracts';
import { CommandExecutor, EventReader, migrate, RelayLease, StoreClock, StorePool, type LeaseAnswer } from '#event-log';
import { assertTopology, Broker, ConfirmPublisher } from '#messaging';
import { createLogger } from '#observability';
import { eventually, faultProxy, freshDatabase, freshVhost, type FaultProxy } from '#testing';
import { Relay } from './relay';

jest.setTimeout(60_000);

const logger = createLogger({ service: 'gateway', instanceId: 'spec', level: 'silent' });

/** A lease that a spec can freeze: the process that holds it is stopped, and knows nothing of it. */
class Freezable extends RelayLease {
  frozen = false;
  private thaw: (() => void)[] = [];

  override async acquire(): Promise<LeaseAnswer> {
    await this.wait();
    return super.acquire();
  }

  override async moveCursor(epoch: number, cursor: number): Promise<boolean> {
    await this.wait();
    return super.moveCursor(epoch, cursor);
  }

  wake(): void {
    this.frozen = false;
    for (const go of this.thaw.splice(0)) go();
  }

  private wait(): Promise<void> {
    return this.frozen ? new Promise((resolve) => this.thaw.push(resolve)) : Promise.resolve();
  }
}

interface Gateway {
  readonly relay: Relay;
  readonly lease: Freezable;
  readonly executor: CommandExecutor;
  readonly publisher: ConfirmPublisher;
  readonly led: string[];
}

let databaseUrl: string;
let amqpUrl: string;
let pool: StorePool;
let consumer: Broker;
let arrived: number[];
let dispatched: string[];
const cleanups: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  [databaseUrl, amqpUrl] = await Promise.all([freshDatabase(), freshVhost()]);
  await migrate(databaseUrl);
  pool = new StorePool({ url: databaseUrl, applicationName: 'spec', max: 6, logger });
  arrived = [];
  dispatched = [];
  consumer = new Broker({
    url: amqpUrl,
    name: 'spec consume',
    logger,
    setup: async (session) => {
      const channel = await session.createChannel();
      await assertTopology(channel);
      await channel.assertQueue('spec.jobs', { exclusive: true });
      await channel.bindQueue('spec.jobs', TOPOLOGY.exchanges.dispatch.name, 'default.normal');
      await channel.consume('spec.jobs', (message) => message && dispatched.push((JSON.parse(message.content.toString()) as { payload: { jobId: string } }).payload.jobId), { noAck: true });
      await channel.consume(TOPOLOGY.queues.events.name, (message) => message && arrived.push((JSON.parse(message.content.toString()) as { stream: { position: number } }).stream.position), { noAck: true });
    },
  });
  consumer.start();
  await consumer.whenUp();
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
  await consumer.close();
  await pool.end();
});

async function gateway(name: string, options: { url?: string; tellsRelay?: boolean } = {}): Promise<Gateway> {
  const clock = new StoreClock();
  const led: string[] = [];
  const publisher = new ConfirmPublisher({ url: options.url ?? amqpUrl, name: `spec ${name}`, logger, maxInFlight: 2_000 });
  const lease = new Freezable(pool, clock, name);
  const relay = new Relay({
    lease,
    reader: new EventReader(pool),
    publisher,
    logger,
    submitsUnanswered: () => 0,
    redeclare: () => Promise.resolve(),
    onLead: () => led.push('lead'),
    onFollow: () => led.push('follow'),
  });
  const executor = new CommandExecutor({
    pool,
    clock,
    producer: { service: 'gateway', instanceId: name, version: '0.0.0' },
    logger,
    onCommitted: (events) => options.tellsRelay !== false && relay.committed(events),
  });
  await publisher.start();
  await publisher.whenUp();
  relay.start();
  cleanups.push(async () => {
    lease.wake();
    await relay.stop();
    await publisher.stop(100);
  });
  return { relay, lease, executor, publisher, led };
}

let made = 0;
async function submit(executor: CommandExecutor, jobs: number): Promise<void> {
  await Promise.all(
    Array.from({ length: jobs }, () => {
      made += 1;
      const jobId = `01a1fddf-0000-7000-8000-${String(made).padStart(12, '0')}`;
      return executor.submit({ jobId, tenantId: 'default', correlationId: 'c', type: 'simulate.work', queue: 'default', priority: 'normal', payload: {} }, 10);
    }),
  );
}

const cursor = async (): Promise<number> => (await pool.query<{ cursor: number }>({ name: 'cursor', text: 'SELECT cursor FROM relay_lease' })).rows[0]?.cursor ?? -1;
const head = async (): Promise<number> => (await new EventReader(pool).head()).position;

/** Everything has left, first things first; what came more than once came again, never instead of something. */
async function expectAllInOrder(): Promise<void> {
  const last = await head();
  await eventually(async () => expect(await cursor()).toBe(last), { timeoutMs: 20_000, message: 'the cursor is at the head' });
  await eventually(() => expect(Math.max(...arrived)).toBe(last), { message: 'the last event has arrived' });
  let highest = 0;
  for (const position of arrived) {
    expect(position).toBeLessThanOrEqual(highest + 1);
    highest = Math.max(highest, position);
  }
  expect(highest).toBe(last);
  expect(new Set(dispatched).size).toBe(last / 2);
}

describe('the relay', () => {
  it('sends what is committed in the order of the log, jobs to the workers as well', async () => {
    const one = await gateway('g1');
    for (let i = 0; i < 10; i++) await submit(one.executor, 100);
    await expectAllInOrder();
    expect(arrived).toHaveLength(2_000);
    expect(dispatched).toHaveLength(1_000);
  });

  it('sends what others have committed, announced or not', async () => {
    const leader = await gateway('g1');
    await eventually(() => leader.relay.leads, { message: 'the first one leads' });
    const other = await gateway('g2', { tellsRelay: false });
    await submit(other.executor, 20); // nobody says a word: the poll finds it
    await expectAllInOrder();
    await Promise.all([submit(other.executor, 300), submit(leader.executor, 300)]);
    leader.relay.wake();
    await expectAllInOrder();
  });

  it('starts from the stored cursor after everything had been down', async () => {
    const first = await gateway('g1');
    await submit(first.executor, 50);
    await expectAllInOrder();
    await first.relay.stop();
    await submit(first.executor, 50);
    const second = await gateway('g2');
    await eventually(() => second.relay.leads, { message: 'the second one leads at once: the lease was given up', timeoutMs: 1_500 });
    await expectAllInOrder();
    expect(arrived).toHaveLength(200);
  });

  it('moves to another gateway when its leader is stopped, and the stopped one is fenced when it wakes', async () => {
    const one = await gateway('g1');
    await eventually(() => one.relay.leads, { message: 'the first one leads' });
    const two = await gateway('g2');
    await submit(one.executor, 50);
    await expectAllInOrder();
    one.lease.frozen = true; // as if by SIGSTOP: it neither renews nor moves the cursor
    await submit(one.executor, 50); // still in its hands: sent, but never booked
    await eventually(() => two.relay.leads, { timeoutMs: 5_000, message: 'the second one takes over' });
    await submit(two.executor, 50);
    await expectAllInOrder();
    expect(one.relay.leads).toBe(false);
    one.lease.wake();
    await eventually(() => expect(one.led).toEqual(['lead', 'follow']), { message: 'the first one knows' });
    await submit(one.executor, 50);
    await expectAllInOrder();
    expect(two.led).toEqual(['lead']);
  });

  it('goes back to its cursor when the broker goes, again and again, and loses nothing', async () => {
    const proxy: FaultProxy = await faultProxy(amqpUrl);
    cleanups.push(() => proxy.close());
    const one = await gateway('g1', { url: proxy.url });
    for (let i = 0; i < 8; i++) {
      await submit(one.executor, 150);
      if (i % 2 === 1) proxy.cut();
    }
    await expectAllInOrder();
  });

  it('never moves the cursor over what was not confirmed', async () => {
    const proxy: FaultProxy = await faultProxy(amqpUrl);
    cleanups.push(() => proxy.close());
    const one = await gateway('g1', { url: proxy.url });
    await submit(one.executor, 10);
    await expectAllInOrder();
    proxy.blackHole();
    await submit(one.executor, 10);
    await eventually(() => expect(one.relay.cursor).toBe(20));
    // Half a second of cursor writes later it still stands where the confirms ended.
    const until = performance.now() + 500;
    await eventually(() => performance.now() > until);
    expect(await cursor()).toBe(20);
    proxy.heal();
    await expectAllInOrder();
  });
});
