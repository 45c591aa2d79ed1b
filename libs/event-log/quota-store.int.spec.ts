import { randomUUID } from 'node:crypto';
import { QuotaExceeded, QuotaStore } from './quota-store';
import { checkLog, failed, openStore, patient, submission, succeeded, type TestExecutor, type TestStore, WORKER } from './store.builder';
import { TicketStore } from './ticket-store';

jest.setTimeout(60_000);

let store: TestStore;
let quotas: QuotaStore;
beforeEach(async () => {
  store = await openStore();
  quotas = new QuotaStore(store.pool);
});
afterEach(() => store.close());

const ACME = { tenantId: 'acme' };
const PAYLOAD_BYTES = JSON.stringify(submission().payload).length;
const outcomeOf = (submitted: Promise<{ readonly kind: string }>): Promise<string> => submitted.then(({ kind }) => kind, (error: unknown) => (error instanceof QuotaExceeded ? `over ${error.facts['quota']}` : String(error)));
const submit = ({ executor }: TestExecutor, changes: Parameters<typeof submission>[0] = ACME) => outcomeOf(executor.submit(submission({ ...ACME, ...changes }), 10));
const times = (count: number, what: string): string[] => Array<string>(count).fill(what);
/** What is counted is what is there. */
async function used(): Promise<unknown> {
  const counted = (await quotas.get('acme'))?.used;
  const [there] = await store.query("SELECT count(*)::int AS \"openJobs\", coalesce(sum(octet_length(payload::text)), 0)::int AS \"openPayloadBytes\" FROM jobs WHERE tenant_id = 'acme' AND finished_at IS NULL");
  expect(counted).toEqual(there);
  return counted;
}

describe('the quota of a tenant', () => {
  it('admits as many open jobs as it says, not one more, however many gateways take them at once', async () => {
    const gateways = [store.executor({ name: 'g1' }), store.executor({ name: 'g2' })];
    await quotas.set('acme', { openJobs: 25 }, 'spec');
    const answers = await Promise.all(Array.from({ length: 120 }, (_, i) => submit(gateways[i % 2] as TestExecutor)));
    expect(answers.sort()).toEqual([...times(25, 'accepted'), ...times(95, 'over openJobs')]);
    expect(await used()).toEqual({ openJobs: 25, openPayloadBytes: 25 * PAYLOAD_BYTES });
    expect(await checkLog(store)).toEqual({ events: 50, jobs: 25 });
  });

  it('is nothing to other tenants, and nothing when it is removed', async () => {
    const gateway = store.executor();
    await quotas.set('acme', { openJobs: 0 }, 'spec');
    expect(await Promise.all([submit(gateway), submit(gateway, { tenantId: 'globex' }), submit(gateway, { tenantId: 'default' })])).toEqual(['over openJobs', 'accepted', 'accepted']);
    expect(await quotas.remove('acme')).toBe(true);
    expect(await quotas.remove('acme')).toBe(false);
    expect(await submit(gateway)).toBe('accepted');
  });

  it('bounds the bytes of payloads; one that is too large keeps no smaller one out that comes with it', async () => {
    const gateway = store.executor();
    await quotas.set('acme', { openPayloadBytes: 1_000 }, 'spec');
    const sizes = [400, 700, 400, 150, 300];
    const answers = await Promise.all(sizes.map((size) => submit(gateway, { payload: { filler: 'x'.repeat(size - 13) } })));
    expect(answers).toEqual(['accepted', 'over openPayloadBytes', 'accepted', 'accepted', 'over openPayloadBytes']);
    expect(await used()).toEqual({ openJobs: 3, openPayloadBytes: 950 });
  });

  it('gives back what ends: completed, failed for good, cancelled; and what is tried again stays open', async () => {
    const gateway = store.executor();
    const { executor } = gateway;
    await quotas.set('acme', { openJobs: 3 }, 'spec');
    const ids = await Promise.all([1, 2, 3].map(async () => (await executor.submit(submission(ACME), 10)).jobId));
    expect(await submit(gateway)).toBe('over openJobs');
    const run = async (jobId: string, end: (deliveryId: string) => ReturnType<typeof failed> | ReturnType<typeof succeeded>): Promise<void> => {
      const deliveryId = randomUUID();
      await executor.run(jobId, { kind: 'ask', workerId: WORKER, deliveryId }, patient);
      await executor.run(jobId, end(deliveryId), patient);
    };
    await run(ids[0] as string, (delivery) => succeeded(delivery));
    expect(await used()).toMatchObject({ openJobs: 2 });
    await run(ids[1] as string, (delivery) => failed(delivery));
    expect(await used()).toMatchObject({ openJobs: 2 });
    await executor.run(ids[1] as string, { kind: 'cancel', by: 'spec' }, patient);
    await executor.run(ids[2] as string, { kind: 'cancel', by: 'spec' }, patient);
    // Ended twice is ended once.
    await executor.run(ids[2] as string, { kind: 'cancel', by: 'spec' }, patient);
    expect(await used()).toEqual({ openJobs: 0, openPayloadBytes: 0 });
    expect(await Promise.all([1, 2, 3, 4].map(() => submit(gateway)))).toEqual([...times(3, 'accepted'), 'over openJobs']);
  });

  it('counts what was open before it was there, and keeps it when it is lowered', async () => {
    const gateway = store.executor();
    await Promise.all(times(5, '').map(() => submit(gateway)));
    expect(await quotas.set('acme', { openJobs: 6 }, 'spec')).toEqual({ tenantId: 'acme', openJobs: 6, used: { openJobs: 5, openPayloadBytes: 5 * PAYLOAD_BYTES } });
    expect(await submit(gateway)).toBe('accepted');
    await quotas.set('acme', { openJobs: 2 }, 'spec');
    expect(await submit(gateway)).toBe('over openJobs');
    expect(await used()).toMatchObject({ openJobs: 6 });
  });

  it('answers a repeated submission with its job though it is used up, and refuses a new key', async () => {
    const gateway = store.executor();
    const keyed = (key: string) => ({ idempotencyKey: key, requestHash: 'h' });
    await quotas.set('acme', { openJobs: 1 }, 'spec');
    expect(await submit(gateway, keyed('k-1'))).toBe('accepted');
    expect(await Promise.all([submit(gateway, keyed('k-1')), submit(gateway, keyed('k-2'))])).toEqual(['duplicate', 'over openJobs']);
    await quotas.set('acme', { openJobs: 2 }, 'spec');
    // The repeated one takes no place from the new one beside it.
    expect(await Promise.all([submit(gateway, keyed('k-1')), submit(gateway, keyed('k-2'))])).toEqual(['duplicate', 'accepted']);
  });

  it('leaves a ticket good and a dedupe key free when it refuses', async () => {
    const gateway = store.executor();
    const expiresAtMs = Date.now() + 3_600_000;
    await new TicketStore(store.pool).openDay(expiresAtMs);
    const ticket = { nonce: randomUUID(), expiresAt: new Date(expiresAtMs).toISOString() };
    const dedupe = { key: 'd-1', until: new Date(expiresAtMs).toISOString() };
    await quotas.set('acme', { openJobs: 0 }, 'spec');
    expect(await submit(gateway, { ticket, dedupe })).toBe('over openJobs');
    await quotas.set('acme', { openJobs: 1 }, 'spec');
    expect(await submit(gateway, { ticket, dedupe })).toBe('accepted');
  });
});
