import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditEntry, type AuditFeedResponse, type AuditHead, type ConsentListResponse, type Role, validator } from '#contracts';
import { ApiKeyStore, AuditStore, StorePool, verifyAudit } from '#event-log';
import { SecurityEvents } from '#http';
import { PLATFORM_TENANT } from '#identity';
import { eventually } from '#testing';
import { freshStores, TestGateway } from '../gateway.builder';

jest.setTimeout(60_000);

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const folder = mkdtempSync(join(tmpdir(), 'audit-'));
const keyFile = join(folder, 'audit.pem');
/** Made by the gateway that starts first. */
const publicKeys = (): string[] => [readFileSync(`${keyFile}.pub`, 'utf8')];
const headsFile = join(folder, 'heads.ndjson');

describe('the audit trail of two gateways', () => {
  let gateways: TestGateway[];
  let pool: StorePool;
  let audit: AuditStore;
  let keys: ApiKeyStore;
  const keyOf = async (tenantId: string, ...roles: Role[]) => keys.create({ tenantId, roles, name: roles.join(), createdBy: 'spec' });
  const as = ({ key }: { key: string }) => ({ authorization: `Bearer ${key}`, 'user-agent': 'spec/1' });
  const one = (): TestGateway => gateways[0] as TestGateway;
  const two = (): TestGateway => gateways[1] as TestGateway;

  beforeAll(async () => {
    const stores = await freshStores();
    pool = new StorePool({ url: stores.DATABASE_URL, applicationName: 'spec', max: 2, logger: silent });
    audit = new AuditStore(pool);
    keys = new ApiKeyStore(pool);
    const variables = { AUTH_MODE: 'required', GATEWAY_AUDIT_KEY_FILE: keyFile, GATEWAY_AUDIT_HEADS_FILE: headsFile, ENCRYPTION_KEYS: `spec:${Buffer.alloc(32, 5).toString('base64')}` };
    gateways = await Promise.all([TestGateway.start(stores, variables), TestGateway.start(stores, variables)]);
    await eventually(() => expect(gateways.map(({ isReady }) => isReady)).toEqual([true, true]));
  });

  afterAll(async () => {
    await Promise.all((gateways ?? []).map((gateway) => gateway.stop()));
    await pool?.end();
  });

  async function entries(): Promise<AuditEntry[]> {
    const { key } = await keyOf(PLATFORM_TENANT, 'service');
    const all: AuditEntry[] = [];
    for (;;) {
      const answer = await one().request('GET', `/v1/audit/feed?after=${all.length}&limit=1000`, undefined, { authorization: `Bearer ${key}` });
      const page = (await answer.json()) as AuditFeedResponse;
      expect([answer.status, validator('AuditFeedResponse')(page)]).toEqual([200, { ok: true, value: page }]);
      if (page.items.length === 0) return all;
      all.push(...page.items);
    }
  }

  const matching = async (facts: object): Promise<AuditEntry[]> => (await entries()).filter((entry) => Object.entries(facts).every(([name, value]) => JSON.stringify(entry[name as keyof AuditEntry]) === JSON.stringify(value)));

  it('has a command once it is answered: who, what, from where, with what verdict', async () => {
    const admin = await keyOf('acme', 'admin');
    const { jobId } = await one().submit({ runAt: '2099-01-01T00:00:00.000Z' }, as(admin));
    const told = await (await one().request('GET', '/v1/events?after=0&limit=1000', undefined, as(admin))).text();
    expect(told.split('\n').filter((line) => line.includes('"eventType":"job.submitted"')).map((line) => (JSON.parse(line) as { payload: object }).payload)).toMatchObject([{ jobId, submittedBy: admin.apiKey.id }]);
    const answer = await two().request('POST', `/v1/jobs/${jobId}/cancel`, {}, { ...as(admin), 'x-correlation-id': 'cancel-1' });
    expect(answer.status).toBe(202);
    expect(await matching({ action: 'jobs:cancel' })).toMatchObject([
      { verdict: 'accepted', count: 1, tenantId: 'acme', principal: { kind: 'api_key', id: admin.apiKey.id, tenantId: 'acme' }, resource: `/v1/jobs/${jobId}/cancel`, route: 'POST /v1/jobs/:id/cancel', address: '127.0.0.1', userAgent: 'spec/1', correlationId: 'cancel-1' },
    ]);
    const made = await one().request('POST', '/v1/keys', { name: 'ci', roles: ['submitter'] }, as(admin));
    expect(made.status).toBe(201);
    const text = JSON.stringify(await matching({ action: 'keys:write' }));
    expect(text).toContain('POST /v1/keys');
    expect(text).not.toContain(((await made.json()) as { key: string }).key.split('_')[2]);
  });

  it('has why something sealed was read or erased', async () => {
    const admin = await keyOf('shop', 'admin');
    const { jobId } = await one().submit({ runAt: '2099-01-01T00:00:00.000Z' }, as(admin));
    expect((await two().request('POST', `/v1/jobs/${jobId}/reveal`, { reason: 'ticket 4711' }, as(admin))).status).toBe(200);
    expect((await two().request('DELETE', '/v1/subjects/ada?reason=asked%20by%20letter', undefined, as(admin))).status).toBe(200);
    const told = { verdict: 'accepted', principal: { id: admin.apiKey.id } };
    expect(await matching({ action: 'jobs:reveal' })).toMatchObject([{ ...told, resource: `/v1/jobs/${jobId}/reveal`, reason: 'ticket 4711' }]);
    expect(await matching({ action: 'subjects:erase' })).toMatchObject([{ ...told, resource: expect.stringMatching(/^\/v1\/subjects\/[\w-]{22}$/) as string, reason: 'asked by letter' }]);
    // Nor where nobody was let in.
    expect((await two().request('DELETE', '/v1/subjects/ada', undefined, as(await keyOf('shop', 'viewer')))).status).toBe(403);
    await eventually(async () => expect(await matching({ route: 'DELETE /v1/subjects/:subject', verdict: 'refused' })).toMatchObject([{ resource: '/v1/subjects/:subject' }]));
    expect(JSON.stringify(await entries())).not.toContain('/ada');
  });

  it('has who recorded that a person opted out, which keeps out the jobs of that purpose at every gateway at once', async () => {
    const platform = await keyOf(PLATFORM_TENANT, 'admin');
    const payloadSchema = { type: 'object', properties: { who: { type: 'string', 'x-subject': true, 'x-pii': true } }, 'x-purpose': 'marketing' };
    expect((await two().request('PUT', '/v1/job-types/mail.offer', { payloadSchema }, as(platform))).status).toBe(200);
    const offer = () => two().post('/v1/jobs', { type: 'mail.offer', payload: { who: 'grace' }, runAt: '2099-01-01T00:00:00.000Z' }, as(platform));
    expect((await offer()).status).toBe(202);
    expect(await (await one().request('PUT', '/v1/subjects/grace/consents/marketing', { status: 'withdrawn', reason: 'by letter' }, as(platform))).json()).toMatchObject({ purpose: 'marketing', status: 'withdrawn', by: platform.apiKey.id });
    const refused = await offer();
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'opted_out' }]);
    const kept = (await (await two().request('GET', '/v1/subjects/grace/consents', undefined, as(platform))).json()) as ConsentListResponse;
    expect(validator('ConsentListResponse')(kept)).toMatchObject({ ok: true, value: { items: [{ purpose: 'marketing', status: 'withdrawn' }] } });
    expect(await matching({ action: 'consents:write' })).toMatchObject([{ verdict: 'accepted', principal: { id: platform.apiKey.id }, resource: `/v1/subjects/${kept.subject}/consents/marketing`, reason: 'by letter' }]);
    const feed = await (await one().request('GET', '/v1/events?after=0&limit=1000', undefined, as(platform))).text();
    expect(feed).toContain('"eventType":"subject.consent_set"');
    expect(feed + JSON.stringify(await entries())).not.toContain('grace');
  });

  it('has what was refused with its code, and counts what comes by the thousand', async () => {
    const submitter = await keyOf('bulk', 'submitter', 'operator');
    expect((await one().request('POST', '/v1/jobs/01a1fddf-0000-7000-8000-00000000c0de/cancel', {}, as(submitter))).status).toBe(404);
    for (let i = 0; i < 40; i += 1) await two().submit({ runAt: '2099-01-01T00:00:00.000Z' }, as(submitter));
    await eventually(async () => expect((await matching({ action: 'jobs:submit', tenantId: 'bulk' })).reduce((sum, { count }) => sum + count, 0)).toBe(40));
    expect((await matching({ action: 'jobs:submit', tenantId: 'bulk' })).length).toBeLessThan(20);
    await eventually(async () => expect(await matching({ verdict: 'refused', tenantId: 'bulk' })).toMatchObject([{ action: 'jobs:cancel', code: 'not_found' }]));
  });

  it('folds a flood of bad keys into some rows, and opens one incident with its evidence, whichever gateway was asked', async () => {
    const bad = { authorization: `Bearer jo_0123456789abcdef_${'x'.repeat(43)}` };
    await Promise.all(Array.from({ length: 400 }, (_, i) => (i % 2 === 0 ? one() : two()).request('GET', '/v1/me', undefined, bad)));
    const opened = await eventually(async () => {
      const found = (await matching({ action: 'incident.opened' })).filter(({ incident }) => incident?.source === 'address 127.0.0.1');
      expect(found).toHaveLength(1);
      return found[0] as AuditEntry;
    }, { timeoutMs: 15_000 });
    expect(opened.incident).toMatchObject({ pattern: 'brute_force', state: 'open', step: 1 });
    const failed = (await entries()).filter(({ action }) => action === 'security.authentication_failed');
    expect(failed.length).toBeLessThan(20);
    expect(failed[0]).toMatchObject({ subject: 'jo_0123456789abcdef', address: '127.0.0.1', verdict: 'refused' });
    expect(failed.map(({ sequence }) => sequence)).toEqual(expect.arrayContaining([...(opened.incident?.evidence ?? [])]));
    await eventually(async () => expect((await entries()).filter(({ action }) => action === 'security.authentication_failed').reduce((sum, { count }) => sum + count, 0)).toBe(400), { timeoutMs: 15_000 });
  });

  it('tells of replays that other parts notice, and of who probes what it may not', async () => {
    one().service.app.get(SecurityEvents).record({ category: 'replay', subject: 'nonce-1', tenantId: 'acme', reason: 'the nonce was used' });
    const viewer = await keyOf('nosy', 'viewer');
    for (const path of ['/v1/jobs', '/v1/keys', '/v1/operations', '/v1/schedules', '/v1/jobs/bulk']) expect((await two().request('POST', path, {}, as(viewer))).status).toBe(403);
    await eventually(async () => {
      expect(await matching({ category: 'replay', tenantId: 'acme' })).toHaveLength(1);
      expect((await matching({ action: 'incident.opened', tenantId: 'nosy' })).map(({ incident }) => incident?.pattern)).toEqual(['scope_probing']);
    }, { timeoutMs: 15_000 });
  });

  it('notices who tries the jobs of another tenant, and tells them no more than that there is none', async () => {
    const { jobId } = await one().submit({ runAt: '2099-01-01T00:00:00.000Z' }, as(await keyOf('acme', 'submitter')));
    const spy = await keyOf('spy', 'operator');
    const unknown = '01a1fddf-0000-7000-8000-00000000c0de';
    for (let i = 0; i < 6; i += 1) expect((await two().request('GET', `/v1/jobs/${jobId}`, undefined, as(spy))).status).toBe(404);
    expect((await two().request('GET', `/v1/jobs/${unknown}`, undefined, as(spy))).status).toBe(404);
    await eventually(async () => {
      const tries = await matching({ action: 'security.cross_tenant_attempt', tenantId: 'spy' });
      expect([tries.reduce((sum, { count }) => sum + count, 0), JSON.stringify(tries).includes(unknown)]).toEqual([6, false]);
      expect((await matching({ action: 'incident.opened', tenantId: 'spy' })).map(({ incident }) => incident?.pattern)).toEqual(['cross_tenant_probing']);
    }, { timeoutMs: 15_000 });
  });

  it('is sealed with a signature, carried out of the store, and whole', async () => {
    const last = (await audit.last())?.sequence ?? 0;
    const inFile = () => readFileSync(headsFile, 'utf8').trim().split('\n').map((line, i) => ({ head: JSON.parse(line) as AuditHead, from: `line ${i + 1}` }));
    // The head is in the store a moment before it is carried out of it.
    await eventually(() => expect(inFile().at(-1)?.head.sequence).toBeGreaterThanOrEqual(last), { timeoutMs: 15_000 });
    expect((await audit.lastHead())?.sequence).toBeGreaterThanOrEqual(last);
    expect(await verifyAudit(audit, { exported: inFile(), publicKeys: publicKeys() })).toMatchObject({ faults: [] });
  });

  it('says to whoever copies it when it is another trail', async () => {
    const auth = as(await keyOf(PLATFORM_TENANT, 'service'));
    const ask = async (query: string): Promise<AuditFeedResponse> => (await (await one().request('GET', `/v1/audit/feed?${query}`, undefined, auth)).json()) as AuditFeedResponse;
    const [first] = (await ask('limit=1')).items;
    expect(await ask(`after=1&hash=${first?.hash}&limit=1`)).toMatchObject({ isAnother: false, items: [{ sequence: 2 }] });
    expect(await ask(`after=1&hash=${'0'.repeat(64)}`)).toMatchObject({ isAnother: true, items: [] });
    expect(await ask(`after=999999&hash=${first?.hash}`)).toMatchObject({ isAnother: true });
  });

  it('goes on when the gateway that led is gone, without telling anything twice', async () => {
    const before = (await matching({ action: 'incident.opened' })).length;
    const [left] = gateways.splice(1, 1);
    await left?.stop();
    const admin = await keyOf('acme', 'admin');
    expect((await one().request('POST', '/v1/keys', { name: 'later', roles: ['viewer'] }, as(admin))).status).toBe(201);
    const last = (await audit.last())?.sequence ?? 0;
    await eventually(async () => expect((await audit.lastHead())?.sequence).toBeGreaterThanOrEqual(last), { timeoutMs: 20_000 });
    expect((await matching({ action: 'incident.opened' })).length).toBe(before);
    expect(await verifyAudit(audit, { publicKeys: publicKeys() })).toMatchObject({ faults: [] });
  });
});
