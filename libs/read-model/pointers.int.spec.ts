import { freshMongo } from '#testing';
import { ReadModelStore } from '.';

const model = { name: 'jobs', version: 1, indexes: [{ name: 'status', key: { status: 1 } }] };
const [epoch, other] = ['0193aaaa-0000-7000-8000-000000000001', '0193aaaa-0000-7000-8000-000000000002'];
const at = new Date('2026-01-01T00:00:00Z');

describe('pointers and checkpoints', () => {
  let store: ReadModelStore;
  beforeEach(async () => {
    store = new ReadModelStore({ ...(await freshMongo()), name: 'spec' }).open();
  });
  afterEach(() => store.close());

  const pointer = async () => (await store.pointers.read([model])).get('jobs@1');

  it('gives each generation a number and a collection of its own', async () => {
    const made = await Promise.all([1, 2, 3].map(() => store.createGeneration(model, epoch)));
    expect(made.map((generation) => generation.collection).sort()).toEqual(['jobs_v1_1', 'jobs_v1_2', 'jobs_v1_3']);
  });

  it('moves a pointer forward only', async () => {
    const [first, second] = [await store.createGeneration(model, epoch), await store.createGeneration(model, epoch)];
    expect(await store.pointers.swap(model, second, at)).toBe('swapped');
    expect(await store.pointers.swap(model, first, at)).toBe('superseded');
    expect(await pointer()).toMatchObject({ collection: second.collection, generation: 2, epoch });
  });

  it('ends with the highest generation when many swap at once', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => store.createGeneration(model, epoch)));
    await Promise.all(made.map((generation) => store.pointers.swap(model, generation, at)));
    expect(await pointer()).toMatchObject({ generation: 12 });
  });

  it('lets one builder at a time hold the lease, and takes it over once it is released', async () => {
    expect(await store.pointers.lease(model, 'a')).toBe('held');
    expect([await store.pointers.lease(model, 'b'), await store.pointers.lease(model, 'a')]).toEqual(['taken', 'held']);
    await store.pointers.release(model, 'b');
    expect(await store.pointers.lease(model, 'b')).toBe('taken');
    await store.pointers.release(model, 'a');
    expect(await store.pointers.lease(model, 'b')).toBe('held');
  });

  it('takes a holder with a strange name at its word', async () => {
    expect([await store.pointers.lease(model, '$generation'), await store.pointers.lease(model, 'b')]).toEqual(['held', 'taken']);
  });

  it('moves checkpoints forward only, within their epoch', async () => {
    const { collection } = await store.createGeneration(model, epoch);
    const move = (position: number, of = epoch) => store.checkpoints.advance([collection], { position, epoch: of, eventAt: at.toISOString() });
    expect([await move(10), await move(7), await move(10), await move(20, other), await move(12)]).toEqual([1, 0, 0, 0, 1]);
    expect((await store.checkpoints.read([collection])).checkpoints.get(collection)).toMatchObject({ position: 12, epoch, projection: 'jobs@1' });
  });

  it('writes down the end of the log, and who had reached it', async () => {
    const { collection } = await store.createGeneration(model, epoch);
    const later = new Date(at.getTime() + 1_000);
    await store.checkpoints.recordHead({ position: 5, epoch }, at, [collection]);
    await store.checkpoints.recordHead({ position: 9, epoch }, later, []);
    await store.checkpoints.recordHead({ position: 7, epoch }, later, []); // an older look that comes late
    const { head, checkpoints } = await store.checkpoints.read([collection]);
    expect([head?.position, head?.seenAt, checkpoints.get(collection)?.completeAt]).toEqual([9, later, at]);
    await store.checkpoints.recordHead({ position: 3, epoch }, later, [], true);
    expect((await store.checkpoints.read([])).head?.position).toBe(3);
    await store.checkpoints.recordHead({ position: 1, epoch: other }, later, []);
    expect((await store.checkpoints.read([])).head).toMatchObject({ position: 1, epoch: other });
  });

  it('drops a generation with its checkpoint and creates declared indexes', async () => {
    const { collection } = await store.createGeneration(model, epoch);
    await store.ensureIndexes(collection, model);
    await store.ensureIndexes(collection, model);
    expect((await store.documents(collection).indexes()).map((index) => index.name)).toEqual(['_id_', 'status']);
    await store.dropGeneration(collection);
    expect(await store.checkpoints.ofProjection('jobs@1')).toEqual([]);
  });
});
