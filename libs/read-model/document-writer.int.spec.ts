import { MongoClient } from 'mongodb';
import type { Envelope } from '#contracts';
import { freshMongo } from '#testing';
import { compareCollections, DocumentWriter, isStoreUnavailable, type LoggedEvent, type Projector, type ReadModelDocument, ReadModelStore } from '.';

jest.setTimeout(30_000);

/** Keeps the order in which numbers came: any loss, repetition or swap shows. */
interface Trace extends ReadModelDocument {
  readonly numbers: readonly number[];
}

const tracer: Projector<Trace> = {
  model: { name: 'traces', version: 1, indexes: [] },
  route: (event) => event.stream.id,
  sequence: (event) => event.stream.version,
  project: (document, event) => ({ _id: event.stream.id, numbers: [...(document?.numbers ?? []), event.stream.version], version: event.stream.version, position: event.stream.position }),
  weigh: () => 100,
  settled: () => false,
};

const event = (id: string, version: number): LoggedEvent => ({ eventType: 'job.queued', stream: { id, version, position: version, epoch: 'e' } }) as unknown as LoggedEvent & Envelope;
const events = (id: string, from: number, to: number): LoggedEvent[] => Array.from({ length: to - from + 1 }, (_, index) => event(id, from + index));
const upTo = (to: number): number[] => Array.from({ length: to }, (_, index) => index + 1);

