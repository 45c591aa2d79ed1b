import { ApiKeyStore, StorePool } from '#event-log';
import { type ApiDocument, eventually, findLeaks, type Question, questionsOf } from '#testing';
import { freshStores, TestGateway } from '../gateway.builder';

jest.setTimeout(60_000);

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const LATER = '2099-01-01T00:00:00.000Z';
const SCHEDULE = { cron: '0 0 1 1 *', job: { type: 'simulate.work', payload: { secret: 'of-zeta' } } };
/** What would do something, were the thing the caller's own. */
const BODIES: Readonly<Record<string, unknown>> = { 'put /v1/schedules/{schedule}': SCHEDULE, 'patch /v1/schedules/{schedule}': { cron: '0 0 2 2 *' }, 'post /v1/jobs/{id}/reveal': { reason: 'curiosity' }, 'patch /v1/users/{name}': { disabled: true } };

describe('what a tenant has in the gateway', () => {
  let gateway: TestGateway;
  let pool: StorePool;
  let acme: Record<string, string>;
  let zeta: Record<string, string>;
  let document: ApiDocument;
  let values: Record<string, readonly string[]>;
  let canaries: readonly string[];

  const made = async <T>(path: string, body: unknown, headers: Record<string, string>): Promise<T> => {
    const answer = await gateway.post(path, body, headers);
    const text = await answer.text();
    expect([path, answer.ok, text]).toEqual([path, true, text]);
    return JSON.parse(text) as T;
  };
  const isOwned = (route: string, method: string): boolean => {
    const permission = (document.paths[route]?.[method] as { 'x-permission'?: string } | undefined)?.['x-permission'];
    return permission !== undefined && !permission.endsWith('(platform)');
  };

  beforeAll(async () => {
    const stores = await freshStores();
    pool = new StorePool({ url: stores.DATABASE_URL, applicationName: 'spec', max: 1, logger: silent });
    const keys = new ApiKeyStore(pool);
    gateway = await TestGateway.start(stores, { AUTH_MODE: 'required' });
    await eventually(() => expect(gateway.isReady).toBe(true));
    const keyOf = async (tenantId: string) => ({ authorization: `Bearer ${(await keys.create({ tenantId, roles: ['admin'], name: `admin-of-${tenantId}`, createdBy: 'spec' })).key}` });
    [acme, zeta] = [await keyOf('acme'), await keyOf('zeta')];
    const { jobId } = await made<{ jobId: string }>('/v1/jobs', { type: 'simulate.work', runAt: LATER, payload: { secret: 'of-zeta' }, tags: ['tag-of-zeta'], idempotencyKey: 'key-of-zeta' }, zeta);
    const { schedule } = await made<{ schedule: { id: string } }>('/v1/schedules', { name: 'nightly', ...SCHEDULE }, zeta);
    const { operation } = await made<{ operation: { id: string } }>('/v1/operations', { action: 'cancel', filter: { ids: [jobId] }, dryRun: true, reason: 'of-zeta' }, zeta);
    const { apiKey } = await made<{ apiKey: { id: string } }>('/v1/keys', { name: 'key-of-zeta', roles: ['viewer'] }, zeta);
    values = { id: [jobId, operation.id], schedule: ['nightly', schedule.id], key: [apiKey.id], name: ['admin-of-zeta'], subject: ['subject-of-zeta'], purpose: ['marketing'], asOfVersion: ['1'], asOfTime: [LATER], before: [LATER.replace(/.*/, operation.id)], after: ['0'], '/v1/schedules after': ['a'], '/v1/keys after': ['0000000000000000'], '/v1/job-types after': ['a'], '/v1/users after': ['a'], limit: ['100'], waitMs: ['0'], by: ['ann'], reason: ['curiosity'] };
    canaries = [jobId, schedule.id, operation.id, apiKey.id, 'of-zeta'];
    document = (await (await gateway.request('GET', '/openapi.json')).json()) as ApiDocument;
  });

  afterAll(async () => {
    await gateway?.stop();
    await pool?.end();
  });

  const state = async (): Promise<string[]> => {
    const paths = [`/v1/jobs/${values.id?.[0] ?? ''}`, '/v1/schedules/nightly', '/v1/schedules', `/v1/operations/${values.id?.[1] ?? ''}`];
    return Promise.all(paths.map(async (path) => (await (await gateway.request('GET', path, undefined, zeta)).text()).replace(/"position":\d+/, '')));
  };
  const keysOf = async (): Promise<string> => (await gateway.request('GET', '/v1/keys', undefined, zeta)).text();

  it('is shown to no other and changed by no other, on no route, by no parameter', async () => {
    await eventually(async () => expect((await state())[3]).toContain('finished'));
    const [before, keysBefore] = [await state(), JSON.parse(await keysOf()) as { items: { id: string; revokedAt?: string }[] }];
    const questions = questionsOf(document, values, isOwned);
    expect(new Set(questions.map(({ method, route }) => `${method} ${route}`)).size).toBeGreaterThan(30);
    const bodyOf = ({ method, route }: Question): unknown => (method === 'get' || method === 'delete' ? undefined : (BODIES[`${method} ${route}`] ?? {}));
    const { leaks, statuses } = await findLeaks(gateway.url, questions, acme, canaries, bodyOf);
    expect(leaks).toEqual([]);
    // What names something of the other is answered as if there were no such thing.
    const named = questions.filter(({ route }) => /\{(id|schedule|key)\}/.test(route));
    expect(named.map(({ method, path }) => `${method.toUpperCase()} ${path}`).filter((name) => ![404, 400].includes(statuses.get(name) ?? 0))).toEqual([]);
    expect(await state()).toEqual(before);
    const keysAfter = JSON.parse(await keysOf()) as typeof keysBefore;
    expect(keysAfter.items.map(({ id, revokedAt }) => [id, revokedAt])).toEqual(keysBefore.items.map(({ id, revokedAt }) => [id, revokedAt]));
  });

  it('is shown to itself: the questions would find it', async () => {
    const reads = questionsOf(document, values, (route, method) => method === 'get' && isOwned(route, method));
    const { leaks } = await findLeaks(gateway.url, reads, zeta, canaries);
    const routes = [...new Set(leaks.map(({ question }) => reads.find(({ path }) => `GET ${path}` === question)?.route))];
    expect(routes).toEqual(expect.arrayContaining(['/v1/events', '/v1/jobs/{id}', '/v1/jobs/{id}/why', '/v1/keys', '/v1/operations', '/v1/operations/{id}', '/v1/schedules', '/v1/schedules/{schedule}']));
  });

  it('may be called as what others have, and runs as its tenant', async () => {
    const { schedule } = await made<{ schedule: { id: string; tenantId: string } }>('/v1/schedules', { name: 'nightly', cron: '0 0 3 3 *', job: { type: 'simulate.work' } }, acme);
    expect([schedule.tenantId, values.schedule?.includes(schedule.id)]).toEqual(['acme', false]);
    const { jobId } = await made<{ jobId: string }>('/v1/schedules/nightly/trigger', {}, acme);
    expect(await (await gateway.request('GET', `/v1/jobs/${jobId}`, undefined, acme)).json()).toMatchObject({ tenantId: 'acme', scheduleId: schedule.id });
    expect((await gateway.request('GET', `/v1/jobs/${jobId}`, undefined, zeta)).status).toBe(404);
    expect((await gateway.post('/v1/schedules', { name: 'nightly', ...SCHEDULE }, zeta)).status).toBe(409);
    expect((await gateway.request('DELETE', '/v1/schedules/nightly', undefined, acme)).status).toBe(200);
    expect((await gateway.request('GET', '/v1/schedules/nightly', undefined, zeta)).status).toBe(200);
  });

  it('is told by the feed to itself alone, which says where to read on', async () => {
    const feed = async (headers: Record<string, string>, after = 0, limit = 1_000) => {
      const answer = await gateway.request('GET', `/v1/events?after=${after}&limit=${limit}`, undefined, headers);
      const lines = (await answer.text()).split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as { tenantId: string; eventType: string });
      return { lines, reached: Number(answer.headers.get('x-log-reached')), head: Number(answer.headers.get('x-log-head')) };
    };
    for (const [headers, tenantId] of [[acme, 'acme'], [zeta, 'zeta']] as const) {
      const { lines, reached, head } = await feed(headers);
      expect([new Set(lines.map((line) => line.tenantId)), reached]).toEqual([new Set([tenantId]), head]);
      let [count, from] = [0, 0];
      for (let page = 0; page < 200 && from < head; page += 1) {
        const next = await feed(headers, from, 1);
        count += next.lines.length;
        from = next.reached;
      }
      expect(count).toBe(lines.length);
    }
  });
});
