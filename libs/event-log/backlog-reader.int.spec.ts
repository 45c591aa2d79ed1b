import { BacklogReader } from './backlog-reader';
import { openStore, patient, submission, type TestStore } from './store.builder';
import { uuidV7 } from './uuid-v7';

jest.setTimeout(60_000);

let store: TestStore;
let backlog: BacklogReader;
beforeAll(async () => {
  store = await openStore();
  backlog = new BacklogReader(store.pool);
});
afterAll(() => store.close());

it('tells what waits in each queue, who lives, and how far the broker is behind', async () => {
  const { executor } = store.executor();
  for (const queue of ['mail', 'empty', 'default']) await store.engine.registerQueue(queue, 10);
  expect(await backlog.queues()).toEqual(['default', 'empty', 'mail'].map((queue) => ({ queue, jobs: 0, oldestMs: 0 })));
  expect(await backlog.relayLag()).toEqual({ events: 0, oldestMs: 0 });

  const jobs: string[] = [];
  for (let i = 0; i < 5; i += 1) jobs.push((await executor.submit(submission({ queue: 'mail', priority: i === 0 ? 'low' : 'normal' }), 10)).jobId);
  await executor.submit(submission({ queue: 'mail', runAt: '2999-01-01T00:00:00.000Z' }), 10);
  await executor.run(jobs[1] as string, { kind: 'ask', deliveryId: uuidV7(), workerId: 'w1' }, patient);
  await executor.run(jobs[2] as string, { kind: 'cancel', by: 'spec' }, patient);
  // The oldest was sent again a moment ago: it has waited all the same.
  await store.query("UPDATE jobs SET queued_at = queued_at - interval '1 hour', sent_at = sent_at - interval '1 second' WHERE id = $1", [jobs[0]]);

  const [, , mail] = await backlog.queues();
  expect(mail).toMatchObject({ queue: 'mail', jobs: 3 });
  expect(mail?.oldestMs).toBeGreaterThanOrEqual(3_600_000);
  expect(await backlog.live()).toEqual({ waiting: 0, scheduled: 1, queued: 4, running: 0, retrying: 0 });
  const lag = await backlog.relayLag();
  expect(lag.events).toBe((await store.reader.head()).position);
  expect(lag.oldestMs).toBeGreaterThan(0);
});

it('reads only what is alive: the plans name the partial indexes, whatever lies in the history', async () => {
  await store.query(`INSERT INTO jobs (id, rev, tenant_id, type, queue, priority, status, version, queued_version, max_attempts, attempt, failures, losses, resends, submitted_at, queued_at, sent_at, finished_at, correlation_id, payload)
    SELECT gen_random_uuid(), 1, 'default', 'a', 'mail', 'normal', 'COMPLETED', 1, 1, 1, 1, 0, 0, 0, now(), now(), now(), now(), 'c', '{}' FROM generate_series(1, 20000)`);
  await store.query('ANALYZE jobs');
  const plan = async (text: string): Promise<string> => (await store.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`)).map((row) => row['QUERY PLAN']).join('\n');
  for (const text of BacklogReader.statements) expect(await plan(text)).not.toMatch(/Seq Scan on (jobs|events)/);
});