describe('writing documents', () => {
  let store: ReadModelStore;
  let made = 0;

  beforeAll(async () => {
    store = new ReadModelStore({ ...(await freshMongo()), name: 'spec' }).open();
  });
  afterAll(() => store.close());

  const collection = () => store.documents<Trace>(`traces_v1_${(made += 1)}`);
  const writerOn = (on: ReturnType<typeof collection>) => new DocumentWriter<Trace>(store.writable(on.collectionName, tracer), tracer);

  it('inserts new documents and replaces old ones, one write each', async () => {
    const traces = collection();
    const writer = writerOn(traces);
    expect(await writer.apply([...events('a', 1, 3), ...events('b', 1, 2)])).toEqual({ written: 2, read: 0, conflicts: 0, gaps: [] });
    expect(await writer.apply([...events('a', 4, 5), ...events('c', 1, 1)])).toEqual({ written: 2, read: 0, conflicts: 0, gaps: [] });
    expect(await traces.find({}, { sort: { _id: 1 } }).toArray()).toEqual([
      { _id: 'a', numbers: upTo(5), version: 5, position: 5 },
      { _id: 'b', numbers: upTo(2), version: 2, position: 2 },
      { _id: 'c', numbers: upTo(1), version: 1, position: 1 },
    ]);
  });

  it('changes nothing when events come again, to the same writer or to another one', async () => {
    const traces = collection();
    const writer = writerOn(traces);
    await writer.apply(events('a', 1, 3));
    expect(await writer.apply(events('a', 1, 3))).toMatchObject({ written: 0 });
    expect(await writerOn(traces).apply(events('a', 1, 3))).toMatchObject({ written: 0, conflicts: 1 });
    expect(await traces.findOne({ _id: 'a' })).toMatchObject({ numbers: upTo(3) });
  });

  it('of a sparse model counts every event once, whoever writes, however often a batch comes, and wherever it begins', async () => {
    const sparse: Projector<Trace> = { ...tracer, sparse: true, sequence: ({ stream }) => stream.position };
    const traces = collection();
    const writer = () => new DocumentWriter<Trace>(store.writable(traces.collectionName, sparse), sparse);
    const batch = (...positions: number[]): LoggedEvent[] => positions.map((position) => event('a', position));
    const [one, other] = [writer(), writer()];
    expect(await one.apply(batch(3, 8))).toMatchObject({ written: 1, gaps: [] });
    expect(await one.apply(batch(3, 8))).toMatchObject({ written: 0 });
    // The other one has an older place: its batch begins below the document, and ends above it.
    expect(await other.apply(batch(3, 8, 12))).toMatchObject({ written: 1 });
    // The first one still thinks that the document ends at 8.
    expect(await one.apply(batch(12, 15))).toMatchObject({ written: 1, conflicts: 1 });
    await Promise.all([one.apply(batch(12, 15, 20)), other.apply(batch(8, 12, 15, 20)), writer().apply(batch(3, 8, 12, 15, 20))]);
    expect(await traces.findOne({ _id: 'a' })).toMatchObject({ numbers: [3, 8, 12, 15, 20], version: 20 });
  });

  it('goes on after a kill between writing and moving the checkpoint: the batch comes again, longer', async () => {
    const traces = collection();
    await writerOn(traces).apply(events('a', 1, 3));
    await writerOn(traces).apply(events('a', 1, 6));
    expect(await traces.findOne({ _id: 'a' })).toMatchObject({ numbers: upTo(6), version: 6 });
  });

  it('lets a zombie with old documents in its memory damage nothing', async () => {
    const traces = collection();
    const zombie = writerOn(traces);
    await zombie.apply([...events('a', 1, 2), ...events('b', 1, 2)]);
    await writerOn(traces).apply([...events('a', 3, 6), ...events('b', 3, 3)]);
    expect(await zombie.apply([...events('a', 3, 4), ...events('b', 3, 5)])).toMatchObject({ gaps: [] });
    expect(await traces.find({}, { sort: { _id: 1 } }).toArray()).toMatchObject([{ numbers: upTo(6) }, { numbers: upTo(5) }]);
  });

  it('keeps every event once while two writers race through the same log', async () => {
    const traces = collection();
    const ids = ['a', 'b', 'c', 'd'];
    const race = async (size: number) => {
      const writer = writerOn(traces);
      for (let from = 1; from <= 60; from += size) await writer.apply(ids.flatMap((id) => events(id, from, Math.min(60, from + size - 1))));
    };
    await Promise.all([race(3), race(4)]);
    expect((await traces.find().toArray()).map((trace) => trace.numbers)).toEqual(ids.map(() => upTo(60)));
  });

  it('exchanges many documents at once, and none of them when one was changed by somebody else', async () => {
    const traces = collection();
    const ids = Array.from({ length: 40 }, (_, index) => `doc-${String(index).padStart(2, '0')}`);
    const zombie = writerOn(traces);
    await zombie.apply(ids.flatMap((id, index) => events(id, 1, 1 + (index % 3))));
    await writerOn(traces).apply(ids.slice(7, 8).flatMap((id) => events(id, 2, 4)));
    expect(await zombie.apply(ids.flatMap((id, index) => events(id, 2 + (index % 3), 6)))).toMatchObject({ conflicts: 40, gaps: [] });
    expect((await traces.find().toArray()).map((trace) => trace.numbers)).toEqual(ids.map(() => upTo(6)));
  });

  it('exchanges many large documents', async () => {
    const text = 'ü'.repeat(250_000);
    const large: Projector<Trace> = { ...tracer, project: (document, one) => ({ ...tracer.project(document, one), text }) as Trace, weigh: () => 2 * text.length };
    const traces = collection();
    const writer = new DocumentWriter<Trace>(store.writable(traces.collectionName, large), large);
    const ids = Array.from({ length: 60 }, (_, index) => `doc-${index}`);
    for (const version of [1, 2]) await writer.apply(ids.flatMap((id) => events(id, version, version)));
    expect(await traces.countDocuments({ version: 2, text })).toBe(60);
  });

  it('shows readers either the old or the new documents, never none, while many are exchanged', async () => {
    const traces = collection();
    const writer = writerOn(traces);
    const ids = Array.from({ length: 50 }, (_, index) => `doc-${index}`);
    await writer.apply(ids.flatMap((id) => events(id, 1, 1)));
    let writing = true;
    const seen = new Set<number>();
    const reader = (async () => {
      while (writing) seen.add(await traces.countDocuments({ _id: { $in: ids } }, { readConcern: 'majority' }));
    })();
    for (let version = 2; version <= 30; version += 1) await writer.apply(ids.flatMap((id) => events(id, version, version)));
    writing = false;
    await reader;
    expect([...seen]).toEqual([50]);
  });

  it('keeps every event once while two writers exchange the same many documents', async () => {
    const traces = collection();
    const ids = Array.from({ length: 30 }, (_, index) => `doc-${index}`);
    const race = async (size: number) => {
      const writer = writerOn(traces);
      for (let from = 1; from <= 24; from += size) await writer.apply(ids.flatMap((id) => events(id, from, Math.min(24, from + size - 1))));
    };
    await Promise.all([race(2), race(3)]);
    expect((await traces.find().toArray()).map((trace) => trace.numbers)).toEqual(ids.map(() => upTo(24)));
  });

  it('reports a gap and leaves that document alone, but writes the others', async () => {
    const traces = collection();
    const writer = writerOn(traces);
    await writer.apply(events('a', 1, 2));
    expect(await writer.apply([...events('a', 4, 5), ...events('b', 1, 1), ...events('c', 2, 2)])).toMatchObject({
      gaps: [{ id: 'a', position: 2, have: 2, next: 4 }, { id: 'c', position: 0, have: 0, next: 2 }],
    });
    expect(await traces.find({}, { sort: { _id: 1 } }).toArray()).toMatchObject([{ numbers: upTo(2) }, { numbers: upTo(1) }]);
  });

  it('looks past its memory before it calls something a gap', async () => {
    const traces = collection();
    const behind = writerOn(traces);
    await behind.apply(events('a', 1, 1));
    await writerOn(traces).apply(events('a', 2, 3));
    expect(await behind.apply(events('a', 4, 4))).toMatchObject({ written: 1, gaps: [] });
    expect(await traces.findOne({ _id: 'a' })).toMatchObject({ numbers: upTo(4) });
  });

  it('takes a duplicate key for "applied already" only on _id', async () => {
    const traces = collection();
    await traces.createIndex({ position: 1 }, { unique: true });
    await writerOn(traces).apply(events('a', 1, 1));
    await expect(writerOn(traces).apply(events('b', 1, 1))).rejects.toThrow('E11000');
  });

  it('says that the store is unavailable when there is none', async () => {
    const nowhere = new ReadModelStore({ url: 'mongodb://127.0.0.1:1/', database: 'x', name: 'spec', serverSelectionTimeoutMs: 100 }).open();
    const writer = new DocumentWriter<Trace>(nowhere.writable('x', tracer), tracer);
    // The second failure comes wrapped as a bulk error without write errors, which must not pass for "all written".
    for (let time = 1; time <= 2; time += 1) {
      const error: unknown = await writer.apply(events('a', 1, 1)).catch((thrown: unknown) => thrown);
      expect(isStoreUnavailable(error)).toBe(true);
    }
    await nowhere.close();
    expect(isStoreUnavailable(new Error('a bug'))).toBe(false);
  });

  it('compares collections byte by byte', async () => {
    const [left, right] = [collection(), collection()];
    await writerOn(left).apply([...events('a', 1, 2), ...events('b', 1, 1), ...events('d', 1, 1)]);
    await writerOn(right).apply([...events('a', 1, 2), ...events('c', 1, 1), ...events('d', 1, 1)]);
    await right.replaceOne({ _id: 'd' }, { version: 1, numbers: [1], position: 1 }); // the same facts in another order
    expect(await compareCollections(left as never, right as never)).toEqual({
      documents: 3,
      differences: [{ id: 'b', kind: 'extra' }, { id: 'c', kind: 'missing' }, { id: 'd', kind: 'different' }],
    });
  });

  it('leaves no trace of absent fields, so that they cannot be told from null', async () => {
    const traces = collection();
    const forgetful: Projector<Trace> = { ...tracer, project: (document, one) => ({ ...tracer.project(document, one), gone: undefined }) as Trace };
    await new DocumentWriter<Trace>(store.writable(traces.collectionName, forgetful), forgetful).apply(events('a', 1, 1));
    const client = new MongoClient((await freshMongo()).url);
    expect(await traces.findOne({ _id: 'a' })).not.toHaveProperty('gone');
    await client.close();
  });
});
