import { slowQueries } from '#observability';
import { eventually, freshMongo } from '#testing';
import { ReadModelStore } from './read-model-store';

jest.setTimeout(30_000);

it('commands to MongoDB are noted by collection while somebody watches, and not before', async () => {
  const mongo = await freshMongo();
  const unwatched = new ReadModelStore({ ...mongo, name: 'spec' }).open();
  await eventually(() => unwatched.ping(), { message: 'the store answers' });
  slowQueries.watch();
  await unwatched.ping();
  expect(slowQueries.read(10)).toEqual([]);
  const store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
  await eventually(() => store.ping(), { message: 'the store answers' });
  await store.documents<{ _id: string; version: number; position: number }>('things').insertOne({ _id: 'a', version: 1, position: 1 });
  await store.documents<{ _id: string; version: number; position: number }>('things').findOne({ _id: 'a' });
  expect(slowQueries.read(10).map(({ name }) => name)).toEqual(expect.arrayContaining(['insert things', 'find things']));
  await Promise.all([store.close(), unwatched.close()]);
});
