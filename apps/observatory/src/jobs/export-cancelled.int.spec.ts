import { once } from 'node:events';
import { get as request, type IncomingMessage } from 'node:http';
import type { Service } from '#http';
import { type DocumentCollection, type JobDocument, JOBS, ReadModelStore } from '#read-model';
import { eventually, freshMongo } from '#testing';
import { jobDocument, Shelf, startObservatory } from '../observatory.harness';

jest.setTimeout(60_000);

/** More than sockets and streams take in by themselves: 24 MB as NDJSON. */
const JOBS_EXPORTED = 12_000;
const WIDE = 'x'.repeat(1_900);
/** As many connections as the observatory has to the store. */
const EXPORTS_AT_ONCE = 16;

describe('an export whose reader goes away', () => {
  let store: ReadModelStore;
  let jobs: DocumentCollection<JobDocument>;
  let service: Service;

  beforeAll(async () => {
    const mongo = await freshMongo();
    store = new ReadModelStore({ ...mongo, name: 'spec' }).open();
    const shelf = new Shelf(store);
    await shelf.build();
    jobs = store.documents<JobDocument>(shelf.collection(JOBS));
    for (let from = 0; from < JOBS_EXPORTED; from += 4_000) await shelf.put(...Array.from({ length: 4_000 }, (_, index) => jobDocument(from + index + 1, { idempotencyKey: WIDE })));
    await shelf.reach(1);
    service = await startObservatory(mongo);
  });
  afterAll(async () => {
    await service.stop();
    await store.close();
  });

  /** An export that has begun. Whoever does not read on holds it where it is. */
  async function begun(format: string): Promise<{ answer: IncomingMessage; leave: () => void }> {
    const asked = request(`${service.url()}/v1/jobs/export?format=${format}`, { agent: false });
    asked.on('error', () => undefined);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.on('error', () => undefined);
    await once(answer, 'readable');
    expect([answer.statusCode, answer.read() !== null]).toEqual([200, true]);
    return { answer, leave: () => asked.destroy() };
  }

  /** Cursors that the store holds open for exports. */
  async function openCursors(): Promise<number> {
    const idle = await store.documents('').db.client.db('admin').aggregate([{ $currentOp: { idleCursors: true } }, { $match: { type: 'idleCursor', ns: jobs.namespace } }]).toArray();
    return idle.length;
  }

  it.each(['ndjson', 'csv'])('leaves no cursor behind, and those who come after find the store as it was (%s)', async (format) => {
    const readers = await Promise.all(Array.from({ length: EXPORTS_AT_ONCE }, () => begun(format)));
    await eventually(async () => expect(await openCursors()).toBe(EXPORTS_AT_ONCE), { message: 'each export waits for its reader' });
    for (const { leave } of readers) leave();
    await eventually(async () => expect(await openCursors()).toBe(0), { message: 'every cursor is closed' });
    const list = await service.app.inject({ method: 'GET', url: '/v1/jobs?limit=1' });
    expect(list.statusCode).toBe(200);
    const { answer } = await begun(format);
    let lines = 0;
    for await (const chunk of answer) lines += String(chunk).split('\n').length - 1;
    expect(lines).toBeGreaterThan(JOBS_EXPORTED / 2);
  });
});
