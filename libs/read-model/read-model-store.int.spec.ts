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
});
