import { OPEN_GATES, type Gates, type GrantClaim } from '#domain';
import { checkLog, openStore, patient, submission, succeeded, type TestStore } from './store.builder';
import { uuidV7 } from './uuid-v7';

/*
 * What the append decides besides order: pauses and limits in force, one job for several submissions, who waits for whom. Two executors are two
 * gateways; what one of them believes may be old.
 */
jest.setTimeout(60_000);

let store: TestStore;
beforeEach(async () => {
  store = await openStore();
});
afterEach(async () => {
  await checkLog(store);
  await store.close();
});

const ask = () => ({ kind: 'ask', deliveryId: uuidV7(), workerId: 'w' }) as const;
const raiseControls = (by: number) => store.query(`UPDATE log_head SET controls_version = controls_version + ${by}`);

describe('a grant', () => {
  it('does not count on older pauses than those in force, and is decided again on the new ones', async () => {
    let gates: Gates = OPEN_GATES;
    const { executor } = store.executor({
      gates: () => gates,
      controlsChanged: (version) => {
        gates = { ...OPEN_GATES, version, pausedBy: () => 'queue:default' };
        return Promise.resolve();
      },
    });
    const { jobId } = await executor.submit(submission(), 10);
    await raiseControls(1); // another gateway has paused the queue and said so
    const { outcome, job } = await executor.run(jobId, ask(), patient);
    expect([outcome, job?.withheldOn, job?.owner]).toEqual([{ kind: 'denied', reason: 'paused', returned: false }, 'queue:default', undefined]);
    expect(await store.query('SELECT withheld_on, owner_delivery_id FROM jobs')).toEqual([{ withheld_on: 'queue:default', owner_delivery_id: null }]);
  });

  it('that is repeated does not count on older pauses either: a gateway that slept through the pause takes it back', async () => {
    let gates: Gates = OPEN_GATES;
    const { executor } = store.executor({
      gates: () => gates,
      controlsChanged: (version) => {
        gates = { ...OPEN_GATES, version, pausedBy: () => 'queue:default' };
        return Promise.resolve();
      },
    });
    const { jobId } = await executor.submit(submission(), 10);
    const first = ask();
    expect((await executor.run(jobId, first, patient)).outcome).toMatchObject({ kind: 'granted' });
    expect((await executor.run(jobId, first, patient)).outcome).toMatchObject({ kind: 'granted' });
    await raiseControls(1);
    expect((await executor.run(jobId, first, patient)).outcome).toEqual({ kind: 'denied', reason: 'paused', returned: true });
  });

  it('is not held up by a version that was raised for something else', async () => {
    let gates: Gates = OPEN_GATES;
    const { executor } = store.executor({
      gates: () => gates,
      controlsChanged: (version) => {
        gates = { ...OPEN_GATES, version };
        return Promise.resolve();
      },
    });
    const { jobId } = await executor.submit(submission(), 10);
    await raiseControls(3);
    expect((await executor.run(jobId, ask(), patient)).outcome.kind).toBe('granted');
    expect(gates.version).toBe(3);
  });
});

