import { eventually } from '#testing';
import { failed, openStore, patient, submission, type TestStore } from './store.builder';
import { uuidV7 } from './uuid-v7';

jest.setTimeout(60_000);

let store: TestStore;
beforeEach(async () => {
  store = await openStore();
});
afterEach(() => store.close());

describe("the engine's clock", () => {
  it('has one tick outstanding, and goes on when that one was applied', async () => {
    expect(await store.engine.nextTick(20_000)).toBe(1);
    expect(await store.engine.nextTick(20_000)).toBeUndefined();
    expect(await store.engine.applyTick(1)).toBe(true);
    expect(await store.engine.applyTick(1)).toBe(false);
    expect(await store.engine.nextTick(20_000)).toBe(2);
  });

  it('sends a tick that was lost again under its number', async () => {
    expect(await store.engine.nextTick(20_000)).toBe(1);
    expect(await store.engine.nextTick(0)).toBe(1);
    expect(await store.engine.applyTick(1)).toBe(true);
  });

  it('takes no tick but the next one', async () => {
    await store.engine.nextTick(20_000);
    expect(await store.engine.applyTick(1_000_000)).toBe(false);
    expect(await store.engine.applyTick(1)).toBe(true);
  });

  it('moves once when two gateways apply the same tick', async () => {
    await store.engine.nextTick(20_000);
    const applied = await Promise.all(Array.from({ length: 6 }, () => store.engine.applyTick(1)));
    expect(applied.filter(Boolean)).toHaveLength(1);
  });
});

describe('what the engine looks for', () => {
  it('finds owners, what they own, and who is silent', async () => {
    const { executor } = store.executor();
    const jobs = await Promise.all(Array.from({ length: 4 }, async () => (await executor.submit(submission(), 10)).jobId));
    const deliveries = jobs.map(() => uuidV7());
    await Promise.all(jobs.slice(0, 3).map((id, i) => executor.run(id, { kind: 'ask', deliveryId: deliveries[i] as string, workerId: i < 2 ? 'w1' : 'w2' }, patient)));
    expect((await store.engine.owners()).sort()).toEqual(['w1', 'w2']);
    expect((await store.engine.ownedBy('w1')).map(({ deliveryId }) => deliveryId).sort()).toEqual(deliveries.slice(0, 2).sort());
    await store.query('UPDATE engine_clock SET tick_applied = 9, tick_sent = 9');
    await executor.run(jobs[0] as string, { kind: 'resend', notSentSince: '2000-01-01T00:00:00.000Z' }, patient); // learns the tick
    await executor.run(jobs[0] as string, { kind: 'heartbeat', deliveryId: deliveries[0] as string }, patient);
    expect((await store.engine.silentSince(8, 10)).map(({ jobId, leaseTick }) => [jobId, leaseTick]).sort()).toEqual([
      [jobs[1], 0],
      [jobs[2], 0],
    ]);
  });

  it('finds what is due soon, the next first, by the clock of the database', async () => {
    const { executor } = store.executor({ random: () => 0 });
    const ids: string[] = [];
    for (const retryAfterMs of [60_000, 20_000, 500]) {
      const { jobId } = await executor.submit(submission(), 10);
      const deliveryId = uuidV7();
      await executor.run(jobId, { kind: 'ask', deliveryId, workerId: 'w' }, patient);
      await executor.run(jobId, failed(deliveryId, retryAfterMs), patient);
      ids.push(jobId);
    }
    const due = async (...looked: Parameters<typeof store.engine.dueWithin>) => (await store.engine.dueWithin(...looked)).map(({ jobId }) => jobId);
    expect(await due(30_000, 10)).toEqual([ids[2], ids[1]]);
    expect(await due(30_000, 1)).toHaveLength(1);
    // What was looked through before is not read again, but for what is overdue.
    await eventually(async () => expect(await due(90_000, 10, Date.now() + 40_000)).toEqual([ids[2], ids[0]]), { message: 'the first is overdue' });
  });

  it('finds jobs that have waited long without an owner', async () => {
    const { executor } = store.executor();
    const [waits, owned] = [(await executor.submit(submission(), 10)).jobId, (await executor.submit(submission(), 10)).jobId];
    await executor.run(owned, { kind: 'ask', deliveryId: uuidV7(), workerId: 'w' }, patient);
    for (const queue of ['default', 'long']) await store.engine.registerQueue(queue, 9);
    await Promise.all(Array.from({ length: 30 }, () => executor.submit(submission({ queue: 'long' }), 10)));
    expect(await store.engine.waitingLongerThan(30_000, 10)).toEqual([]);
    expect(await store.engine.waitingLongerThan(-1_000, 10)).toContainEqual(expect.objectContaining({ jobId: waits, queue: 'default', priority: 'normal', resends: 0 }));
    // A long line does not hide what waits in another.
    const found = await store.engine.waitingLongerThan(-1_000, 3);
    expect(found.map(({ queue }) => queue).sort()).toEqual(['default', 'long', 'long', 'long']);
  });

  it('lets so many queues in and no more, also when they come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => store.engine.registerQueue(`q${i}`, 5)));
    expect(answers.filter((answer) => answer === 'registered')).toHaveLength(5);
    expect(answers.filter((answer) => answer === 'too_many')).toHaveLength(7);
    const [first] = await store.engine.queues();
    expect(await store.engine.registerQueue(first as string, 5)).toBe('known');
    await store.engine.markDeclared(first as string);
    expect(await store.engine.registerQueue(first as string, 5)).toBe('declared');
  });
});
