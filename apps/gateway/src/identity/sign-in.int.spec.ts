import { createLocalJWKSet, type JSONWebKeySet, jwtVerify, SignJWT, generateKeyPair } from 'jose';
import type { SessionResponse } from '#contracts';
import { ApiKeyStore, SigningKeyStore, StorePool } from '#event-log';
import { OWN_AUDIENCE, OWN_ISSUER } from '#identity';
import { eventually } from '#testing';
import { freshStores, TestGateway } from '../gateway.builder';
import { TokenKeys } from './token-keys';

const PASSWORD = 'correct horse battery';
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

describe('people who sign in at the gateway', () => {
  let gateway: TestGateway;
  let pool: StorePool;
  let admin: string;
  const ask = (method: string, path: string, bearer?: string, body?: unknown) => gateway.request(method, path, body, bearer === undefined ? {} : { authorization: `Bearer ${bearer}` });
  const login = (name: string, password = PASSWORD, tenant = 'acme') => gateway.post('/v1/auth/login', { tenant, name, password });
  const signIn = async (name: string): Promise<SessionResponse & { refreshToken: string }> => (await (await login(name)).json()) as SessionResponse & { refreshToken: string };
  const refresh = (refreshToken?: string) => gateway.post('/v1/auth/refresh', { refreshToken });
  const refreshed = async (token?: string): Promise<SessionResponse> => (await (await refresh(token)).json()) as SessionResponse;
  const statusOf = async (token: string): Promise<number> => (await ask('GET', '/v1/keys', token)).status;

  beforeAll(async () => {
    const stores = await freshStores();
    pool = new StorePool({ url: stores.DATABASE_URL, applicationName: 'spec', max: 1, logger: silent });
    admin = (await new ApiKeyStore(pool, 'test').create({ tenantId: 'acme', roles: ['admin'], name: 'spec', createdBy: 'spec' })).key;
    gateway = await TestGateway.start(stores, { AUTH_MODE: 'required' });
    await eventually(() => expect(gateway.isReady).toBe(true));
    for (const name of ['ada', 'bob', 'eve', 'cat']) expect((await ask('POST', '/v1/users', admin, { name, roles: ['admin'], password: PASSWORD })).status).toBe(201);
  });

  afterAll(async () => {
    await gateway?.stop();
    await pool?.end();
  });

  it('get a token of fifteen minutes that says who they are and verifies with the published keys', async () => {
    const answer = await login('ada');
    const session = (await answer.json()) as SessionResponse;
    expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('set-cookie')]).toEqual([200, 'no-store', null]);
    expect(session.principal).toMatchObject({ kind: 'token', name: 'ada', tenantId: 'acme', roles: ['admin'] });
    const keys = (await (await ask('GET', '/.well-known/jwks.json')).json()) as JSONWebKeySet;
    const { payload, protectedHeader } = await jwtVerify(session.accessToken, createLocalJWKSet(keys), { issuer: OWN_ISSUER, audience: OWN_AUDIENCE, algorithms: ['EdDSA'] });
    expect([(payload.exp ?? 0) - (payload.iat ?? 0), payload['tenant'], protectedHeader.kid]).toEqual([900, 'acme', keys.keys[0]?.kid]);
    expect(JSON.stringify(keys)).not.toContain('"d"');
    expect(await (await ask('GET', '/v1/me', session.accessToken)).json()).toMatchObject({ kind: 'token', id: payload.sub, name: 'ada', tenantId: 'acme' });
  });

  it('are told the same of a wrong password, an unknown name and another tenant', async () => {
    const answers = await Promise.all([login('ada', 'wrong'), login('nobody'), login('ada', PASSWORD, 'rival')]);
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as { status: number; code: string; detail: string }[];
    expect(new Set(bodies.map(({ status, code, detail }) => `${status} ${code} ${detail}`))).toEqual(new Set(['401 unauthorized the name or the password is not right']));
  });

  it('go on with refresh tokens that are good once; one that comes again ends the session in less than five seconds', async () => {
    const first = await signIn('bob');
    const second = await refreshed(first.refreshToken);
    // The answer was lost: the same again, while nobody has used it.
    expect((await refreshed(first.refreshToken)).refreshToken).toBe(second.refreshToken);
    const third = await refreshed(second.refreshToken);
    expect(await statusOf(third.accessToken)).toBe(200);
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect((await refresh(third.refreshToken)).status).toBe(401);
    for (const { accessToken } of [first, third]) await eventually(async () => expect(await statusOf(accessToken)).toBe(401), { timeoutMs: 5_000 });
    expect((await login('bob')).status).toBe(200);
  });

  it('give two windows that ask at once the same next token', async () => {
    const { refreshToken } = await signIn('ada');
    const both = await Promise.all([refreshed(refreshToken), refreshed(refreshToken)]);
    expect(both[0].refreshToken).toBe(both[1].refreshToken);
    expect((await refresh(both[0].refreshToken)).status).toBe(200);
  });

  it('are refused everywhere within five seconds of signing out, of another password, of being disabled', async () => {
    const ends: ((session: SessionResponse) => Promise<Response>)[] = [
      ({ refreshToken }) => gateway.post('/v1/auth/logout', { refreshToken }),
      () => ask('PATCH', '/v1/users/eve', admin, { password: `${PASSWORD}!` }),
      () => ask('PATCH', '/v1/users/cat', admin, { disabled: true }),
    ];
    const names = ['ada', 'eve', 'cat'];
    await Promise.all(names.map(async (name, i) => {
      const session = await signIn(name);
      expect(await statusOf(session.accessToken)).toBe(200);
      expect((await ends[i]?.(session))?.ok).toBe(true);
      await eventually(async () => expect(await statusOf(session.accessToken)).toBe(401), { timeoutMs: 5_000 });
      expect((await refresh(session.refreshToken)).status).toBe(401);
      expect((await ask('GET', '/v1/me', session.accessToken)).status).toBe(401);
    }));
    expect([(await login('eve')).status, (await login('cat')).status, (await login('eve', `${PASSWORD}!`)).status]).toEqual([401, 401, 200]);
  });

  it('have the roles that they have now, not those of when they signed in', async () => {
    await ask('POST', '/v1/users', admin, { name: 'dan', roles: ['admin'], password: PASSWORD });
    const { accessToken } = await signIn('dan');
    expect(await statusOf(accessToken)).toBe(200);
    expect((await ask('PATCH', '/v1/users/dan', admin, { roles: ['submitter'] })).status).toBe(200);
    await eventually(async () => expect(await statusOf(accessToken)).toBe(403), { timeoutMs: 5_000 });
  });

  it('act in other tenants that they are members of, in the roles that they have there, and in no other', async () => {
    const platform = (await new ApiKeyStore(pool).create({ tenantId: 'default', roles: ['admin'], name: 'spec', createdBy: 'spec' })).key;
    await ask('POST', '/v1/users', admin, { name: 'mia', roles: ['admin'], password: PASSWORD });
    const { refreshToken, accessToken, tenants } = await signIn('mia');
    expect(tenants).toEqual(['acme']);
    const inTenant = (token: string | undefined, tenant: string) => gateway.post('/v1/auth/refresh', { refreshToken: token, tenant });
    expect([(await inTenant(refreshToken, 'rival')).status, (await inTenant(refreshToken, 'nowhere')).status]).toEqual([403, 403]);
    const membership = (tenant: string, home = 'acme') => `/v1/tenants/${tenant}/members/${home}/mia`;
    // Only who runs the installation makes members, only of users that there are, and no more than they may themselves.
    expect((await ask('PUT', membership('rival'), admin, { roles: ['viewer'] })).status).toBe(403);
    expect((await ask('PUT', membership('rival', 'nowhere'), platform, { roles: ['viewer'] })).status).toBe(404);
    expect((await ask('PUT', membership('acme'), platform, { roles: ['viewer'] })).status).toBe(404);
    expect((await ask('PUT', membership('rival'), platform, { roles: ['service'] })).status).toBe(403);
    expect((await ask('PUT', membership('rival'), platform, { roles: ['auditor'] })).status).toBe(200);
    expect(await (await ask('GET', '/v1/tenants/rival/members', platform)).json()).toMatchObject({ items: [{ home: 'acme', name: 'mia', tenantId: 'rival', roles: ['auditor'] }] });
    // A token that was refused a tenant is not used up.
    const there = (await (await inTenant(refreshToken, 'rival')).json()) as SessionResponse;
    expect(there).toMatchObject({ tenants: ['acme', 'rival'], principal: { name: 'mia@acme', tenantId: 'rival', roles: ['auditor'] } });
    expect(await (await ask('GET', '/v1/me', there.accessToken)).json()).toMatchObject({ name: 'mia@acme', tenantId: 'rival', roles: ['auditor'] });
    expect((await ask('POST', '/v1/keys', there.accessToken, { name: 'k', roles: ['viewer'] })).status).toBe(403);
    expect(await (await ask('GET', '/v1/users', there.accessToken)).json()).toEqual({ items: [] });
    // The token of the own tenant is still one, and another window is where it was.
    expect(await (await ask('GET', '/v1/me', accessToken)).json()).toMatchObject({ name: 'mia', tenantId: 'acme', roles: ['admin'] });
    expect((await refreshed(there.refreshToken)).principal.tenantId).toBe('acme');
    expect((await ask('DELETE', membership('rival'), platform)).status).toBe(204);
    expect((await ask('DELETE', membership('rival'), platform)).status).toBe(404);
    await eventually(async () => expect(await statusOf(there.accessToken)).toBe(401), { timeoutMs: 5_000 });
    expect(await statusOf(accessToken)).toBe(200);
  });

  it('change their own password with the one so far, which ends their other sessions and not this one', async () => {
    await ask('POST', '/v1/users', admin, { name: 'pia', roles: ['admin'], password: PASSWORD });
    const [here, elsewhere] = [await signIn('pia'), await signIn('pia')];
    const change = (bearer: string, currentPassword: string, newPassword = `${PASSWORD}!`) => ask('POST', '/v1/me/password', bearer, { currentPassword, newPassword });
    expect([(await change(here.accessToken, 'wrong')).status, (await change(here.accessToken, PASSWORD, 'short')).status, (await change(admin, PASSWORD)).status]).toEqual([403, 400, 403]);
    expect([(await login('pia')).status, (await change(here.accessToken, PASSWORD)).status]).toEqual([200, 204]);
    await eventually(async () => expect(await statusOf(elsewhere.accessToken)).toBe(401), { timeoutMs: 5_000 });
    expect([(await refresh(elsewhere.refreshToken)).status, await statusOf(here.accessToken), (await refresh(here.refreshToken)).status]).toEqual([401, 200, 200]);
    expect([(await login('pia')).status, (await login('pia', `${PASSWORD}!`)).status]).toEqual([401, 200]);
  });

  it('keep their refresh token in a cookie where a console asks, and a page of another origin gets nothing', async () => {
    const console = { 'x-observatory-console': '1', 'sec-fetch-site': 'same-origin' };
    const answer = await gateway.post('/v1/auth/login', { tenant: 'acme', name: 'ada', password: PASSWORD }, console);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^__Host-jo_refresh=jr_[^;]+; Path=\/; HttpOnly; Secure; SameSite=Strict; Max-Age=\d+$/);
    expect(await answer.json()).not.toHaveProperty('refreshToken');
    const again = (headers: Record<string, string>) => gateway.post('/v1/auth/refresh', {}, { cookie: cookie.split(';', 1)[0] ?? '', ...headers });
    expect((await again({ ...console, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await again({})).status).toBe(401);
    expect((await again(console)).status).toBe(200);
    const out = await gateway.post('/v1/auth/logout', {}, { cookie: cookie.split(';', 1)[0] ?? '', ...console });
    expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect((await again(console)).status).toBe(401);
  });

  it('are made and changed by admins of their tenant, who give no more than they have', async () => {
    expect((await ask('POST', '/v1/users', admin, { name: 'ada', roles: ['viewer'], password: PASSWORD })).status).toBe(409);
    expect((await ask('POST', '/v1/users', admin, { name: 'feed', roles: ['service'], password: PASSWORD })).status).toBe(403);
    expect((await ask('POST', '/v1/users', admin, { name: 'weak', roles: ['viewer'], password: 'short' })).status).toBe(400);
    const rival = (await new ApiKeyStore(pool).create({ tenantId: 'rival', roles: ['admin'], name: 'spec', createdBy: 'spec' })).key;
    expect((await ask('PATCH', '/v1/users/ada', rival, { disabled: true })).status).toBe(404);
    expect(await (await ask('GET', '/v1/users', rival)).json()).toEqual({ items: [] });
    const listed = await (await ask('GET', '/v1/users', admin)).text();
    expect(listed).toContain('"ada"');
    expect(listed).not.toContain('argon2');
    const viewer = (await new ApiKeyStore(pool).create({ tenantId: 'acme', roles: ['operator'], name: 'spec', createdBy: 'spec' })).key;
    expect((await ask('PATCH', '/v1/users/ada', viewer, { password: 'taken over by others' })).status).toBe(403);
  });

  it('find no token that others made taken', async () => {
    const { privateKey } = await generateKeyPair('EdDSA');
    const keys = (await (await ask('GET', '/.well-known/jwks.json')).json()) as JSONWebKeySet;
    const forge = (kid: string | undefined, audience = OWN_AUDIENCE) =>
      new SignJWT({ tenant: 'acme', roles: ['admin'], sid: 'x' }).setProtectedHeader({ alg: 'EdDSA', kid }).setIssuer(OWN_ISSUER).setAudience(audience).setSubject('ada').setIssuedAt().setExpirationTime('5m').sign(privateKey);
    const { accessToken } = await signIn('ada');
    const [head, , signature] = accessToken.split('.');
    const claims = Buffer.from(JSON.stringify({ iss: OWN_ISSUER, aud: OWN_AUDIENCE, sub: 'ada', tenant: 'acme', roles: ['admin'], iat: 1, exp: 9_999_999_999 })).toString('base64url');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    for (const token of [await forge(keys.keys[0]?.kid), await forge('k0'), await forge(undefined), `${head}.${claims}.${signature}`, none, accessToken.slice(0, -4), `${accessToken}${'a'.repeat(3_000)}`]) {
      expect([token.slice(0, 40), await statusOf(token)]).toEqual([token.slice(0, 40), 401]);
    }
  });

  it('are not signed out by another key', async () => {
    const clock = { now: Date.now() };
    const rules = { periodMs: 3_600_000, aheadMs: 60_000, tokenLifeMs: 960_000 };
    const keysOf = () => new TokenKeys({ store: new SigningKeyStore(pool), secret: 'for development only, known to everybody', rules, now: () => clock.now });
    const [one, other] = [keysOf(), keysOf()];
    const before = (await one.signing()).kid;
    const { kid: next } = await one.rotate();
    const kidsOf = async (keys: TokenKeys) => (await keys.published()).keys.map(({ kid }) => kid);
    // Both publish it before it signs, and the one before until its tokens have ended.
    expect([await kidsOf(one), await kidsOf(other), (await other.signing()).kid]).toEqual([[before, next], [before, next], before]);
    clock.now += 61_000;
    expect([(await one.signing()).kid, (await other.signing()).kid, await kidsOf(other)]).toEqual([next, next, [before, next]]);
    clock.now += 960_000;
    expect(await kidsOf(other)).toEqual([next]);
    // With another secret nothing of it can be read: a key is made, and the one before still verifies.
    const stranger = new TokenKeys({ store: new SigningKeyStore(pool), secret: 'another secret', rules, now: () => clock.now });
    expect([next, (await stranger.signing()).kid === next]).toEqual([next, false]);
    expect(await kidsOf(stranger)).toContain(next);
  });

  it('leave nothing in the store with which somebody could sign in', async () => {
    const { refreshToken } = await signIn('ada');
    const { rows } = await pool.query({ name: 'everything', text: "SELECT u::text AS text FROM users u UNION ALL SELECT t::text || encode(t.hash, 'escape') FROM refresh_tokens t UNION ALL SELECT k::text || encode(k.wrapped_key, 'escape') FROM signing_keys k" });
    const all = JSON.stringify(rows);
    expect(all).not.toContain(PASSWORD);
    expect(all).not.toContain(refreshToken);
    expect(all).not.toContain('PRIVATE KEY');
  });
});
