import { Client } from 'pg';
import { eventually } from '#testing';
import { checkLog, failed, openStore, patient, submission, succeeded, WORKER, type TestStore } from './store.builder';
import { uuidV7 } from './uuid-v7';

jest.setTimeout(60_000);

let store: TestStore;
beforeEach(async () => {
  store = await openStore();
});
afterEach(() => store.close());

const ask = (deliveryId: string) => ({ kind: 'ask', deliveryId, workerId: WORKER }) as const;

describe('the append', () => {
  it('gives positions without gaps to writers that race, losers and all', async () => {
    const gateways = [store.executor({ name: 'g1' }), store.executor({ name: 'g2' }), store.executor({ name: 'g3' })];
    const keys = Array.from({ length: 40 }, (_, i) => `key-${i}`);
    // Every gateway is given every key: one of three inserts wins, and the others leave neither a row nor a hole.
    const answers = await Promise.all(
      keys.flatMap((idempotencyKey) => gateways.map(({ executor }) => executor.submit(submission({ idempotencyKey, requestHash: 'h' }), 10))),
    );
    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(40);
    expect(answers.filter(({ kind }) => kind === 'duplicate')).toHaveLength(80);
    expect(new Set(answers.map((answer) => `${answer.jobId} ${answer.kind === 'conflict' ? '' : answer.position}`)).size).toBe(40);
    expect(await checkLog(store)).toEqual({ events: 80, jobs: 40 });
    // What each was told it committed is exactly what the log has there.
    const log = new Map((await store.reader.read(0, 1_000)).map((event) => [event.position, event.text]));
    for (const { committed } of gateways) for (const event of committed) expect(log.get(event.position)).toBe(event.text);
    expect(gateways.flatMap(({ committed }) => committed)).toHaveLength(80);
  });

  it('lets one of two gateways have a job, and the other decide again', async () => {
    const [a, b] = [store.executor({ name: 'g1' }), store.executor({ name: 'g2' })];
    const ids = await Promise.all(Array.from({ length: 50 }, async () => (await a.executor.submit(submission(), 10)).jobId));
    // Both know every row; both are asked for every job at once, by different deliveries.
    await Promise.all(ids.map((id) => b.executor.run(id, { kind: 'resend', notSentSince: '2000-01-01T00:00:00.000Z' }, patient)));
    const outcomes = await Promise.all(ids.map(async (id) => Promise.all([a, b].map(async ({ executor }) => (await executor.run(id, ask(uuidV7()), patient)).outcome.kind))));
    for (const pair of outcomes) expect([...pair].sort()).toEqual(['granted', 'probe_owner']);
    await checkLog(store);
  });

  it('keeps rows and events together when both gateways finish and fail the same attempts', async () => {
    const [a, b] = [store.executor({ name: 'g1' }), store.executor({ name: 'g2' })];
    const jobs = await Promise.all(
      Array.from({ length: 60 }, async () => {
        const { jobId } = await a.executor.submit(submission(), 10);
        const deliveryId = uuidV7();
        await a.executor.run(jobId, ask(deliveryId), patient);
        return { jobId, deliveryId };
      }),
    );
    const outcomes = await Promise.all(
      jobs.map(async ({ jobId, deliveryId }, i) => {
        const reports = [a.executor.run(jobId, succeeded(deliveryId, i), patient), b.executor.run(jobId, failed(deliveryId), patient)];
        return (await Promise.all(reports)).map(({ outcome }) => outcome.kind).sort();
      }),
    );
    for (const pair of outcomes) expect(pair).toEqual(['fenced', 'recorded']);
    await checkLog(store);
  });

  it('leaves nothing of a statement that is killed in the middle', async () => {
    const { executor } = store.executor();
    await executor.submit(submission(), 10);
    // Somebody holds the head, so that the next append stands in the middle of its statement.
    const holder = new Client({ connectionString: store.url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT * FROM log_head FOR UPDATE');
    const victim = store.executor();
    const refused = victim.executor.submit(submission({ idempotencyKey: 'k', requestHash: 'h' }), 10).catch((error: unknown) => error);
    const [{ pid }] = await eventually(
      async () => {
        const rows = await store.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%append_batch%'");
        if (rows.length === 0) throw new Error('nobody waits');
        return rows as [{ pid: number }];
      },
      { message: 'the append waits for the head' },
    );
    await store.query('SELECT pg_terminate_backend($1)', [pid]);
    expect(await refused).toMatchObject({ code: 'store_unavailable', outcomeUnknown: true });
    await holder.query('ROLLBACK');
    await holder.end();
    expect(await checkLog(store)).toEqual({ events: 2, jobs: 1 });
    // The client repeats with its key, as it was told to.
    await eventually(() => victim.executor.storeAnswers, { message: 'the executor has recovered' });
    expect(await victim.executor.submit(submission({ idempotencyKey: 'k', requestHash: 'h' }), 10)).toMatchObject({ kind: 'accepted', position: 4 });
    expect(await checkLog(store)).toEqual({ events: 4, jobs: 2 });
  });

  it('does not hold the head across a round trip: a client that stops after its statement stops nobody', async () => {
    const stopped = new Client({ connectionString: store.url });
    await stopped.connect();
    const { executor } = store.executor();
    await executor.submit(submission(), 10);
    const [{ held }] = (await store.query<{ held: number }>("SELECT count(*)::int AS held FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'log_head' AND l.mode IN ('RowShareLock', 'RowExclusiveLock')")) as [{ held: number }];
    expect(held).toBe(0);
    await stopped.end();
  });

  it('makes the partition it needs when nobody made it ahead', async () => {
    await store.query('UPDATE log_head SET position = 14999998');
    const { executor } = store.executor();
    await Promise.all(Array.from({ length: 5 }, () => executor.submit(submission(), 10)));
    const parts = await store.query<{ relname: string }>("SELECT relname FROM pg_class WHERE relname ~ '^events_p[0-9]+$' ORDER BY 1");
    expect(parts.map(({ relname }) => relname)).toEqual(['events_p000000', 'events_p000001', 'events_p000002', 'events_p000003', 'events_p000004']);
    const [{ position, events }] = (await store.query('SELECT position, (SELECT count(*)::int FROM events) AS events FROM log_head')) as [{ position: number; events: number }];
    expect([position, events]).toEqual([15_000_008, 10]);
  });

  it('is refused by the row itself when it would say something impossible', async () => {
    const { jobId } = await store.executor().executor.submit(submission(), 10);
    const rejects = async (constraint: string, set: string): Promise<void> => {
      await expect(store.query(`UPDATE jobs SET ${set} WHERE id = $1`, [jobId])).rejects.toMatchObject({ constraint });
    };
    await rejects('finished_iff_terminal', "status = 'COMPLETED'");
    await rejects('finished_iff_terminal', 'finished_at = now()');
    await rejects('run_at_iff_waiting_for_it', "status = 'RETRYING'");
    await rejects('running_iff_owner_has_started', "status = 'RUNNING'");
    await rejects('owner_is_known_whole', 'owner_delivery_id = gen_random_uuid()');
    await rejects('closed_delivery_never_owns', "owner_delivery_id = id, owner_worker_id = 'w', owner_granted_at = now(), lease_tick = 0, closed_deliveries = ARRAY[id]");
    await rejects('owner_only_while_queued_or_running', "status = 'CANCELLED', finished_at = now(), owner_delivery_id = id, owner_worker_id = 'w', owner_granted_at = now(), lease_tick = 0");
    await rejects('result_only_of_completed', "result = '1'");
    await rejects('failed_says_why', "status = 'FAILED', finished_at = now()");
    await rejects('status_is_known', "status = 'LATER'");
    await rejects('key_comes_with_its_request', "idempotency_key = 'k'");
  });
});
