import fc from 'fast-check';
import { collectionName, foldEvents, groupByDocument, isLogged, type LoggedEvent, projectionName, type Projector, type ReadModelDocument } from '.';

interface Trace extends ReadModelDocument {
  readonly numbers: readonly number[];
}

/** Keeps the order in which numbers came: any loss, repetition or swap shows. Every third document is nobody's. */
const tracer: Projector<Trace> = {
  model: { name: 'traces', version: 2, indexes: [] },
  route: (event) => (event.stream.id === 'nobody' ? null : event.stream.id),
  sequence: (event) => event.stream.version,
  project: (document, event) => ({ _id: event.stream.id, numbers: [...(document?.numbers ?? []), event.stream.version], version: event.stream.version, position: event.stream.position }),
  weigh: () => 100,
  settled: () => false,
};

const sparse: Projector<Trace> = { ...tracer, sparse: true, sequence: ({ stream }) => stream.position };

const event = (id: string, version: number): LoggedEvent => ({ eventType: 'job.queued', stream: { id, version, position: version, epoch: 'e' } }) as unknown as LoggedEvent;
const upTo = (to: number): number[] => Array.from({ length: to }, (_, index) => index + 1);
const document = (version: number): Trace => ({ _id: 'a', numbers: upTo(version), version, position: version });

describe('folding events', () => {
  it('begins a document with its first event', () => {
    expect(foldEvents(tracer, undefined, [event('a', 1), event('a', 2)])).toEqual({ kind: 'changed', document: document(2) });
  });

  it('skips what the document has already', () => {
    expect(foldEvents(tracer, document(3), [event('a', 2), event('a', 3), event('a', 4)])).toEqual({ kind: 'changed', document: document(4) });
    expect(foldEvents(tracer, document(3), [event('a', 1), event('a', 3)])).toEqual({ kind: 'unchanged' });
    expect(foldEvents(tracer, undefined, [])).toEqual({ kind: 'unchanged' });
  });

  it('does not leap over an event that is missing', () => {
    expect(foldEvents(tracer, document(3), [event('a', 5)])).toEqual({ kind: 'gap', have: 3, next: 5 });
    expect(foldEvents(tracer, undefined, [event('a', 2)])).toEqual({ kind: 'gap', have: 0, next: 2 });
    expect(foldEvents(tracer, document(3), [event('a', 4), event('a', 6)])).toEqual({ kind: 'gap', have: 4, next: 6 });
  });

  it('of a sparse model goes by the place in the log: what is missing between is of no concern, what is not above the document changes nothing', () => {
    expect(foldEvents(sparse, undefined, [event('a', 2), event('a', 5)])).toMatchObject({ kind: 'changed', document: { numbers: [2, 5], version: 5 } });
    expect(foldEvents(sparse, { ...document(5), numbers: [2, 5] }, [event('a', 2), event('a', 5), event('a', 9)])).toMatchObject({ kind: 'changed', document: { numbers: [2, 5, 9], version: 9 } });
    expect(foldEvents(sparse, { ...document(9), numbers: [2, 5, 9] }, [event('a', 2), event('a', 5), event('a', 9)])).toEqual({ kind: 'unchanged' });
  });

  it('does not change the document that it was given', () => {
    const before = Object.freeze(document(1));
    foldEvents(tracer, before, [event('a', 2)]);
    expect(before).toEqual(document(1));
  });

  it('gives the same document however the events are cut into batches, and however often batches come again', () => {
    const cuts = fc.array(fc.record({ from: fc.nat(20), length: fc.integer({ min: 1, max: 8 }) }), { maxLength: 40 });
    fc.assert(
      fc.property(cuts, (batches) => {
        let current: Trace | undefined;
        const all = upTo(20).map((version) => event('a', version));
        for (const { from, length } of [...batches, { from: 0, length: 20 }]) {
          const fold = foldEvents(tracer, current, all.slice(from, from + length));
          if (fold.kind === 'changed') current = fold.document;
          expect(current?.numbers ?? []).toEqual(upTo(current?.version ?? 0));
        }
        expect(current).toEqual(document(20));
      }),
    );
  });

  it('sorts a batch by document, in log order, and leaves out what is of no use', () => {
    const groups = groupByDocument(tracer, [event('a', 1), event('b', 1), event('nobody', 1), event('a', 2)]);
    expect([...groups].map(([id, group]) => [id, group.map((one) => one.stream.version)])).toEqual([['a', [1, 2]], ['b', [1]]]);
  });
});

it('tells events of the log from other envelopes', () => {
  expect([isLogged(event('a', 1)), isLogged({ eventType: 'attempt.asked' } as never)]).toEqual([true, false]);
});

it('names projections and their collections', () => {
  expect([projectionName(tracer.model), collectionName(tracer.model, 7)]).toEqual(['traces@2', 'traces_v2_7']);
});
