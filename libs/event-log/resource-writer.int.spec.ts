import type { ResourceEvent } from './log-envelope';
import type { LoggedEvent } from './logged-event';
import { ResourceStore } from './resource-store';
import { StoreClock } from './store-clock';
import { StatementRefused } from './store-errors';
import { openStore, type TestStore } from './store.builder';

jest.setTimeout(30_000);

const ORIGIN = { correlationId: 'c-1' };
const event = (name: string, at: string): ResourceEvent => ({ type: 'queue.paused', at, payload: { queue: name, at, by: 'a "quoted" \\ ü\u0000 name' } });

describe('changes of resources that come together', () => {
  let store: TestStore;
  let resources: ResourceStore;
  let committed: LoggedEvent[];
  beforeEach(async () => {
    store = await openStore();
    committed = [];
    resources = new ResourceStore({ pool: store.newPool(2), clock: new StoreClock(), producer: { service: 'gateway', instanceId: 'g', version: '0.0.0' }, onCommitted: (events) => committed.push(...events) });
  });
  afterEach(() => store.close());

  const count = (name: string, text = 'x') =>
    resources.change<{ n: number; text: string }, number>('queue', name, ORIGIN, (state, { now }) => ({ state: { n: (state?.n ?? 0) + 1, text }, events: [event(name, now), event(name, now)], outcome: (state?.n ?? 0) + 1 }));

  it('share statements, and are told in log order, each event where it stands', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `queue-${i}`);
    const changed = await Promise.all(names.map((name) => count(name, 'a "quoted" \\ ü text')));
    const [transactions] = await store.query<{ count: number }>('SELECT count(DISTINCT xmin::text)::int AS count FROM resources');
    expect(transactions?.count).toBeLessThan(10);
    expect(changed.map(({ position }) => position).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(names.map((_, i) => 2 * i + 2));
    expect(committed.map(({ position }) => position)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
    expect((await store.reader.read(0, 200)).map(({ text }) => text)).toEqual(committed.map(({ text }) => text));
    expect((await resources.get<{ text: string }>('queue', 'queue-7'))?.state.text).toBe('a "quoted" \\ ü text');
  });

  it('lose and win for themselves: of many to the same one each is made, none twice', async () => {
    const outcomes = await Promise.all(Array.from({ length: 24 }, (_, i) => count(`queue-${i % 3}`)));
    for (let i = 0; i < 3; i++) expect(outcomes.filter((_, j) => j % 3 === i).map(({ outcome }) => outcome).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('do not go down with one that the store refuses', async () => {
    const refused = resources.change('nonsense' as 'queue', 'bad', ORIGIN, () => ({ state: {}, outcome: 0 }));
    const [bad, ...good] = await Promise.allSettled([refused, ...Array.from({ length: 10 }, (_, i) => count(`queue-${i}`))]);
    expect(bad).toMatchObject({ status: 'rejected', reason: expect.any(StatementRefused) as StatementRefused });
    expect(good.map(({ status }) => status)).toEqual(good.map(() => 'fulfilled'));
    expect(committed.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('believe what was read before only where nobody was faster, and never for a change that writes nothing', async () => {
    const { resource } = await count('mail');
    await count('mail');
    const decided: unknown[] = [];
    const look = (writes: boolean) =>
      resources.change<{ n: number; text: string }, unknown>('queue', 'mail', ORIGIN, (state) => (decided.push(state?.n), writes ? { state: { n: 10, text: '' }, outcome: state?.n } : { outcome: state?.n }), resource);
    expect([(await look(false)).outcome, (await look(true)).outcome, decided]).toEqual([2, 2, [1, 2, 1, 2]]);
  });
});
