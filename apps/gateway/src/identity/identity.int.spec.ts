import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '#contracts';
import { ApiKeyStore, StorePool } from '#event-log';
import { decideAccess, permissionsOf, PLATFORM_TENANT, ROLES } from '#identity';
import { describeService, type GuardedRoute, type ServiceDescription } from '#http';
import { askWith, badCredentials, eventually, stopAsking, TokenIssuer } from '#testing';
import { freshStores, TestGateway } from '../gateway.builder';
import { loadGatewayEnv } from '../gateway.env';
import { gatewayService } from '../gateway.service-options';

const UNKNOWN_ID = '01a1fddf-0000-7000-8000-00000000c0de';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A path that the router takes for this route. */
const pathOf = (url: string): string => url.replace(/:(id|schedule)\b/g, UNKNOWN_ID).replace(/:fingerprint/g, 'abc').replace(/:key/g, '0123456789abcdef').replace(/:name/g, 'nobody').replace(/\*/g, 'x');

describe('the gateway where authentication is required', () => {
  let gateway: TestGateway;
  let pool: StorePool;
  let keys: ApiKeyStore;
  let routes: readonly GuardedRoute[];
  let document: ServiceDescription['document'];
  let folder: string;
  const issuer = new TokenIssuer();
  const keyOf = async (tenantId: string, ...roles: Role[]): Promise<string> => (await keys.create({ tenantId, roles, name: roles.join(), createdBy: 'spec' })).key;
  const as = (key: string) => ({ authorization: `Bearer ${key}` });
  const ask = (method: string, path: string, key?: string, body?: unknown) => gateway.request(method, path, body, key === undefined ? {} : as(key));

  beforeAll(async () => {
    const stores = await freshStores();
    folder = await mkdtemp(join(tmpdir(), 'jwks-'));
    await writeFile(join(folder, 'jwks.json'), await issuer.jwks());
    const variables = { AUTH_MODE: 'required', GATEWAY_ALERT_WEBHOOK_TOKEN: 'a-token-of-the-webhook', AUTH_JWKS_FILE: join(folder, 'jwks.json'), AUTH_ISSUER: issuer.issuer, AUTH_AUDIENCE: issuer.audience };
    pool = new StorePool({ url: stores.DATABASE_URL, applicationName: 'spec', max: 1, logger: silent });
    keys = new ApiKeyStore(pool);
    gateway = await TestGateway.start(stores, variables);
    ({ guarded: routes, document } = await describeService(gatewayService(loadGatewayEnv({ ...stores, ...variables }))));
    await eventually(() => expect(gateway.isReady).toBe(true));
  });

  afterAll(async () => {
    await gateway?.stop();
    await pool?.end();
    stopAsking();
    await rm(folder, { recursive: true, force: true });
  });

  const guarded = () => routes.filter(({ method, access }) => access.kind === 'permission' && method !== 'HEAD');

  it('gives each role what the table says, route by route, and nobody anything else', async () => {
    const holders = await Promise.all([PLATFORM_TENANT, 'acme'].flatMap((tenantId) => ROLES.map(async (role) => ({ tenantId, role, key: await keyOf(tenantId, role) }))));
    expect(guarded().length).toBeGreaterThan(45);
    const wrong: string[] = [];
    for (const { tenantId, role, key } of holders) {
      for (const { method, url, access } of guarded()) {
        if (access.kind === 'public') continue;
        const verdict = decideAccess(access, { tenantId, permissions: permissionsOf([role]) });
        // The long poll of the feed would wait; a body that is no JSON keeps every command from doing anything.
        const path = url === '/v1/events' ? '/v1/events?after=999999999&waitMs=0' : pathOf(url);
        const { status } = await ask(method, path, key, method === 'GET' || method === 'DELETE' ? undefined : '{');
        const ownToken = url.startsWith('/debug') || url === '/v1/alerts/webhook';
        const refused = status === 403 || (status === 401 && !ownToken);
        if (refused !== (verdict !== 'allowed')) wrong.push(`${tenantId}/${role} ${method} ${url}: ${verdict}, answered ${status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('answers nothing but 401 to what is no good credential, on every route that the document or the router has', async () => {
    const documented = Object.entries(document.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`));
    expect(documented.filter((route) => !routes.some(({ method, url }) => `${method} ${url}` === route))).toEqual([]);
    const key = await keyOf('acme', 'viewer');
    const revoked = await keys.create({ tenantId: 'acme', roles: ['admin'], name: 'gone', createdBy: 'spec' });
    await keys.revoke('acme', revoked.apiKey.id, 'spec');
    const expired = await keys.create({ tenantId: 'acme', roles: ['admin'], name: 'old', createdBy: 'spec', expiresAt: new Date(Date.now() - 1_000).toISOString() });
    const bad = badCredentials(key, { ...(await issuer.badTokens()), 'a key that was revoked': revoked.key, 'a key that has expired': expired.key });
    const wrong: string[] = [];
    for (const credential of bad) {
      await Promise.all(guarded().map(async ({ method, url }) => {
        const { status, headers } = await askWith(credential, method, `${gateway.url}${pathOf(url)}`);
        if (status !== 401 || headers['www-authenticate']?.includes('realm="job-observatory"') !== true) wrong.push(`${credential.name}, ${method} ${url}: answered ${status}`);
      }));
    }
    expect(wrong).toEqual([]);
    // What is refused above is refused for what is wrong with it, and for nothing else.
    expect((await askWith({ name: 'a good token', headers: [`Bearer ${await issuer.sign()}`] }, 'GET', `${gateway.url}/v1/me`)).status).toBe(200);
    expect((await askWith({ name: 'the good key', headers: [`Bearer ${key}`] }, 'GET', `${gateway.url}/v1/me`)).status).toBe(200);
  });

  it('keeps the jobs of tenants apart: another one finds, changes and names nothing', async () => {
    const [acme, rival] = [await keyOf('acme', 'operator'), await keyOf('rival', 'operator')];
    const { jobId } = await gateway.submit({ runAt: '2099-01-01T00:00:00.000Z', idempotencyKey: 'mine' }, as(acme));
    const job = (await (await ask('GET', `/v1/jobs/${jobId}`, acme)).json()) as { tenantId: string };
    expect(job.tenantId).toBe('acme');
    for (const key of [rival, await keyOf(PLATFORM_TENANT, 'admin')]) {
      for (const [method, path] of [['GET', ''], ['GET', '?asOfVersion=1'], ['GET', '/attempts'], ['GET', '/why'], ['POST', '/cancel'], ['POST', '/redrive'], ['POST', '/run-now']] as const) {
        const answer = await ask(method, `/v1/jobs/${jobId}${path}`, key, method === 'POST' ? {} : undefined);
        expect([method, path, answer.status]).toEqual([method, path, 404]);
      }
    }
    expect((await ask('POST', '/v1/jobs', rival, { type: 'simulate.work', after: [jobId] })).status).toBe(400);
    expect((await ask('POST', '/v1/jobs', rival, { type: 'simulate.work', tenantId: 'acme' })).status).toBe(400);
    // The same key of another tenant is another job.
    const theirs = await gateway.submit({ runAt: '2099-01-01T00:00:00.000Z', idempotencyKey: 'mine' }, as(rival));
    expect(theirs).toMatchObject({ duplicate: false });
    expect(theirs.jobId).not.toBe(jobId);
    const bulk = (await (await ask('POST', '/v1/jobs/bulk', rival, { jobs: [{ type: 'simulate.work', idempotencyKey: 'mine' }] })).json()) as { items: { jobId?: string }[] };
    expect(bulk.items[0]?.jobId).not.toBe(jobId);
    const started = (await (await ask('POST', '/v1/operations', acme, { action: 'cancel', filter: { ids: [jobId] }, dryRun: true })).json()) as { operation: { id: string } };
    expect((await ask('GET', `/v1/operations/${started.operation.id}`, acme)).status).toBe(200);
    expect((await ask('GET', `/v1/operations/${started.operation.id}`, rival)).status).toBe(404);
    expect((await ask('POST', `/v1/operations/${started.operation.id}/cancel`, rival, {})).status).toBe(404);
    expect(((await (await ask('GET', '/v1/operations', rival)).json()) as { items: unknown[] }).items).toEqual([]);
    expect((await ask('POST', `/v1/jobs/${jobId}/cancel`, acme, {})).status).toBe(202);
  });

  it('makes, lists, rotates and revokes keys of the own tenant, shows each once, and refuses a revoked one within five seconds', async () => {
    const admin = await keyOf('keys-inc', 'admin');
    const made = await ask('POST', '/v1/keys', admin, { name: 'ci', roles: ['submitter'] });
    const { key, apiKey } = (await made.json()) as { key: string; apiKey: { id: string } };
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
    expect(await (await ask('GET', '/v1/me', key)).json()).toMatchObject({ kind: 'api_key', id: apiKey.id, tenantId: 'keys-inc', roles: ['submitter'] });
    const listed = await (await ask('GET', '/v1/keys', admin)).text();
    expect(listed).toContain(apiKey.id);
    expect(listed).not.toContain(key.slice(-43));
    // Nobody gives what it has not, and nobody touches the keys of others.
    expect((await ask('POST', '/v1/keys', admin, { name: 'feed', roles: ['service'] })).status).toBe(403);
    expect((await ask('DELETE', `/v1/keys/${apiKey.id}`, await keyOf('rival', 'admin'))).status).toBe(404);
    expect((await ask('POST', `/v1/keys/${apiKey.id}/rotate`, await keyOf('rival', 'admin'), {})).status).toBe(404);
    const next = ((await (await ask('POST', `/v1/keys/${apiKey.id}/rotate`, admin, {})).json()) as { key: string; apiKey: { id: string } });
    expect((await ask('GET', '/v1/me', next.key)).status).toBe(200);
    await eventually(async () => expect((await ask('GET', '/v1/me', key)).status).toBe(401), { timeoutMs: 5_000 });
    expect((await ask('DELETE', `/v1/keys/${next.apiKey.id}`, admin)).status).toBe(200);
    await eventually(async () => expect((await ask('GET', '/v1/me', next.key)).status).toBe(401), { timeoutMs: 5_000 });
  });

  it('stores nothing that would prove a key', async () => {
    const key = await keyOf('acme', 'viewer');
    const { rows } = await pool.query({ name: 'all_keys', text: "SELECT k::text || encode(k.hash, 'escape') AS text FROM api_keys k" });
    expect(JSON.stringify(rows)).not.toContain(key.slice(-43));
  });
});
