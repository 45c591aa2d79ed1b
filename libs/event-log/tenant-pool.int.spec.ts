import { JobHistory } from './job-history';
import { EventReader } from './event-reader';
import { StatementRefused } from './store-errors';
import { openStore, QUIET, submission, type TestStore } from './store.builder';
import { StorePool } from './store-pool';
import { TenantJobs } from './tenant-jobs';
import { TenantPool } from './tenant-pool';

jest.setTimeout(30_000);

describe('what the store shows to the session of a tenant', () => {
  let store: TestStore;
  let tenants: TenantPool;
  const jobs = new Map<string, string>();

  beforeAll(async () => {
    store = await openStore();
    tenants = new TenantPool({ url: store.url, applicationName: 'spec', max: 1, logger: QUIET });
    const { executor } = store.executor();
    for (const tenantId of ['acme', 'zeta', 'default']) {
      const submitted = await executor.submit(submission({ tenantId }), 100);
      jobs.set(tenantId, submitted.jobId);
      await store.query(`INSERT INTO attempts (job_id, number, state, delivery_id, worker_id, started_at) VALUES ($1, 1, 'RUNNING', gen_random_uuid(), $2, now())`, [submitted.jobId, `worker-of-${tenantId}`]);
      await store.query(`INSERT INTO resources (kind, name, stream_id, rev, version, tenant_id, state) VALUES ('schedule', $1, gen_random_uuid(), 1, 1, $1, '{}')`, [tenantId]);
    }
    await store.query('INSERT INTO job_parents (child_id, parent_id) VALUES ($1, $3), ($2, $3)', [jobs.get('acme'), jobs.get('zeta'), jobs.get('default')]);
  });

  afterAll(async () => {
    await tenants.end();
    await store.close();
  });

  const seen = async (tenantId: string, text: string): Promise<unknown[]> => (await tenants.as(tenantId).query<Record<string, unknown>>({ name: `${text.length} ${text.slice(0, 40)}`, text })).rows.flatMap((row) => Object.values(row));

  it('is its own rows, in statements that forget to ask for them', async () => {
    for (const tenantId of ['acme', 'zeta', 'default', 'acme']) {
      expect(await seen(tenantId, 'SELECT tenant_id FROM jobs')).toEqual([tenantId]);
      expect(new Set(await seen(tenantId, 'SELECT tenant_id FROM events'))).toEqual(new Set([tenantId]));
      expect(await seen(tenantId, 'SELECT tenant_id FROM resources')).toEqual([tenantId]);
      expect(await seen(tenantId, 'SELECT worker_id FROM attempts')).toEqual([`worker-of-${tenantId}`]);
      expect(await seen(tenantId, 'SELECT child_id FROM job_parents')).toEqual(tenantId === 'default' ? [] : [jobs.get(tenantId)]);
    }
    expect(await seen('nobody', 'SELECT tenant_id FROM jobs')).toEqual([]);
    expect(await seen("acme' OR true --", 'SELECT tenant_id FROM jobs')).toEqual([]);
  });

  it('is right for each of many that read at the same time, on whatever connection', async () => {
    const wide = new TenantPool({ url: store.url, applicationName: 'spec', max: 3, logger: QUIET });
    const names = Array.from({ length: 120 }, (_, index) => ['acme', 'zeta', 'default'][(index * 7) % 3] ?? '');
    const found = await Promise.all(names.map(async (name) => (await wide.as(name).query<{ tenant_id: string }>({ name: 'all', text: 'SELECT tenant_id FROM jobs' })).rows.map(({ tenant_id }) => tenant_id)));
    expect(found).toEqual(names.map((name) => [name]));
    await wide.end();
  });

  it('is nothing to a session that names no tenant', async () => {
    const nameless = new StorePool({ url: store.url, applicationName: 'spec', max: 1, role: 'observatory_tenant', logger: QUIET });
    for (const table of ['jobs', 'events', 'resources', 'attempts', 'job_parents']) expect((await nameless.query({ name: table, text: `SELECT * FROM ${table}` })).rows).toEqual([]);
    await nameless.end();
  });

  it.each(['SELECT * FROM api_keys', 'SELECT * FROM events_p000000', 'SELECT * FROM dedupe_keys', "UPDATE jobs SET tenant_id = 'acme'", 'DELETE FROM jobs', 'DELETE FROM events', "INSERT INTO queues (name) VALUES ('x')"])('refuses %s', async (text) => {
    await expect(tenants.as('acme').query({ name: text, text })).rejects.toThrow(StatementRefused);
    expect(await seen('acme', 'SELECT tenant_id FROM jobs')).toEqual(['acme']);
  });

  it('is what readers answer', async () => {
    const [acme, zeta] = [jobs.get('acme') ?? '', jobs.get('zeta') ?? ''];
    const own = tenants.as('acme');
    expect([(await new TenantJobs(own).job(acme))?.tenantId, await new TenantJobs(own).job(zeta)]).toEqual(['acme', undefined]);
    expect([(await new TenantJobs(own).attempts(acme)).length, (await new TenantJobs(own).attempts(zeta)).length]).toEqual([1, 0]);
    expect([(await new JobHistory(own).asOf(acme, { version: 1 })).kind, (await new JobHistory(own).asOf(zeta, { version: 1 })).kind]).toEqual(['job', 'unknown_job']);
    const whole = await new EventReader(store.pool).page(0, 1_000);
    const page = await new EventReader(own).ownPage('acme', 0, 1_000);
    expect([page.count, page.lastPosition]).toEqual([whole.ndjson.split('\n').filter((line) => line.includes('"tenantId":"acme"')).length, whole.lastPosition]);
    // The predicate asks for another than the session: there is nothing that is both.
    expect((await new EventReader(own).ownPage('zeta', 0, 1_000)).count).toBe(0);
    const first = await new EventReader(own).ownPage('acme', 0, 1);
    const rest = await new EventReader(own).ownPage('acme', first.lastPosition, 1_000);
    expect([first.count, first.ndjson + rest.ndjson]).toEqual([1, page.ndjson]);
  });

  it('does not stand in the way of the owner, who sees and appends everything', async () => {
    expect((await store.query<{ tenant_id: string }>('SELECT tenant_id FROM jobs ORDER BY tenant_id')).map(({ tenant_id }) => tenant_id)).toEqual(['acme', 'default', 'zeta']);
    const plan = JSON.stringify(await store.query(`EXPLAIN (FORMAT JSON) SELECT * FROM jobs WHERE id = '${jobs.get('acme') ?? ''}'`));
    expect(plan).not.toContain('observatory.tenant');
  });
});
