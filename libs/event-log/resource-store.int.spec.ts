import { Client } from 'pg';
import { parseEnvelope } from '#contracts';
import { eventually } from '#testing';
import { Controls } from './controls';
import type { ResourceEvent } from './log-envelope';
import type { LoggedEvent } from './logged-event';
import { ResourceStore, type ResourceKind } from './resource-store';
import { StoreClock } from './store-clock';
import { checkLog, openStore, QUIET, submission, type TestStore } from './store.builder';

jest.setTimeout(60_000);

let store: TestStore;
beforeEach(async () => {
  store = await openStore();
});
afterEach(() => store.close());

interface Counted {
  readonly count: number;
  readonly paused?: { readonly at: string; readonly by: string };
}

const ORIGIN = { correlationId: 'c-1' };
const queuePaused = (at: string): ResourceEvent => ({ type: 'queue.paused', at, payload: { queue: 'default', at, by: 'ops' } });

function gateway(name = 'g1') {
  const committed: LoggedEvent[] = [];
  const raised: number[] = [];
  const resources = new ResourceStore({
    pool: store.newPool(2),
    clock: new StoreClock(),
    producer: { service: 'gateway', instanceId: name, version: '0.0.0' },
    onCommitted: (events) => committed.push(...events),
    onControlsChanged: async (version) => void raised.push(version),
  });
  const count = (kind: ResourceKind, key = 'default', events = true) =>
    resources.change<Counted, number>(kind, key, ORIGIN, (state, { now }) => {
      const next = (state?.count ?? 0) + 1;
      return { state: { count: next }, events: events ? [queuePaused(now)] : [], outcome: next };
    });
  return { resources, committed, raised, count };
}

