import { eventually, faultProxy } from '#testing';
import { CommandQueueFull } from './store-errors';
import { checkLog, failed, NOW, openStore, patient, submission, succeeded, WORKER, type TestStore } from './store.builder';
import { uuidV7 } from './uuid-v7';

// Outages and full queues take their time on a busy machine.
jest.setTimeout(60_000);

let store: TestStore;
beforeEach(async () => {
  store = await openStore();
});
afterEach(() => store.close());

const ask = (deliveryId: string) => ({ kind: 'ask', deliveryId, workerId: WORKER }) as const;

describe('the executor', () => {
  it('takes a job from its submission to its end, and the rows tell the same as the events', async () => {
    const { executor, committed } = store.executor();
    const accepted = await executor.submit(submission({ payload: { text: 'ü "quoted" \\ \n' } }), 40);
    expect(accepted).toMatchObject({ kind: 'accepted', position: 2 });
    const delivery = uuidV7();
    expect((await executor.run(accepted.jobId, ask(delivery), patient)).outcome).toEqual({ kind: 'granted', attempt: 1 });
    expect(await executor.run(accepted.jobId, { kind: 'started', deliveryId: delivery, startedAt: NOW }, patient)).toMatchObject({ outcome: { kind: 'recorded' }, position: 3 });
    expect(await executor.run(accepted.jobId, succeeded(delivery, { answer: 42 }), patient)).toMatchObject({ outcome: { kind: 'recorded' }, position: 4, job: { status: 'COMPLETED' } });
    expect(committed.map(({ type }) => type)).toEqual(['job.submitted', 'job.queued', 'job.started', 'job.completed']);
    expect(await store.reader.read(0, 10)).toEqual(committed.map((event) => ({ ...event, event: undefined })));
    const [row] = await store.query('SELECT status, version, rev, attempt, result, payload, owner_worker_id, closed_deliveries::text AS closed FROM jobs');
    expect(row).toEqual({ status: 'COMPLETED', version: 4, rev: 4, attempt: 1, result: { answer: 42 }, payload: { text: 'ü "quoted" \\ \n' }, owner_worker_id: null, closed: `{${delivery}}` });
    expect(await store.query('SELECT number, state, duration_ms FROM attempts')).toEqual([{ number: 1, state: 'SUCCEEDED', duration_ms: 0 }]);
    await checkLog(store);
  });

  it('stores what PostgreSQL has no text for: NUL, half a surrogate pair', async () => {
    const { executor, committed } = store.executor();
    await executor.submit(submission({ payload: { text: 'a\u0000b\ud800' } }), 40);
    expect(await store.query('SELECT payload FROM jobs')).toEqual([{ payload: { text: 'a\u0000b\ud800' } }]);
    expect((await store.reader.read(0, 10)).map(({ text }) => text)).toEqual(committed.map(({ text }) => text));
  });

  it('decides all commands of a job that arrive together one after the other, and writes them as one', async () => {
    const { executor } = store.executor();
    const { jobId } = await executor.submit(submission(), 10);
    const delivery = uuidV7();
    const [grant, second, start, end, late] = await Promise.all([
      executor.run(jobId, ask(delivery), patient),
      executor.run(jobId, ask(uuidV7()), patient),
      executor.run(jobId, { kind: 'started', deliveryId: delivery, startedAt: NOW }, patient),
      executor.run(jobId, succeeded(delivery), patient),
      executor.run(jobId, failed(delivery), patient),
    ]);
    expect([grant, second, start, end, late].map(({ outcome }) => outcome.kind)).toEqual(['granted', 'probe_owner', 'recorded', 'recorded', 'fenced']);
    expect([start.position, end.position, late.position]).toEqual([3, 4, undefined]);
    const [row] = await store.query('SELECT rev, status FROM jobs');
    expect(row).toEqual({ rev: 2, status: 'COMPLETED' });
    await checkLog(store);
  });

  it('never answers from a row that another gateway has changed', async () => {
    const [a, b] = [store.executor({ name: 'g1' }), store.executor({ name: 'g2' })];
    const { jobId } = await a.executor.submit(submission(), 10);
    const [first, second] = [uuidV7(), uuidV7()];
    await a.executor.run(jobId, ask(first), patient); // a knows: owned by the first
    await b.executor.run(jobId, { kind: 'returned', deliveryId: first }, patient);
    await b.executor.run(jobId, ask(second), patient); // in truth: owned by the second
    expect((await a.executor.run(jobId, succeeded(second), patient)).outcome).toEqual({ kind: 'recorded' });
    expect((await b.executor.run(jobId, succeeded(second), patient)).outcome).toEqual({ kind: 'fenced' });
    await checkLog(store);
  });

  it('answers a repeated key with the job of then, and another request under it with a conflict', async () => {
    const { executor } = store.executor();
    const first = await executor.submit(submission({ idempotencyKey: 'k', requestHash: 'same' }), 10);
    await executor.submit(submission(), 10);
    expect(await executor.submit(submission({ idempotencyKey: 'k', requestHash: 'same' }), 10)).toEqual({ kind: 'duplicate', jobId: first.jobId, position: 2, status: 'QUEUED', correlationId: 'c-1' });
    expect(await executor.submit(submission({ idempotencyKey: 'k', requestHash: 'other' }), 10)).toEqual({ kind: 'conflict', jobId: first.jobId });
    expect(await executor.submit(submission({ tenantId: 'another', idempotencyKey: 'k', requestHash: 'other' }), 10)).toMatchObject({ kind: 'accepted' });
    expect(await checkLog(store)).toEqual({ events: 6, jobs: 3 });
  });

  it('answers one of many that race with one key within a group, and tells the rest the same', async () => {
    const { executor } = store.executor();
    const answers = await Promise.all(Array.from({ length: 20 }, () => executor.submit(submission({ idempotencyKey: 'k', requestHash: 'h' }), 10)));
    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
    expect(await checkLog(store)).toEqual({ events: 2, jobs: 1 });
  });

  it('takes a write that the store will not have out of its group, and commits the others', async () => {
    const { executor } = store.executor();
    const [good, bad] = [submission(), submission({ type: 'x'.repeat(10), maxAttempts: 0 })];
    const [accepted, refused] = await Promise.allSettled([executor.submit(good, 10), executor.submit(bad, 10)]);
    expect(accepted).toMatchObject({ status: 'fulfilled', value: { kind: 'accepted' } });
    expect(refused).toMatchObject({ status: 'rejected', reason: { name: 'StatementRefused', constraint: 'counters_count_up' } });
    expect(await checkLog(store)).toEqual({ events: 2, jobs: 1 });
  });

  it('keeps the lease of an owner by the tick of the store, and knows the tick of every row it reads', async () => {
    const [a, b] = [store.executor({ name: 'g1' }), store.executor({ name: 'g2' })];
    const { jobId } = await a.executor.submit(submission(), 10);
    const delivery = uuidV7();
    await a.executor.run(jobId, ask(delivery), patient);
    await store.query('UPDATE engine_clock SET tick_applied = 40, tick_sent = 40');
    // Gateway a has never heard of tick 40, and its cached row says tick 0: the heartbeat must renew all the same.
    await a.executor.run(jobId, { kind: 'heartbeat', deliveryId: delivery }, patient);
    expect(await store.query('SELECT lease_tick FROM jobs')).toEqual([{ lease_tick: 40 }]);
    expect(b.executor.knownTick).toBe(0);
    await b.executor.run(jobId, { kind: 'due' }, patient);
    expect(b.executor.knownTick).toBe(40);
  });

  it('refuses more than it can hold', async () => {
    const { executor } = store.executor();
    const answers = await Promise.allSettled(Array.from({ length: 20_050 }, () => executor.submit(submission(), 3_000)));
    const refused = answers.filter((answer) => answer.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) expect(answer.reason).toBeInstanceOf(CommandQueueFull);
    const { jobs } = await checkLog(store);
    expect(jobs).toBe(answers.length - refused.length);
  });

  it('refuses clients while the store is away, keeps reports, and goes on by itself', async () => {
    const proxy = await faultProxy(store.url);
    const { executor, committed } = store.executor({ pool: store.newPool(1, proxy.url) });
    const jobs = await Promise.all(Array.from({ length: 10 }, async () => ({ jobId: (await executor.submit(submission(), 10)).jobId, deliveryId: uuidV7() })));
    await Promise.all(jobs.map(({ jobId, deliveryId }) => executor.run(jobId, ask(deliveryId), patient)));

    proxy.refuse();
    const reports = Promise.all(jobs.map(({ jobId, deliveryId }) => executor.run(jobId, succeeded(deliveryId), patient)));
    await expect(executor.submit(submission(), 10)).rejects.toMatchObject({ code: 'store_unavailable' });
    await eventually(() => !executor.storeAnswers, { message: 'the outage is noticed' });
    await expect(executor.submit(submission(), 10)).rejects.toMatchObject({ code: 'store_unavailable', outcomeUnknown: false });
    await expect(executor.run(jobs[0]?.jobId as string, { kind: 'cancel', by: 'ada' }, { patient: false })).rejects.toMatchObject({ code: 'store_unavailable' });

    proxy.heal();
    expect((await reports).map(({ outcome }) => outcome.kind)).toEqual(jobs.map(() => 'recorded'));
    expect(executor.storeAnswers).toBe(true);
    expect(await executor.submit(submission(), 10)).toMatchObject({ kind: 'accepted' });
    const { events } = await checkLog(store);
    // What was told as committed has no hole that the log has not: whoever relays from memory can rely on positions.
    for (const event of committed) expect(event.position).toBeLessThanOrEqual(events);
    await executor.whenIdle();
    await proxy.close();
  });

  it('lets go of what waits when the process stops while the store is away', async () => {
    const proxy = await faultProxy(store.url);
    const { executor } = store.executor({ pool: store.newPool(1, proxy.url) });
    const { jobId } = await executor.submit(submission(), 10);
    proxy.refuse();
    const waiting = executor.run(jobId, ask(uuidV7()), patient);
    waiting.catch(() => undefined);
    await eventually(() => !executor.storeAnswers, { message: 'the outage is noticed' });
    executor.abandon();
    await expect(waiting).rejects.toMatchObject({ code: 'store_unavailable' });
    await executor.whenIdle();
    await proxy.close();
  });

  it('survives connections that are cut again and again: nothing twice, nothing lost, no key with two jobs', async () => {
    const proxy = await faultProxy(store.url);
    const { executor } = store.executor({ pool: store.newPool(1, proxy.url) });
    const keys = Array.from({ length: 60 }, (_, i) => `key-${i}`);
    const head = async (): Promise<number> => (await store.reader.head()).position;
    let done = false;
    // Each time a group has been committed somewhere in between, the connection goes.
    const cutter = (async () => {
      for (let cuts = 0; cuts < 25 && !done; cuts++) {
        const before = await head();
        await eventually(async () => done || (await head()) > before || Promise.reject(new Error('nothing committed yet')), { timeoutMs: 2_000, intervalMs: 2 }).catch(() => undefined);
        proxy.cut();
      }
    })();
    const stubborn = async (idempotencyKey: string): Promise<string> => {
      for (;;) {
        try {
          const answer = await executor.submit(submission({ idempotencyKey, requestHash: 'h' }), 10);
          return answer.jobId;
        } catch (error) {
          expect(error).toMatchObject({ code: 'store_unavailable' });
          await eventually(() => executor.storeAnswers, { message: 'the executor has recovered' });
        }
      }
    };
    const ids = await Promise.all(keys.map(stubborn));
    await Promise.all(
      ids.map(async (jobId) => {
        const deliveryId = uuidV7();
        await executor.run(jobId, ask(deliveryId), patient);
        await executor.run(jobId, succeeded(deliveryId), patient);
      }),
    );
    done = true;
    await cutter;
    expect(new Set(ids).size).toBe(60);
    expect(await checkLog(store)).toEqual({ events: 240, jobs: 60 });
    expect(await store.query("SELECT count(*)::int AS ended FROM jobs WHERE status = 'COMPLETED'")).toEqual([{ ended: 60 }]);
    await executor.whenIdle();
    await proxy.close();
  });
});
