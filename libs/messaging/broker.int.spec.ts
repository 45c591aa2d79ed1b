import { createLogger } from '#observability';
import { eventually, faultProxy, freshVhost, serversFromEnv, type FaultProxy } from '#testing';
import { Broker, openBroker, type BrokerSession } from './broker';

const logger = createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' });

describe('a connection that heals itself', () => {
  let url: string;
  let proxy: FaultProxy;
  const open: Broker[] = [];

  beforeAll(async () => {
    url = await freshVhost();
    proxy = await faultProxy(url);
  });
  afterEach(async () => {
    proxy.heal();
    for (const broker of open.splice(0)) await broker.close();
  });
  afterAll(() => proxy.close());

  async function broker(options: { url?: string; name?: string; setup?: (session: BrokerSession) => Promise<void> } = {}) {
    const events: string[] = [];
    const opened = await openBroker({
      url: options.url ?? proxy.url,
      name: options.name ?? 'spec',
      logger,
      setup: options.setup ?? (() => Promise.resolve()),
      onUp: () => events.push('up'),
      onDown: () => events.push('down'),
    });
    open.push(opened);
    return { broker: opened, events };
  }

  it('tries the first connection until the broker is there', async () => {
    proxy.refuse();
    const { broker: waiting, events } = await broker();
    expect(waiting.connected).toBe(false);
    expect(waiting.connectedForMs()).toBe(0);
    proxy.heal();
    await waiting.whenUp();
    expect(events).toEqual(['up']);
  });

  it('comes back after a cut and runs its setup again', async () => {
    let setups = 0;
    const { broker: cut, events } = await broker({ setup: () => Promise.resolve(void setups++) });
    await cut.whenUp();
    proxy.cut();
    await eventually(() => expect(events).toEqual(['up', 'down', 'up']));
    expect(setups).toBe(2);
  });

  it('comes back when an operator closes the connection', async () => {
    const name = `closed by hand ${process.pid}`;
    const { broker: closed, events } = await broker({ name });
    await closed.whenUp();
    await closeFromManagement(name);
    await eventually(() => expect(events).toEqual(['up', 'down', 'up']));
  });

  it('notices a peer that has gone silent, by its heartbeat', async () => {
    const { broker: silent, events } = await broker({ url: `${proxy.url}?heartbeat=1` });
    await silent.whenUp();
    proxy.blackHole();
    await eventually(() => expect(events).toContain('down'), { timeoutMs: 8_000 });
    proxy.heal();
    await eventually(() => expect(silent.connected).toBe(true), { timeoutMs: 15_000 });
  }, 30_000);

  it('ends the whole session when a channel dies', async () => {
    const sessions: BrokerSession[] = [];
    const { broker: opened, events } = await broker({
      setup: async (session) => {
        sessions.push(session);
        const channel = await session.createChannel();
        if (sessions.length === 1) setImmediate(() => void channel.checkQueue('there.is.no.such.queue').catch(() => undefined));
      },
    });
    await eventually(() => expect(sessions.length).toBe(2));
    await opened.whenUp();
    expect(events).toEqual(['up', 'down', 'up']);
    expect(sessions.map((session) => session.dead)).toEqual([true, false]);
  });

  it('tries again when the setup fails, is refused by the server, or loses the connection meanwhile', async () => {
    let attempt = 0;
    const { broker: stubborn, events } = await broker({
      setup: async (session) => {
        attempt++;
        if (attempt === 1) throw new Error('not yet');
        const channel = await session.createChannel();
        if (attempt === 2) await channel.checkQueue('there.is.no.such.queue');
        if (attempt === 3) {
          proxy.cut();
          await channel.assertQueue('');
        }
      },
    });
    await stubborn.whenUp();
    expect(attempt).toBe(4);
    expect(events).toEqual(['up']);
  });

  it('stays closed once closed, also in the middle of connecting', async () => {
    proxy.refuse();
    const { broker: closing, events } = await broker();
    const up = closing.whenUp();
    await Promise.all([closing.close(), expect(up).rejects.toThrow('was closed')]);
    proxy.heal();
    await expect(closing.whenUp()).rejects.toThrow('was closed');
    expect(events).toEqual([]);
  });
});

/** The management interface learns of a connection, and of its name, only some seconds after it was opened. */
async function closeFromManagement(name: string): Promise<void> {
  const management = serversFromEnv().rabbitmqManagement;
  const headers = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` };
  const id = await eventually(
    async () => {
      const connections = (await (await fetch(`${management}/api/connections`, { headers })).json()) as { name: string; client_properties?: { connection_name?: string } }[];
      const found = connections.find((connection) => connection.client_properties?.connection_name === name);
      if (!found) throw new Error('not listed yet');
      return found.name;
    },
    { timeoutMs: 15_000, message: 'the connection is listed' },
  );
  await fetch(`${management}/api/connections/${encodeURIComponent(id)}`, { method: 'DELETE', headers });
}