describe('a change of a resource', () => {
  it('is in its row, in the log, and known to the relay, all alike', async () => {
    const { count, committed, resources } = gateway();
    const first = await count('queue');
    expect(first).toMatchObject({ outcome: 1, position: 1, controlsVersion: 1, resource: { kind: 'queue', name: 'default', rev: 1, version: 1, tenantId: 'default', state: { count: 1 } } });
    expect(await resources.get('queue', 'default')).toEqual(first.resource);
    await count('queue');
    const log = await store.reader.read(0, 10);
    expect(log.map(({ text }) => text)).toEqual(committed.map(({ text }) => text));
    expect(log.map(({ position, streamId, type }) => ({ position, streamId, type }))).toEqual([1, 2].map((position) => ({ position, streamId: first.resource?.streamId, type: 'queue.paused' })));
    expect(parseEnvelope(log[1]?.text ?? '')).toMatchObject({ ok: true, envelope: { eventType: 'queue.paused', tenantId: 'default', correlationId: 'c-1', stream: { id: first.resource?.streamId, version: 2, position: 2 } } });
    await checkLog(store);
  });

  it('is never lost to another: two gateways count to forty between them', async () => {
    const [a, b] = [gateway('g1'), gateway('g2')];
    const outcomes = await Promise.all(Array.from({ length: 40 }, async (_, i) => (await (i % 2 === 0 ? a : b).count('queue')).outcome));
    expect(outcomes.sort((x, y) => x - y)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(await checkLog(store)).toMatchObject({ events: 40 });
    expect([...a.raised, ...b.raised].sort((x, y) => x - y)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
  });

  it('takes its places in the log between those of jobs, without a gap, whoever writes', async () => {
    const { executor } = store.executor({ name: 'g2' });
    const { count } = gateway();
    await Promise.all(Array.from({ length: 60 }, (_, i) => (i % 4 === 0 ? count('limit', `limit-${i % 3}`) : executor.submit(submission(), 10))));
    expect(await checkLog(store)).toEqual({ events: 15 + 90, jobs: 45 });
  });

  it('writes nothing when there is nothing to say', async () => {
    const { resources, committed } = gateway();
    const unchanged = await resources.change<Counted, string>('queue', 'default', ORIGIN, () => ({ outcome: 'as it was' }));
    expect(unchanged).toEqual({ outcome: 'as it was', resource: undefined, position: undefined, controlsVersion: undefined });
    expect((await resources.change<Counted, string>('queue', 'default', ORIGIN, () => ({ state: 'deleted', outcome: 'gone' }))).position).toBeUndefined();
    expect(committed).toEqual([]);
    expect(await store.reader.head()).toMatchObject({ position: 0 });
  });

  it('raises the version of the controls when it may stand before a grant, and only then', async () => {
    const { count, resources } = gateway();
    const version = async (): Promise<number> => (await store.query<{ v: number }>('SELECT controls_version AS v FROM log_head'))[0]?.v ?? -1;
    const pause = (paused: boolean) =>
      resources.change<Counted, undefined>('worker', 'w-1', ORIGIN, (_state, { now }) => ({ state: { count: 1, paused: paused ? { at: now, by: 'ops' } : undefined }, events: [], outcome: undefined }));
    await count('schedule', 's-1');
    await count('operation', 'o-1');
    await pause(false);
    expect(await version()).toBe(0);
    for (const kind of ['queue', 'job_type', 'limit'] as const) await count(kind, 'x', false);
    expect(await version()).toBe(3);
    await pause(true);
    await pause(true);
    expect(await version()).toBe(4);
    await pause(false);
    expect(await version()).toBe(5);
    await pause(true);
    await resources.change<Counted, undefined>('worker', 'w-1', ORIGIN, () => ({ state: 'deleted', outcome: undefined }));
    expect(await version()).toBe(7);
  });

  it('ends a stream with its resource; the name begins another', async () => {
    const { count, resources } = gateway();
    const first = await count('limit', 'l');
    const deleted = await resources.change<Counted, string>('limit', 'l', ORIGIN, (_state, { now }) => ({ state: 'deleted', events: [{ type: 'limit.removed', at: now, payload: { name: 'l', at: now, by: 'ops' } }], outcome: 'removed' }));
    expect(deleted).toMatchObject({ outcome: 'removed', resource: undefined, position: 2 });
    expect(await resources.get('limit', 'l')).toBeUndefined();
    const second = await count('limit', 'l');
    expect(second.resource).toMatchObject({ rev: 1, version: 1 });
    expect(second.resource?.streamId).not.toBe(first.resource?.streamId);
    await checkLog(store);
  });

  it('is listed by name, page by page', async () => {
    const { count, resources } = gateway();
    for (const name of ['c', 'a', 'b']) await count('limit', name);
    await count('queue', 'aa');
    expect((await resources.list('limit', { limit: 2 })).map(({ name }) => name)).toEqual(['a', 'b']);
    expect((await resources.list('limit', { after: 'b', limit: 2 })).map(({ name }) => name)).toEqual(['c']);
  });

  it('leaves nothing behind when its statement is killed, and says that it cannot know', async () => {
    const { count, committed } = gateway();
    const holder = new Client({ connectionString: store.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT * FROM log_head FOR UPDATE');
    const refused = count('queue').catch((error: unknown) => error);
    const [{ pid }] = await eventually(
      async () => {
        const rows = await store.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%append_resource%'");
        if (rows.length === 0) throw new Error('nobody waits');
        return rows as [{ pid: number }];
      },
      { message: 'the change waits for the head' },
    );
    await store.query('SELECT pg_terminate_backend($1)', [pid]);
    expect(await refused).toMatchObject({ code: 'store_unavailable', outcomeUnknown: true });
    await holder.query('ROLLBACK');
    await holder.end();
    expect(await checkLog(store)).toEqual({ events: 0, jobs: 0 });
    expect(committed).toEqual([]);
    expect((await count('queue')).outcome).toBe(1);
  });

  it('makes the partition it needs', async () => {
    await store.query('UPDATE log_head SET position = 15000000');
    expect((await gateway().count('queue')).position).toBe(15_000_001);
  });
});

describe('the controls of a gateway', () => {
  const pause = (resources: ResourceStore, name: string) =>
    resources.change('queue', name, ORIGIN, (_state, { now }) => ({ state: { paused: { at: now, by: 'ops' } }, events: [queuePaused(now)], outcome: undefined }));
  const job = { queue: 'mail', type: 'mail.send', tenantId: 'default', payload: {} };

  it('are read together with their version, the first of them told as well', async () => {
    const controls = new Controls(store.pool, QUIET);
    const seen: [number, number][] = [];
    controls.onChanged((now, before) => seen.push([before.version, now.version]));
    await controls.reload();
    expect(controls.snapshot.version).toBe(0);
    const { resources } = gateway();
    await pause(resources, 'mail');
    await resources.change('worker', 'w-1', ORIGIN, () => ({ state: { registered: true }, outcome: undefined }));
    await resources.change('schedule', 'mail', ORIGIN, () => ({ state: { paused: true }, outcome: undefined }));
    expect(controls.snapshot.pausedBy(job)).toBeUndefined();
    await controls.look();
    expect(controls.snapshot.version).toBe(1);
    expect(controls.snapshot.pausedBy(job)).toBe('queue:mail');
    expect(controls.snapshot.workerPaused('w-1')).toBe(false);
    await controls.look();
    expect(seen).toEqual([[0, 0], [0, 1]]);
  });

  it('have what was committed before they were asked to reload, however many ask', async () => {
    const controls = new Controls(store.pool, QUIET);
    const { resources } = gateway();
    await Promise.all(
      Array.from({ length: 12 }, async (_, i) => {
        await pause(resources, `q-${i}`);
        await controls.reload();
        expect(controls.snapshot.queue(`q-${i}`)?.paused).toBeDefined();
      }),
    );
    expect(controls.snapshot.version).toBe(12);
  });

  it('notice by themselves what another gateway has set', async () => {
    const controls = new Controls(store.pool, QUIET);
    controls.start();
    await pause(gateway('g2').resources, 'mail');
    await eventually(() => controls.snapshot.pausedBy(job) === 'queue:mail', { message: 'the pause of another gateway is known' });
    controls.stop();
  });
});
