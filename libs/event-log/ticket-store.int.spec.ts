import { randomUUID } from 'node:crypto';
import type { TicketClaim } from '#domain';
import { checkLog, openStore, submission, type TestStore } from './store.builder';
import { TicketExpired, TicketReplayed, TicketStore } from './ticket-store';

jest.setTimeout(60_000);

const HOUR_MS = 3_600_000;

let store: TestStore;
let tickets: TicketStore;
beforeEach(async () => {
  store = await openStore();
  tickets = new TicketStore(store.pool);
});
afterEach(() => store.close());

const ticketFor = async (ttlMs = HOUR_MS): Promise<TicketClaim> => {
  const expiresAtMs = Date.now() + ttlMs;
  expect(await tickets.openDay(expiresAtMs)).toBe(true);
  return { nonce: randomUUID(), expiresAt: new Date(expiresAtMs).toISOString() };
};
const nonces = () => store.query<{ id: string; job_id: string; tenant_id: string }>('SELECT id, job_id, tenant_id FROM ticket_nonces ORDER BY used_at');
const daysKept = async () => (await store.query<{ name: string }>("SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'ticket_nonces'::regclass ORDER BY 1")).map(({ name }) => name);
const refusalOf = (submitted: Promise<unknown>): Promise<unknown> => submitted.then(() => 'accepted', (error: unknown) => error);

describe('tickets in the store', () => {
  it('are used once, whichever gateways race for them', async () => {
    const gateways = [store.executor({ name: 'g1' }), store.executor({ name: 'g2' }), store.executor({ name: 'g3' })];
    const claims = await Promise.all(Array.from({ length: 30 }, () => ticketFor()));
    const answers = await Promise.all(claims.map((ticket) => Promise.all(gateways.flatMap(({ executor }) => [1, 2].map(() => refusalOf(executor.submit(submission({ ticket }), 10).then(({ jobId }) => jobId)))))));
    const taken = new Map((await nonces()).map(({ id, job_id: jobId }) => [id, jobId]));
    expect(taken.size).toBe(30);
    answers.forEach((six, i) => {
      expect(six.filter((answer) => answer === 'accepted')).toHaveLength(1);
      for (const answer of six) if (answer !== 'accepted') expect(answer).toMatchObject({ code: 'ticket_replayed', jobId: taken.get((claims[i] as TicketClaim).nonce) });
    });
    expect(await checkLog(store)).toEqual({ events: 60, jobs: 30 });
  });

  it('are left good by a submission that makes no job, and go before the key of one that is known', async () => {
    const { executor } = store.executor();
    const keyed = { idempotencyKey: 'k', requestHash: 'h' };
    const first = await executor.submit(submission(keyed), 10);
    const ticket = await ticketFor();
    expect(await executor.submit(submission({ ...keyed, ticket }), 10)).toMatchObject({ kind: 'duplicate', jobId: first.jobId });
    expect(await executor.submit(submission({ ...keyed, requestHash: 'other', ticket }), 10)).toMatchObject({ kind: 'conflict' });
    expect(await nonces()).toEqual([]);
    const used = await executor.submit(submission({ ticket, idempotencyKey: 'n', requestHash: 'h' }), 10);
    expect(await nonces()).toEqual([{ id: ticket.nonce, job_id: used.jobId, tenant_id: 'default' }]);
    expect(await refusalOf(executor.submit(submission({ ticket, idempotencyKey: 'n', requestHash: 'h' }), 10))).toBeInstanceOf(TicketReplayed);
  });

  it('take no dedupe key when they are refused', async () => {
    const { executor } = store.executor();
    const ticket = await ticketFor();
    await executor.submit(submission({ ticket }), 10);
    const dedupe = { key: 'd', until: new Date(Date.now() + HOUR_MS).toISOString() };
    expect(await refusalOf(executor.submit(submission({ ticket, dedupe }), 10))).toBeInstanceOf(TicketReplayed);
    expect(await store.query('SELECT FROM dedupe_keys')).toEqual([]);
    expect(await executor.submit(submission({ dedupe }), 10)).toMatchObject({ kind: 'accepted' });
  });

  it('expire by the clock of the store', async () => {
    const { executor } = store.executor();
    const ticket = await ticketFor(-1);
    expect(await refusalOf(executor.submit(submission({ ticket }), 10))).toBeInstanceOf(TicketExpired);
    expect(await checkLog(store)).toEqual({ events: 0, jobs: 0 });
  });

  it('are forgotten by the day, and a clock that jumps back brings none of them to life', async () => {
    const { executor } = store.executor();
    const today = await ticketFor();
    await executor.submit(submission({ ticket: today }), 10);
    await ticketFor(-48 * HOUR_MS);
    expect(await daysKept()).toHaveLength(2);
    expect(await tickets.dropDays()).toBe(1);
    expect(await daysKept()).toHaveLength(1);
    expect(await refusalOf(executor.submit(submission({ ticket: today }), 10))).toBeInstanceOf(TicketReplayed);

    // The clock was two days ahead when the last days were dropped; now it is right again.
    await store.query("SELECT drop_ticket_days(interval '-48 hours')");
    expect(await daysKept()).toEqual([]);
    expect(await refusalOf(executor.submit(submission({ ticket: today }), 10))).toBeInstanceOf(TicketExpired);
    expect(await new TicketStore(store.pool).openDay(Date.parse(today.expiresAt))).toBe(false);
    expect(await checkLog(store)).toEqual({ events: 2, jobs: 1 });
  });

  it('find the place of their day, whoever makes it', async () => {
    const instant = Date.now() + 72 * HOUR_MS;
    expect(await Promise.all(Array.from({ length: 6 }, () => new TicketStore(store.newPool(1)).openDay(instant)))).toEqual(Array(6).fill(true));
    expect(await daysKept()).toHaveLength(1);
  });
});
