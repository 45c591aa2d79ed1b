import { randomUUID } from 'node:crypto';
import { type AttemptRef, CONTRACT_VERSION_OF, type EnvelopeOf, type PayloadOf } from '#contracts';
import { ATTEMPT_LOGS, ATTEMPT_PROGRESS, type AttemptLogDocument, type ProgressDocument, ReadModelStore, tellingId } from '#read-model';
import { freshMongo } from '#testing';
import { AttemptRecorder } from './attempt-recorder';
import { keepWithin } from './keep-within';

jest.setTimeout(30_000);

const KEPT = { keptForMs: 48 * 3_600_000, maxBytes: 1_000_000_000 };

const envelope = <T extends 'attempt.progressed' | 'attempt.logged'>(eventType: T, payload: PayloadOf[T], second: number): EnvelopeOf<T> =>
  ({
    contractVersion: CONTRACT_VERSION_OF[eventType], eventType, eventId: randomUUID(), occurredAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
    producer: { service: 'worker', instanceId: 'worker-1', version: '0.1.0' }, correlationId: 'c-1', idempotencyKey: 'k-1', payload,
  }) as unknown as EnvelopeOf<T>;
const progressed = (ref: AttemptRef, value: number, second: number, message?: string) => envelope('attempt.progressed', { ...ref, workerId: 'worker-1', value, ...(message === undefined ? {} : { message }) }, second);
const logged = (ref: AttemptRef, second: number, ...texts: string[]) =>
  envelope('attempt.logged', { ...ref, workerId: 'worker-1', lines: texts.map((text) => ({ at: '2026-01-01T00:00:00.000Z', level: 'info' as const, text })) }, second);

describe('what handlers tell on their way', () => {
  let store: ReadModelStore;
  let recorder: AttemptRecorder;
  let [one, two]: AttemptRef[] = [];

  beforeEach(async () => {
    store = new ReadModelStore({ ...(await freshMongo()), name: 'spec' }).open();
    recorder = new AttemptRecorder(store, KEPT);
    [one, two] = [{ jobId: randomUUID(), deliveryId: randomUUID() }, { jobId: randomUUID(), deliveryId: randomUUID() }];
  });
  afterEach(() => store.close());

  const progressOf = (ref = one) => store.documents<ProgressDocument>(ATTEMPT_PROGRESS.collection).findOne({ _id: tellingId(ref as AttemptRef) });
  const logOf = (ref = one) => store.documents<AttemptLogDocument>(ATTEMPT_LOGS.collection).findOne({ _id: tellingId(ref as AttemptRef) });
  const textsOf = async (ref = one) => (await logOf(ref))?.lines.map(({ text }) => text);

  it('the newest progress stays, in whatever order it comes and however often', async () => {
    const all = [progressed(one as AttemptRef, 0.1, 1, '$value'), progressed(one as AttemptRef, 0.7, 3, '$$ROOT'), progressed(one as AttemptRef, 0.3, 2), progressed(two as AttemptRef, 1, 1)];
    await recorder.record(all, []);
    await recorder.record([...all].reverse(), []);
    for (const single of all) await recorder.record([single], []);
    expect(await progressOf()).toEqual({ _id: tellingId(one as AttemptRef), value: 0.7, message: '$$ROOT', at: '2026-01-01T00:00:03.000Z', expireAt: expect.any(Date) as Date });
    expect(await progressOf(two)).toMatchObject({ value: 1 });
  });

  it('each line stays once, in the order it was sent, however often its message comes', async () => {
    const all = [logged(one as AttemptRef, 1, 'a', 'b'), logged(one as AttemptRef, 2, 'c'), logged(two as AttemptRef, 1, 'other')];
    await recorder.record([], [all[1] as never, all[0] as never, all[2] as never]);
    await recorder.record([], all);
    await recorder.record([], [logged(one as AttemptRef, 3, 'd\u0000$'), ...all]);
    expect([await textsOf(), await textsOf(two)]).toEqual([['a', 'b', 'c', 'd\u0000$'], ['other']]);
    expect(await logOf()).toMatchObject({ version: 2, count: 4, dropped: 0 });
  });

  it('lines that two aggregators take at the same time, some of them both, stay once each', async () => {
    const all = Array.from({ length: 30 }, (_, index) => logged(one as AttemptRef, index, `line ${index}`));
    const others = [new AttemptRecorder(store, KEPT), new AttemptRecorder(store, KEPT), recorder];
    for (let from = 0; from < 30; from += 6) await Promise.all(others.map((each, index) => each.record([], all.slice(Math.max(0, from - index), from + 6))));
    expect((await textsOf())?.sort()).toEqual(all.map((_, index) => `line ${index}`).sort());
  });

  it('an attempt that says too much keeps a beginning, and says how much is left out', async () => {
    for (let part = 0; part < 6; part += 1) await recorder.record([], [logged(one as AttemptRef, part, ...Array.from({ length: 200 }, (_, index) => `${part}/${index}`))]);
    expect(await logOf()).toMatchObject({ count: 1_000, dropped: 200 });
    expect((await textsOf())?.at(-1)).toBe('4/199');
  });

  it('all of it expires by itself', async () => {
    await recorder.record([progressed(one as AttemptRef, 0.5, 1)], [logged(one as AttemptRef, 1, 'a')]);
    for (const { collection } of [ATTEMPT_PROGRESS, ATTEMPT_LOGS]) {
      expect((await store.documents(collection).indexes()).find((index) => index.key['expireAt'] === 1)).toMatchObject({ expireAfterSeconds: 0 });
      const [document] = await store.documents<ProgressDocument>(collection).find().toArray();
      expect(document?.expireAt.getTime()).toBeGreaterThan(Date.now() + 24 * 3_600_000);
    }
  });

  it('the oldest is forgotten first when there is more of it than there may be', async () => {
    const logs = store.documents<{ _id: string; expireAt: Date; text: string }>(ATTEMPT_LOGS.collection);
    await store.ensureIndexes(ATTEMPT_LOGS.collection, ATTEMPT_LOGS);
    await logs.insertMany(Array.from({ length: 100 }, (_, index) => ({ _id: String(index), expireAt: new Date(Date.now() + 3_600_000 + index), text: 'x'.repeat(1_000) })));
    expect(await keepWithin(logs as never, 1_000_000)).toBe(0);
    expect(await keepWithin(logs as never, 50_000)).toBeGreaterThan(50);
    const left = (await logs.find().toArray()).map(({ _id }) => Number(_id));
    expect([left.length > 20, Math.min(...left), Math.max(...left)]).toEqual([true, 100 - left.length, 99]);
    await new AttemptRecorder(store, { ...KEPT, maxBytes: 1, measureEveryMs: 0 }).record([progressed(one as AttemptRef, 0.5, 1)], []);
    expect(await logs.countDocuments()).toBeLessThanOrEqual(1);
  });
});
