import { ResourceStore } from './resource-store';
import { StoreClock } from './store-clock';
import { openStore, type TestStore } from './store.builder';
import { WorkerSightings, type AnnouncedWorker } from './worker-sightings';

jest.setTimeout(60_000);

let store: TestStore;
beforeEach(async () => {
  store = await openStore();
});
afterEach(() => store.close());

const worker = (workerId: string, slots = 1): AnnouncedWorker => ({ workerId, startedAt: '2026-03-01T12:00:00.000Z', queues: ['default'], types: ['simulate.work'], slots, version: '1' });
const older = (id: string, ms: number) => store.query('UPDATE worker_sightings SET seen_at = seen_at - $2::bigint * interval \'1 millisecond\' WHERE worker_id = $1', [id, ms]);

describe('the sightings of workers', () => {
  it('keep the newest announcement of each, and who counts as live', async () => {
    const sightings = new WorkerSightings(store.pool);
    await sightings.record([]);
    await sightings.record([worker('b'), worker('a')]);
    await sightings.record([worker('a', 8)]);
    await older('b', 20_000);
    expect(await sightings.seenWithin(3_600_000)).toMatchObject([{ workerId: 'a', slots: 8, live: true }, { workerId: 'b', slots: 1, live: false }]);
    expect(await sightings.seenWithin(15_000)).toMatchObject([{ workerId: 'a' }]);
  });

  it('forget who has gone for long, and what was set for it, and nobody else', async () => {
    const sightings = new WorkerSightings(store.pool);
    const resources = new ResourceStore({ pool: store.pool, clock: new StoreClock(), producer: { service: 'gateway', instanceId: 'g', version: '1' } });
    await sightings.record([worker('a'), worker('b')]);
    for (const name of ['a', 'b']) await resources.change('worker', name, { correlationId: 'c' }, () => ({ state: {}, outcome: undefined }));
    await older('b', 90_000_000);
    expect(await sightings.forget(86_400_000)).toBe(1);
    expect((await sightings.seenWithin(100_000_000)).map(({ workerId }) => workerId)).toEqual(['a']);
    expect((await resources.list('worker', { limit: 5 })).map(({ name }) => name)).toEqual(['a']);
  });
});
