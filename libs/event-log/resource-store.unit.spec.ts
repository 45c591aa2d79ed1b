import type { LoggedEvent } from './logged-event';
import { ResourceStore, type ResourceDecision } from './resource-store';
import { StoreClock } from './store-clock';
import { ResourceContended } from './store-errors';
import type { StorePool } from './store-pool';

interface State {
  readonly n: number;
}

/** A store in which another is faster the first so many times. */
function store(losesFirst: number) {
  const log: { name: string; values: readonly unknown[] }[] = [];
  const row = { kind: 'queue', name: 'mail', streamId: 's-1', rev: 4, version: 9, tenantId: 't', state: { n: 1 } };
  let lost = 0;
  const pool = {
    query: (statement: { name: string }, values: readonly unknown[]) => {
      log.push({ name: statement.name, values });
      if (statement.name !== 'append_resource') return Promise.resolve({ rows: [row] });
      lost += 1;
      return Promise.resolve({ rows: [{ head_before: 40, log_epoch: 'e-1', controls: 7, survived: lost > losesFirst, store_ms: Date.now() }] });
    },
  } as unknown as StorePool;
  const committed: LoggedEvent[] = [];
  const raised: number[] = [];
  const resources = new ResourceStore({
    pool, clock: new StoreClock(), producer: { service: 'gateway', instanceId: 'g', version: '1' }, onCommitted: (events) => committed.push(...events), onControlsChanged: async (version) => void raised.push(version),
  });
  const change = (decide: (state: State | undefined, now: string) => ResourceDecision<State, string>, kind: 'queue' | 'schedule' = 'queue') =>
    resources.change<State, string>(kind, 'mail', { correlationId: 'c' }, (state, { now }) => decide(state, now));
  return { log, committed, raised, resources, change };
}
const paused = (state: State | undefined, now: string): ResourceDecision<State, string> => ({
  state: { n: (state?.n ?? 0) + 1 }, events: [{ type: 'queue.paused', at: now, payload: { queue: 'mail', at: now, by: 'ops' } }], outcome: 'paused',
});

describe('a change of a resource', () => {
  it('is decided again as often as somebody else was faster', async () => {
    const { change, committed, log, raised } = store(3);
    const changed = await change(paused);
    expect(changed).toMatchObject({ outcome: 'paused', position: 41, controlsVersion: 7, resource: { rev: 5, version: 10, state: { n: 2 } } });
    expect(log.filter(({ name }) => name === 'append_resource')).toHaveLength(4);
    expect(committed).toMatchObject([{ position: 41, type: 'queue.paused', streamId: 's-1' }]);
    expect(JSON.parse(committed[0]?.text ?? '')).toMatchObject({ tenantId: 't', idempotencyKey: 's-1/10', stream: { version: 10, position: 41, epoch: 'e-1' } });
    expect(raised).toEqual([7]);
  });

  it('gives up when it never gets its turn', async () => {
    const { change, committed } = store(1_000);
    await expect(change(paused)).rejects.toThrow(ResourceContended);
    expect(committed).toEqual([]);
  });

  it('tells nobody of controls when its kind is none', async () => {
    const { change, raised } = store(0);
    await change(() => ({ state: { n: 5 }, outcome: 'set' }), 'schedule');
    expect(raised).toEqual([]);
  });

  it('that happened must come to something', async () => {
    const { change } = store(0);
    await expect(change((state, now) => ({ ...paused(state, now), state: undefined }))).rejects.toThrow('says what it came to');
    expect(await change(() => ({ outcome: 'as it was' }))).toMatchObject({ outcome: 'as it was', position: undefined });
    expect((await change(() => ({ state: 'deleted', outcome: 'gone' }))).resource).toBeUndefined();
  });

  it('lists what the store gives', async () => {
    expect(await store(0).resources.list('queue', { limit: 5 })).toMatchObject([{ name: 'mail' }]);
  });
});
