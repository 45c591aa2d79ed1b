import { Controller, Get, Module, Post } from '@nestjs/common';
import { type Type } from '@nestjs/common';
import { loadEnv, serviceVariables } from '#config';
import { Gatekeeper, type Principal, principalOf } from '#identity';
import { AuditTrail } from '../audit/audit-trail';
import { createService, type Service } from '../service';
import { Caller, Permission, Public } from './permission.decorators';

@Controller()
class Open {
  @Public()
  @Get('open')
  open(): string {
    return 'open';
  }

  @Permission('jobs:read', 'tenant')
  @Get('mine')
  mine(@Caller() caller: Principal): { tenantId: string } {
    return { tenantId: caller.tenantId };
  }

  @Permission('queues:write')
  @Post('shared')
  shared(): string {
    return 'shared';
  }
}

@Controller()
class Undeclared {
  @Get('undeclared')
  undeclared(): string {
    return 'anybody';
  }
}

const serviceWith = (controller: Type, gatekeeper?: Gatekeeper): Promise<Service> => {
  @Module({ controllers: [controller] })
  class App {}
  return createService({ module: App, service: 'gateway', version: '0', env: loadEnv(serviceVariables({ httpPort: 0 }), { LOG_LEVEL: 'silent' }), gatekeeper });
};

const KEY = `jo_0123456789abcdef_${'a'.repeat(43)}`;
const gatekeeperFor = (principal?: Principal): Gatekeeper => {
  const gatekeeper = new Gatekeeper({ mode: 'required' });
  gatekeeper.verifyKeysWith((key) => Promise.resolve(principal !== undefined && key === KEY ? { kind: 'principal', principal } : { kind: 'refused', why: 'the API key is unknown' }));
  return gatekeeper;
};

describe('the guard of every route', () => {
  let service: Service;
  afterEach(() => service?.stop());
  const ask = async (method: 'GET' | 'POST', path: string, authorization?: string) => {
    await service.app.init();
    return service.app.inject({ method, url: path, headers: authorization === undefined ? {} : { authorization } });
  };

  it('refuses to boot with a route that does not say who may call it', async () => {
    service = await serviceWith(Open);
    const undeclared = await serviceWith(Undeclared);
    await expect(undeclared.app.init()).rejects.toThrow('GET /undeclared does not say who may call it');
  });

  it('takes everybody for anonymous where authentication is off', async () => {
    service = await serviceWith(Open, new Gatekeeper({ mode: 'off' }));
    expect((await ask('GET', '/mine')).json()).toEqual({ tenantId: 'default' });
    expect((await ask('POST', '/shared')).statusCode).toBe(201);
  });

  it('lets nobody in without a credential, but where it is public', async () => {
    service = await serviceWith(Open, gatekeeperFor());
    for (const path of ['/open', '/health', '/readyz']) expect((await ask('GET', path)).statusCode).not.toBe(401);
    for (const path of ['/mine', '/metrics', '/status', '/debug/performance']) {
      const answer = await ask('GET', path);
      expect([path, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([path, 401, 'unauthorized']);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="job-observatory"');
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
    expect((await ask('POST', '/shared', 'Bearer nonsense')).headers['www-authenticate']).toContain('invalid_token');
  });

  it('asks before it reads a body, whatever the body is', async () => {
    service = await serviceWith(Open, gatekeeperFor());
    await service.app.init();
    expect((await service.app.inject({ method: 'POST', url: '/shared', headers: { 'content-type': 'application/json' }, payload: '{"broken' })).statusCode).toBe(401);
  });

  it('gives the handler its caller, refuses what no role allows, and keeps what is shared to the tenant of the platform', async () => {
    service = await serviceWith(Open, gatekeeperFor(principalOf({ kind: 'api_key', id: '0123456789abcdef', name: 'ci', tenantId: 'acme', roles: ['operator'] })));
    expect((await ask('GET', '/mine', `Bearer ${KEY}`)).json()).toEqual({ tenantId: 'acme' });
    const shared = await ask('POST', '/shared', `Bearer ${KEY}`);
    expect([shared.statusCode, shared.json<{ code: string; detail: string }>().detail]).toEqual([403, expect.stringContaining('several tenants')]);
    const metrics = await ask('GET', '/metrics', `Bearer ${KEY}`);
    expect(metrics.statusCode).toBe(403);
    expect(metrics.headers['www-authenticate']).toContain('insufficient_scope');
  });

  it('does not serve HEAD to whom it would not serve GET', async () => {
    service = await serviceWith(Open, gatekeeperFor());
    await service.app.init();
    expect((await service.app.inject({ method: 'HEAD', url: '/mine' })).statusCode).toBe(401);
  });

  it('notes whom it refused, with what they claimed to be, and commands with their verdict', async () => {
    service = await serviceWith(Open, gatekeeperFor(principalOf({ kind: 'api_key', id: '0123456789abcdef', name: 'ci', tenantId: 'acme', roles: ['viewer'] })));
    const trail = service.app.get(AuditTrail);
    trail.attach({ wake: () => undefined, stored: () => Promise.resolve() });
    await ask('GET', '/mine');
    await ask('GET', '/mine', `Bearer jo_fedcba9876543210_${'b'.repeat(43)}`);
    await ask('POST', '/shared', `Bearer ${KEY}`);
    expect(trail.take()).toMatchObject([
      { category: 'authentication_failed', verdict: 'refused', subject: 'jo_fedcba9876543210', route: 'GET /mine', address: '127.0.0.1', count: 1 },
      { category: 'authorisation_denied', principal: { id: '0123456789abcdef' }, tenantId: 'acme', route: 'POST /shared', resource: '/shared' },
    ]);
    expect(JSON.stringify(trail.take(true))).not.toContain('bbbbbbbb');
  });

  it('notes a command with who, from where and what became of it, before it is answered', async () => {
    service = await serviceWith(Open, gatekeeperFor(principalOf({ kind: 'api_key', id: '0123456789abcdef', name: 'ops', tenantId: 'default', roles: ['operator'] })));
    const trail = service.app.get(AuditTrail);
    const stored: number[] = [];
    trail.attach({ wake: () => undefined, stored: () => Promise.resolve(void stored.push(trail.take().length)) });
    expect((await ask('POST', '/shared', `Bearer ${KEY}`)).statusCode).toBe(201);
    expect(stored).toEqual([1]);
  });
});
