import { eventually, privateStack, type PrivateStack } from '#testing';
import { ReadModelStore } from './read-model-store';

describe('a store of read models', () => {
  let stack: PrivateStack;
  let store: ReadModelStore | undefined;

  beforeAll(async () => {
    stack = await privateStack('late-mongo', { portOffset: 31_000, stores: ['mongo'] });
  }, 60_000);

  afterAll(async () => {
    await store?.close();
    await stack?.stop();
  }, 30_000);

  it('that was opened while MongoDB was down works once it is up', async () => {
    await stack.stopServer('mongo');
    store = new ReadModelStore({ url: stack.servers.mongo, database: 'late', name: 'spec', serverSelectionTimeoutMs: 200 }).open();
    await expect(store.ping()).rejects.toThrow();
    await expect(store.ping()).rejects.toThrow();
    await stack.startServer('mongo');
    await eventually(() => store?.ping(), { timeoutMs: 10_000, message: 'the store answers' });
  }, 60_000);

  it('goes on with a MongoDB that comes back as another replica set, without its data; collections that were handed out do too', async () => {
    store ??= new ReadModelStore({ url: stack.servers.mongo, database: 'late', name: 'spec', serverSelectionTimeoutMs: 200 }).open();
    // Its elections begin anew: of this one the store has seen a later one.
    await stack.stopServer('mongo');
    await stack.startServer('mongo');
    const documents = store.documents<{ _id: string }>('things');
    await eventually(() => documents.insertOne({ _id: 'lost' }), { timeoutMs: 10_000, message: 'the store answers' });
    const changes = store.topologyChanges;
    await stack.loseMongo();
    await stack.startServer('mongo');
    await eventually(async () => expect(await documents.find().toArray()).toEqual([]), { timeoutMs: 30_000, message: 'the store answers again' });
    await documents.insertOne({ _id: 'new' });
    expect(store.topologyChanges).toBeGreaterThan(changes);
  }, 90_000);
});
