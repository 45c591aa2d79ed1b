import type { LimitControls, QueueControls } from '#domain';
import { Controls } from './controls';
import { ResourceStore } from './resource-store';
import { StoreClock } from './store-clock';
import { openStore, patient, QUIET, submission, succeeded, type TestStore } from './store.builder';
import { uuidV7 } from './uuid-v7';
import { WithheldStore } from './withheld-store';

jest.setTimeout(60_000);

let store: TestStore;
beforeEach(async () => {
  store = await openStore();
});
afterEach(() => store.close());

const ORIGIN = { correlationId: 'c-1' };

/** A gateway as far as grants are concerned: it knows what is set only from what it reads when the store tells it that it is behind. */
function gateway(name: string) {
  const controls = new Controls(store.newPool(1), QUIET);
  const claims: string[] = [];
  const { executor } = store.executor({
    name,
    gates: () => controls.snapshot,
    controlsChanged: () => controls.reload(),
    onClaims: (keys) => void claims.push(...keys),
  });
  const resources = new ResourceStore({ pool: store.newPool(1), clock: new StoreClock(), producer: { service: 'gateway', instanceId: name, version: '0.0.0' } });
  const set = <S extends object>(kind: 'queue' | 'limit' | 'worker', key: string, state: S | 'deleted') => resources.change<S, undefined>(kind, key, ORIGIN, () => ({ state, outcome: undefined }));
  return {
    executor,
    controls,
    claims,
    limit: (key: string, state: LimitControls) => set('limit', key, state),
    pause: () => set<QueueControls>('queue', 'default', { paused: { at: new Date().toISOString(), by: 'ops' } }),
    resume: () => set<QueueControls>('queue', 'default', {}),
    pauseWorker: (id: string) => set('worker', id, { paused: { at: new Date().toISOString(), by: 'ops' } }),
    submit: async (payload: Record<string, unknown> = {}) => (await executor.submit(submission({ payload }), 10)).jobId,
    ask: async (jobId: string, deliveryId = uuidV7(), workerId = 'worker-1') => (await executor.run(jobId, { kind: 'ask', deliveryId, workerId }, patient)).outcome,
  };
}

describe('a pause', () => {
  it('that was answered is passed by no grant, of whichever gateway, whatever that one knows', async () => {
    const [a, b] = [gateway('g1'), gateway('g2')];
    for (let round = 0; round < 12; round += 1) {
      const jobs = await Promise.all(Array.from({ length: 30 }, () => a.submit()));
      let answered = false;
      const asking = jobs.map(async (jobId, i) => {
        // Asked at all times around the pause: before it, with it, after it.
        for (let wait = i % 10; wait > 0; wait -= 1) await new Promise((resolve) => setImmediate(resolve));
        const askedAfter = answered;
        return { askedAfter, outcome: await (i % 2 === 0 ? a : b).ask(jobId) };
      });
      await (round % 2 === 0 ? a : b).pause();
      answered = true;
      const late = await Promise.all((await Promise.all([a.submit(), a.submit()])).map((jobId, i) => (i === 0 ? a : b).ask(jobId)));
      const outcomes = await Promise.all(asking);
      expect(late.map((outcome) => outcome.kind)).toEqual(['denied', 'denied']);
      expect(outcomes.filter(({ askedAfter, outcome }) => askedAfter && outcome.kind === 'granted')).toEqual([]);
      await a.resume();
    }
  });

  it('takes back a grant that has not started, also one that is only said again', async () => {
    const [a, b] = [gateway('g1'), gateway('g2')];
    const jobId = await a.submit();
    const deliveryId = uuidV7();
    expect(await a.ask(jobId, deliveryId)).toMatchObject({ kind: 'granted' });
    await b.pause();
    expect(await a.ask(jobId, deliveryId)).toMatchObject({ kind: 'denied', reason: 'paused', returned: true });
  });

  it('that is over withholds nobody: what was decided before the end of it is decided again', async () => {
    const [a, b] = [gateway('g1'), gateway('g2')];
    const jobs = await Promise.all(Array.from({ length: 20 }, () => a.submit()));
    await b.pause();
    await a.controls.reload();
    await b.resume();
    // This gateway still believes in the pause; were its word taken, the jobs would wait for an end that has been.
    const outcomes = await Promise.all(jobs.map((jobId) => a.ask(jobId)));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['granted']));
    expect(await new WithheldStore(store.pool).keys('', 10)).toEqual([]);
  });

  it('of a worker leaves its jobs to the others', async () => {
    const [a, b] = [gateway('g1'), gateway('g2')];
    const jobId = await a.submit();
    await b.pauseWorker('worker-1');
    expect((await a.ask(jobId)).kind).not.toBe('granted');
    expect(await a.ask(jobId, uuidV7(), 'worker-2')).toMatchObject({ kind: 'granted' });
  });
});

