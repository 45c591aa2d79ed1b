import fc from 'fast-check';
import { type DocumentChange, DocumentLoader, type DocumentStore, type LoggedEvent, type Projector, type ReadModelDocument, type WriteOutcome } from '.';

interface Trace extends ReadModelDocument {
  readonly numbers: readonly number[];
}

/** A document is settled at every multiple of five. */
const tracer: Projector<Trace> = {
  model: { name: 'traces', version: 1, indexes: [] },
  route: (event) => event.stream.id,
  sequence: (event) => event.stream.version,
  project: (document, event) => ({ _id: event.stream.id, numbers: [...(document?.numbers ?? []), event.stream.version], version: event.stream.version, position: event.stream.position }),
  weigh: () => 100,
  settled: (document) => document.version % 5 === 0,
};

class Shelf implements DocumentStore<Trace> {
  readonly name = 'shelf';
  readonly documents = new Map<string, Trace>();
  writes = 0;
  fails = false;

  read(ids: readonly string[]): Promise<Trace[]> {
    return Promise.resolve(ids.flatMap((id) => this.documents.get(id) ?? []));
  }

  async write(changes: readonly DocumentChange<Trace>[]): Promise<WriteOutcome[]> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.fails) throw new Error('the store is away');
    this.writes += changes.length;
    return changes.map(({ id, before, after }) => {
      if (this.documents.get(id)?.version !== before?.version) return 'conflict';
      this.documents.set(id, after);
      return 'written';
    });
  }
}

const event = (id: string, version: number): LoggedEvent => ({ eventType: 'job.queued', stream: { id, version, position: version, epoch: 'e' } }) as unknown as LoggedEvent;
const upTo = (to: number): number[] => Array.from({ length: to }, (_, index) => index + 1);
const events = (id: string, from: number, to: number): LoggedEvent[] => upTo(to).slice(from - 1).map((version) => event(id, version));

describe('loading a collection', () => {
  it('writes a settled document at once and the others in the end', async () => {
    const shelf = new Shelf();
    const loader = new DocumentLoader(shelf, tracer, 10_000);
    await loader.apply([...events('a', 1, 5), ...events('b', 1, 3)]);
    await loader.apply(events('b', 4, 4));
    await new Promise((resolve) => setImmediate(resolve));
    expect([...shelf.documents.keys()]).toEqual(['a']);
    await loader.finish();
    expect([shelf.documents.get('a')?.numbers, shelf.documents.get('b')?.numbers, shelf.writes]).toEqual([upTo(5), upTo(4), 2]);
  });

  it('reads back what gets more events after it was written', async () => {
    const shelf = new Shelf();
    const loader = new DocumentLoader(shelf, tracer, 10_000);
    await loader.apply(events('a', 1, 5));
    await loader.apply(events('a', 6, 7));
    await loader.finish();
    await loader.apply(events('a', 8, 8));
    await loader.finish();
    expect(shelf.documents.get('a')?.numbers).toEqual(upTo(8));
  });

  it('holds no more in memory than it may', async () => {
    const shelf = new Shelf();
    const loader = new DocumentLoader(shelf, tracer, 1_000);
    for (let number = 0; number < 100; number += 1) await loader.apply(events(`doc-${number}`, 1, 2));
    await new Promise((resolve) => setImmediate(resolve));
    expect(shelf.documents.size).toBeGreaterThanOrEqual(88);
    await loader.finish();
    expect(shelf.documents.size).toBe(100);
  });

  it('ends with every event once, however documents are interleaved and batches cut', async () => {
    const order = fc.array(fc.nat(4), { minLength: 1, maxLength: 120 });
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 100, max: 600 }), async (ids, size, maxBytes) => {
        const versions = new Map<number, number>();
        const log = ids.map((id) => {
          const version = (versions.get(id) ?? 0) + 1;
          versions.set(id, version);
          return event(String(id), version);
        });
        const shelf = new Shelf();
        const loader = new DocumentLoader(shelf, tracer, maxBytes);
        for (let from = 0; from < log.length; from += size) await loader.apply(log.slice(from, from + size));
        await loader.finish();
        expect(new Map([...shelf.documents].map(([id, document]) => [Number(id), document.numbers]))).toEqual(new Map([...versions].map(([id, version]) => [id, upTo(version)])));
      }),
    );
  });

  it('does not fold over a hole', async () => {
    const loader = new DocumentLoader(new Shelf(), tracer, 1_000);
    await expect(loader.apply([...events('a', 1, 2), event('a', 4)])).rejects.toThrow('the whole story of a in shelf: 2 is followed by 4');
    await expect(loader.apply([event('b', 2)])).rejects.toThrow('0 is followed by 2');
  });

  it('tells of a write that failed in the background, and of a stranger in its collection', async () => {
    const failing = new Shelf();
    failing.fails = true;
    const loader = new DocumentLoader(failing, tracer, 1_000);
    await loader.apply(events('a', 1, 5));
    await expect(loader.finish()).rejects.toThrow('the store is away');
    const visited = new Shelf();
    visited.documents.set('a', { _id: 'a', numbers: [9], version: 9, position: 9 });
    const other = new DocumentLoader(visited, tracer, 1_000);
    await other.apply(events('a', 1, 5));
    await expect(other.finish()).rejects.toThrow('somebody else writes into shelf: a');
  });
});