describe('a limit', () => {
  const limitedBy = (claims: readonly GrantClaim[]): (() => Gates) => () => ({ ...OPEN_GATES, claimsOf: () => claims });

  it('holds under two gateways, frees its slots with their owners, and tells who may wait for them', async () => {
    const told: string[] = [];
    const options = { gates: limitedBy([{ kind: 'slot', key: 'limit:two', limit: 2 }]), onClaims: (keys: ReadonlySet<string>) => told.push(...keys) };
    const gateways = [store.executor({ name: 'g1', ...options }), store.executor({ name: 'g2', ...options })];
    const jobs = await Promise.all(Array.from({ length: 12 }, async (_, i) => (await gateways[i % 2]!.executor.submit(submission(), 10)).jobId));
    const asks = jobs.map((jobId) => ({ jobId, ask: ask() }));
    const answers = await Promise.all(asks.map(async ({ jobId, ask }, i) => ({ jobId, ask, ...(await gateways[i % 2]!.executor.run(jobId, ask, patient)) })));
    const granted = answers.filter(({ outcome }) => outcome.kind === 'granted');
    expect(granted).toHaveLength(2);
    expect(answers.filter(({ outcome }) => outcome.kind === 'denied' && outcome.reason === 'limited')).toHaveLength(10);
    expect(await store.query('SELECT in_use FROM limit_slots')).toEqual([{ in_use: 2 }]);
    expect(await store.query("SELECT count(*)::int AS withheld FROM jobs WHERE withheld_on = 'limit:two'")).toEqual([{ withheld: 10 }]);

    const [first] = granted as [(typeof granted)[0]];
    told.length = 0;
    await gateways[1]!.executor.run(first.jobId, succeeded(first.ask.deliveryId), patient);
    expect(told).toEqual(['limit:two']);
    expect(await store.query('SELECT in_use FROM limit_slots')).toEqual([{ in_use: 1 }]);
    const waiting = answers.find(({ outcome }) => outcome.kind === 'denied')!;
    expect((await gateways[0]!.executor.run(waiting.jobId, { kind: 'unwithhold', on: 'limit:two' }, patient)).outcome.kind).toBe('resend');
    expect((await gateways[0]!.executor.run(waiting.jobId, ask(), patient)).outcome.kind).toBe('granted');
    expect(await store.query('SELECT in_use FROM limit_slots')).toEqual([{ in_use: 2 }]);
  });

  it('gives all that a grant claims, or nothing', async () => {
    const { executor } = store.executor({ gates: limitedBy([{ kind: 'slot', key: 'wide', limit: 9 }, { kind: 'slot', key: 'narrow', limit: 1 }]) });
    const jobs = await Promise.all([1, 2, 3].map(async () => (await executor.submit(submission(), 10)).jobId));
    await Promise.all(jobs.map((jobId) => executor.run(jobId, ask(), patient)));
    expect(await store.query('SELECT key, in_use FROM limit_slots ORDER BY key')).toEqual([{ key: 'narrow', in_use: 1 }, { key: 'wide', in_use: 1 }]);
  });

  it.each([
    ['handed back', (deliveryId: string) => ({ kind: 'returned', deliveryId }) as const],
    ['lost', (deliveryId: string) => ({ kind: 'lost', deliveryId, detail: 'worker_gone' }) as const],
  ])('gets the slot back from an owner that is %s', async (_what, end) => {
    const { executor } = store.executor({ gates: limitedBy([{ kind: 'slot', key: 'one', limit: 1 }]) });
    const { jobId } = await executor.submit(submission(), 10);
    const asked = ask();
    await executor.run(jobId, asked, patient);
    await executor.run(jobId, end(asked.deliveryId), patient);
    expect(await store.query('SELECT in_use FROM limit_slots')).toEqual([{ in_use: 0 }]);
  });

  it('of a rate lets its burst through and no more', async () => {
    const { executor } = store.executor({ gates: limitedBy([{ kind: 'token', key: 'rate', perSecond: 0.01, burst: 3 }]) });
    const jobs = await Promise.all(Array.from({ length: 8 }, async () => (await executor.submit(submission(), 10)).jobId));
    const outcomes = await Promise.all(jobs.map(async (jobId) => (await executor.run(jobId, ask(), patient)).outcome.kind));
    expect(outcomes.filter((kind) => kind === 'granted')).toHaveLength(3);
    await store.query("UPDATE limit_tokens SET counted_at = counted_at - interval '100 seconds'");
    const again = await Promise.all(jobs.map(async (jobId) => (await executor.run(jobId, ask(), patient)).outcome.kind));
    expect(again.filter((kind) => kind === 'granted')).toHaveLength(1);
  });
});

