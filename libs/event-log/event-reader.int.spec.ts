import { checkLog, openStore, submission, type TestStore } from './store.builder';

jest.setTimeout(60_000);

let store: TestStore;
beforeAll(async () => {
  store = await openStore();
});
afterAll(() => store.close());

const positions = (ndjson: string): number[] =>
  ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { stream: { position: number } }).stream.position);

describe('reading the log', () => {
  it('gives nothing where there is nothing', async () => {
    expect(await store.reader.page(0, 10)).toEqual({ count: 0, lastPosition: 0, ndjson: '' });
    expect(await store.reader.read(0, 10)).toEqual([]);
    expect(await store.reader.head()).toMatchObject({ position: 0 });
  });

  it('gives pages that join without a gap, byte for byte what was committed', async () => {
    const { executor, committed } = store.executor();
    await Promise.all(Array.from({ length: 30 }, (_, i) => executor.submit(submission({ payload: { text: `line\nbreak ${i}` } }), 20)));
    const whole: string[] = [];
    for (let after = 0; ; ) {
      const page = await store.reader.page(after, 7);
      if (page.count === 0) break;
      expect(page.count).toBe(positions(page.ndjson).length);
      whole.push(page.ndjson);
      after = page.lastPosition;
    }
    expect(positions(whole.join(''))).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(whole.join('')).toBe(committed.map(({ text }) => `${text}\n`).join(''));
    expect(await store.reader.head()).toMatchObject({ position: 60 });
    await checkLog(store);
  });

  it('bounds a page in bytes, but never below one event', async () => {
    const page = await store.reader.page(0, 1_000, 2_000);
    expect(page.count).toBeGreaterThan(1);
    expect(page.count).toBeLessThan(8);
    expect((await store.reader.page(0, 1_000, 1)).count).toBe(1);
    expect(await store.reader.read(0, 1_000, 1)).toHaveLength(1);
  });

  it('finds the event of a stream by its version', async () => {
    const { executor } = store.executor();
    const { jobId } = await executor.submit(submission(), 10);
    const [event, ...more] = await store.reader.versions([{ streamId: jobId, version: 2 }]);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ type: 'job.queued', streamId: jobId, correlationId: 'c-1' });
    expect(JSON.parse(event?.text ?? '')).toMatchObject({ eventId: event?.eventId, eventType: 'job.queued' });
  });
});