describe('a limit', () => {
  it('of one per key holds under two gateways that are asked for fifty jobs at once, and after each end', async () => {
    const [a, b] = [gateway('g1'), gateway('g2')];
    await a.limit('per-customer', { keyBy: '/customer', concurrency: 1 });
    let waiting = await Promise.all(Array.from({ length: 50 }, (_, i) => a.submit({ customer: `c-${i % 2}` })));
    for (let round = 0; round < 5; round += 1) {
      const asked = await Promise.all(waiting.map(async (jobId, i) => ({ jobId, deliveryId: uuidV7(), via: i % 2 === 0 ? a : b })).map(async (one) => {
        const { jobId, deliveryId, via } = await one;
        return { jobId, deliveryId, outcome: await via.ask(jobId, deliveryId) };
      }));
      const granted = asked.filter(({ outcome }) => outcome.kind === 'granted');
      expect(granted).toHaveLength(2);
      for (const { jobId, deliveryId } of granted) await b.executor.run(jobId, succeeded(deliveryId), patient);
      waiting = waiting.filter((jobId) => !granted.some((one) => one.jobId === jobId));
    }
    expect(new Set(b.claims)).toEqual(new Set(['limit:per-customer:c-0', 'limit:per-customer:c-1']));
    expect(await store.query('SELECT key, in_use FROM limit_slots ORDER BY key')).toEqual([{ key: 'limit:per-customer:c-0', in_use: 0 }, { key: 'limit:per-customer:c-1', in_use: 0 }]);
  });

  it('tells who waits under it first: by priority, then by age', async () => {
    const a = gateway('g1');
    await a.limit('one', { concurrency: 1 });
    await a.ask(await a.submit());
    const ids: Record<string, string> = {};
    for (const [name, priority] of [['low', 'low'], ['normal', 'normal'], ['later', 'normal'], ['high', 'high']] as const) {
      ids[name] = (await a.executor.submit(submission({ priority }), 10)).jobId;
      expect(await a.ask(ids[name])).toMatchObject({ kind: 'denied', reason: 'limited' });
    }
    const withheld = new WithheldStore(store.pool);
    expect(await withheld.keys('', 10)).toEqual(['limit:one:*']);
    expect((await withheld.first([{ key: 'limit:one:*', jobs: 3 }, { key: 'limit:other:*', jobs: 3 }])).map(({ jobId }) => jobId)).toEqual([ids.high, ids.normal, ids.later]);
    expect(await withheld.usage(['limit:one:*', 'rate:none:*'])).toEqual(new Map([['limit:one:*', { inUse: 1, bucket: undefined }], ['rate:none:*', { inUse: 0, bucket: undefined }]]));
    const first = ids.high as string;
    expect((await a.executor.run(first, { kind: 'unwithhold', on: 'limit:one:*' }, patient)).outcome.kind).toBe('resend');
    expect(await withheld.stillOut(Object.values(ids))).toEqual(new Set([first]));
    expect((await a.executor.run(first, { kind: 'unwithhold', on: 'limit:one:*' }, patient)).outcome.kind).toBe('not_needed');
  });

  it('lists its keys from anywhere, each once', async () => {
    const a = gateway('g1');
    await a.limit('l', { keyBy: '/k', concurrency: 1 });
    for (const k of ['a', 'b', 'c', 'd']) for (let i = 0; i < 3; i += 1) await a.ask(await a.submit({ k }));
    const withheld = new WithheldStore(store.pool);
    expect(await withheld.keys('', 3)).toEqual(['limit:l:a', 'limit:l:b', 'limit:l:c']);
    expect(await withheld.keys('limit:l:c', 3)).toEqual(['limit:l:d']);
  });
});