describe('one job for several submissions', () => {
  const claim = (changes: { seconds?: number; replaces?: string } = {}) => ({ key: 'reindex', until: new Date(Date.now() + (changes.seconds ?? 60) * 1_000).toISOString(), replaces: changes.replaces });

  it('is the first of the window, whichever gateway took it', async () => {
    const gateways = [store.executor({ name: 'g1' }), store.executor({ name: 'g2' })];
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => gateways[i % 2]!.executor.submit(submission({ dedupe: claim() }), 10)));
    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
    expect(await store.query('SELECT count(*)::int AS jobs FROM jobs')).toEqual([{ jobs: 1 }]);
  });

  it('is another one when the window has passed', async () => {
    const { executor } = store.executor();
    await executor.submit(submission({ dedupe: claim() }), 10);
    await store.query("UPDATE dedupe_keys SET until = clock_timestamp() - interval '1 second'");
    expect((await executor.submit(submission({ dedupe: claim() }), 10)).kind).toBe('accepted');
  });

  it('may be handed to the one that takes its place, once', async () => {
    const { executor } = store.executor();
    const first = await executor.submit(submission({ dedupe: claim() }), 10);
    const heirs = await Promise.all([1, 2].map(() => executor.submit(submission({ dedupe: claim({ replaces: first.jobId }) }), 10)));
    expect(heirs.map(({ kind }) => kind).sort()).toEqual(['accepted', 'deduplicated']);
  });

  it('is told apart from a repeated request, which does not move the window', async () => {
    const { executor } = store.executor();
    const request = { idempotencyKey: 'k', requestHash: 'h' };
    await executor.submit(submission({ ...request, dedupe: claim() }), 10);
    const [before] = await store.query('SELECT until FROM dedupe_keys');
    expect((await executor.submit(submission({ ...request, dedupe: claim({ seconds: 900 }) }), 10)).kind).toBe('duplicate');
    expect(await store.query('SELECT until FROM dedupe_keys')).toEqual([before]);
  });

  it('is not forgotten as long as its keys are held, and is forgotten after', async () => {
    const { executor } = store.executor();
    const { jobId } = await executor.submit(submission({ idempotencyKey: 'k', requestHash: 'h', dedupe: claim() }), 10);
    await executor.run(jobId, { kind: 'cancel', by: 'ada' }, patient);
    expect(await store.engine.forgetKeys(60_000, 100)).toBe(0);
    await store.query("UPDATE dedupe_keys SET until = clock_timestamp() - interval '1 second'");
    expect(await store.engine.forgetKeys(0, 100)).toBe(2);
    expect((await executor.submit(submission({ idempotencyKey: 'k', requestHash: 'other' }), 10)).kind).toBe('accepted');
  });
});

describe('who waits for whom', () => {
  it('is known by both ends, and so is when the waiting is over', async () => {
    const { executor } = store.executor();
    const [a, b] = [await executor.submit(submission(), 10), await executor.submit(submission(), 10)];
    const after = [a.jobId, b.jobId];
    const child = await executor.submit(submission({ after }), 10);
    const anyway = await executor.submit(submission({ after, onParentFailure: 'run' }), 10);
    expect(child).toMatchObject({ kind: 'accepted', status: 'WAITING' });
    expect(new Set(await store.engine.awaitedParents(10))).toEqual(new Set(after));
    expect(new Set(await store.engine.childrenOf([a.jobId]))).toEqual(new Set([child.jobId, anyway.jobId]));
    expect(await store.engine.readyChildren([child.jobId, anyway.jobId])).toEqual([]);

    await executor.run(a.jobId, { kind: 'cancel', by: 'ada' }, patient);
    expect(await store.engine.readyChildren([child.jobId, anyway.jobId])).toEqual([child.jobId]);
    const asked = ask();
    await executor.run(b.jobId, asked, patient);
    await executor.run(b.jobId, succeeded(asked.deliveryId, { rows: 3 }), patient);
    expect(await store.engine.forgottenChildren(10)).toEqual([child.jobId, anyway.jobId].sort());
    const parents = (await store.engine.parentsOf([anyway.jobId])).get(anyway.jobId)!;
    expect(parents).toEqual([{ jobId: a.jobId, status: 'CANCELLED' }, { jobId: b.jobId, status: 'COMPLETED', result: { rows: 3 } }]);
    expect((await executor.run(anyway.jobId, { kind: 'parents', parents }, patient)).outcome.kind).toBe('queued');
    expect(await store.engine.unknownJobs('default', [a.jobId, '01a1fddf-0000-7000-8000-00000000dead'])).toEqual(['01a1fddf-0000-7000-8000-00000000dead']);
  });
});
