import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createService, describeService, type GuardedRoute, type Service, type ServiceDescription } from '#http';
import { decideAccess, permissionsOf, PLATFORM_TENANT, ROLES } from '#identity';
import { askWith, badCredentials, eventually, freshMongo, stopAsking, TokenIssuer } from '#testing';
import { KeyDesk } from './key-desk.harness';
import { loadObservatoryEnv } from './observatory.env';
import { observatoryService } from './observatory.service-options';

const pathOf = (url: string): string => url.replace(/:id\b/g, '01a1fddf-0000-7000-8000-00000000c0de').replace(/:number/g, '1').replace(/:(fingerprint|name|schedule|alert)/g, 'nobody').replace(/\*/g, 'jobs');

describe('the observatory where authentication is required', () => {
  const desk = new KeyDesk();
  let service: Service;
  let url: string;
  let everyRoute: readonly GuardedRoute[];
  let routes: readonly GuardedRoute[];
  let document: ServiceDescription['document'];
  let folder: string;
  const issuer = new TokenIssuer();

  beforeAll(async () => {
    await desk.open();
    const mongo = await freshMongo();
    folder = await mkdtemp(join(tmpdir(), 'jwks-'));
    await writeFile(join(folder, 'jwks.json'), await issuer.jwks());
    const env = loadObservatoryEnv({
      HTTP_PORT: '0', LOG_LEVEL: 'silent', MONGO_URL: mongo.url, MONGO_DATABASE: mongo.database, AUTH_MODE: 'required', GATEWAY_URL: desk.url, CONSOLE_COMMANDS: 'on',
      AUTH_JWKS_FILE: join(folder, 'jwks.json'), AUTH_ISSUER: issuer.issuer, AUTH_AUDIENCE: issuer.audience,
    });
    ({ guarded: everyRoute, document } = await describeService(observatoryService(env)));
    routes = everyRoute.filter(({ method, access }) => method !== 'HEAD' && access.kind === 'permission');
    service = await createService(observatoryService(env));
    url = await service.listen();
  });

  afterAll(async () => {
    await service?.stop();
    await desk.close();
    stopAsking();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = async (method: string, path: string, authorization?: string): Promise<number> => {
    const leave = new AbortController();
    const { status } = await fetch(`${url}${path}`, { method, signal: leave.signal, headers: authorization === undefined ? {} : { authorization } });
    // A stream would go on.
    leave.abort();
    return status;
  };

  it('gives each role what the table says, route by route, and nobody anything else', async () => {
    expect(routes.length).toBeGreaterThan(30);
    const wrong: string[] = [];
    for (const tenantId of [PLATFORM_TENANT, 'acme']) {
      for (const role of ROLES) {
        const key = desk.keyOf(tenantId, role);
        for (const { method, url: route, access } of routes) {
          if (access.kind === 'public' || route.startsWith('/api/')) continue;
          const verdict = decideAccess(access, { tenantId, permissions: permissionsOf([role]) });
          const status = await ask(method, pathOf(route), `Bearer ${key}`);
          const refused = status === 403 || (status === 401 && !route.startsWith('/debug'));
          if (refused !== (verdict !== 'allowed')) wrong.push(`${tenantId}/${role} ${method} ${route}: ${verdict}, answered ${status}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('answers nothing but 401 to what is no good credential, on every route that the document or the router has, streams and commands included', async () => {
    const documented = Object.entries(document.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`));
    expect(documented.filter((route) => !everyRoute.some(({ method, url: known }) => `${method} ${known}` === route))).toEqual([]);
    const key = desk.keyOf('acme', 'admin');
    const forged = { 'a sign-in for another audience': await desk.tokenOf('admin', { audience: 'others' }), 'a sign-in of an unknown kid': await desk.tokenOf('admin', { kid: 'k2' }), 'a sign-in that has ended': await desk.tokenOf('auditor', { known: false }) };
    const wrong: string[] = [];
    for (const credential of badCredentials(key, { ...(await issuer.badTokens()), ...forged })) {
      await Promise.all(routes.map(async ({ method, url: route }) => {
        const { status } = await askWith(credential, method, `${url}${pathOf(route)}`);
        if (status !== 401) wrong.push(`${credential.name}, ${method} ${route}: answered ${status}`);
      }));
    }
    expect(wrong).toEqual([]);
    expect((await askWith({ name: 'a good token', headers: [`Bearer ${await issuer.sign()}`] }, 'GET', `${url}/status`)).status).toBe(200);
    expect(await ask('GET', '/v1/jobs', `Bearer ${key}`)).not.toBe(401);
  });

  it('serves health, the documentation and the console to everybody', async () => {
    for (const path of ['/health', '/docs', '/openapi.json', '/console.json', '/v1/contracts', '/runbooks']) expect([path, await ask('GET', path)]).toEqual([path, 200]);
  });

  it('does not take the word of a gateway that asks nobody who they are', async () => {
    expect(await ask('GET', '/v1/overview', `Bearer ${desk.keyOf(PLATFORM_TENANT, 'admin', 'anonymous')}`)).toBe(503);
  });

  it('asks once for a key in use, and refuses a revoked one within five seconds', async () => {
    const key = desk.keyOf(PLATFORM_TENANT, 'viewer');
    const before = desk.asked;
    for (let i = 0; i < 20; i++) expect(await ask('GET', '/status', `Bearer ${key}`)).toBe(200);
    expect(desk.asked - before).toBeLessThanOrEqual(2);
    desk.keys.delete(key);
    await eventually(async () => expect(await ask('GET', '/status', `Bearer ${key}`)).toBe(401), { timeoutMs: 5_000 });
  });

  it('verifies the tokens of sign-ins itself, and refuses one whose session has ended within five seconds', async () => {
    const token = await desk.tokenOf('viewer');
    expect([await ask('GET', '/status', `Bearer ${token}`), await ask('GET', '/debug/performance', `Bearer ${token}`)]).toEqual([200, 403]);
    const before = desk.asked;
    for (const forged of [`${token.slice(0, -6)}AAAAAA`, await desk.tokenOf('admin', { kid: 'k2' }), await desk.tokenOf('admin', { audience: 'others' })]) expect(await ask('GET', '/status', `Bearer ${forged}`)).toBe(401);
    // What was not signed for this platform does not reach the gateway; it may have asked for its keys again.
    expect(desk.asked - before).toBeLessThanOrEqual(1);
    expect(await ask('GET', '/status', `Bearer ${await desk.tokenOf('admin', { known: false, kid: 'k1' })}`)).toBe(401);
    desk.keys.delete(token);
    await eventually(async () => expect(await ask('GET', '/status', `Bearer ${token}`)).toBe(401), { timeoutMs: 5_000 });
  });
});
