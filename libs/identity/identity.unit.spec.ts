import type { Role } from '#contracts';
import { ANONYMOUS, decideAccess, newApiKey, parseApiKey, PERMISSIONS, PERMISSIONS_OF, principalOf, ROLES, secretMatches } from './index';

const of = (tenantId: string, ...roles: Role[]) => principalOf({ kind: 'api_key', id: 'a', name: 'a', tenantId, roles });

describe('who may do what', () => {
  const submit = { kind: 'permission', permission: 'jobs:submit', scope: 'tenant' } as const;
  const pause = { kind: 'permission', permission: 'queues:write', scope: 'platform' } as const;

  it('allows what a role lists and refuses the rest', () => {
    expect(decideAccess(submit, of('acme', 'submitter'))).toBe('allowed');
    expect(decideAccess(submit, of('acme', 'viewer'))).toBe('lacks_permission');
    expect(decideAccess(submit, of('acme'))).toBe('lacks_permission');
    expect(decideAccess(submit, of('acme', 'viewer', 'submitter'))).toBe('allowed');
  });

  it('keeps what all tenants share to the tenant of the platform, whatever the role', () => {
    expect(decideAccess(pause, of('default', 'operator'))).toBe('allowed');
    expect(decideAccess(pause, of('acme', 'admin'))).toBe('not_of_the_platform');
  });

  it('lets nobody but the services read the whole log', () => {
    expect(ROLES.filter((role) => (PERMISSIONS_OF[role] as readonly string[]).includes('log:read'))).toEqual(['service']);
  });

  it('lets anonymous do everything, as before there were keys', () => {
    expect([...ANONYMOUS.permissions].sort()).toEqual([...PERMISSIONS].sort());
  });
});

describe('API keys', () => {
  it('match their own secret and no other', () => {
    const { key, id, ...stored } = newApiKey();
    const parts = parseApiKey(key);
    expect(parts?.id).toBe(id);
    expect(secretMatches(parts?.secret ?? '', stored)).toBe(true);
    expect(secretMatches(parseApiKey(newApiKey().key)?.secret ?? '', stored)).toBe(false);
    expect(stored.hash.toString('base64url')).not.toContain(parts?.secret);
  });

  it('gives the same secret another hash each time, by its salt', () => {
    const one = newApiKey();
    const secret = parseApiKey(one.key)?.secret ?? '';
    expect(secretMatches(secret, { hash: one.hash, salt: newApiKey().salt })).toBe(false);
  });

  it.each(['', 'jo_', 'jo_0123456789abcdef_', 'jo_0123456789ABCDEF_' + 'a'.repeat(43), `jo_0123456789abcdef_${'a'.repeat(42)}`, `jo_0123456789abcdef_${'a'.repeat(44)}`, ` ${newApiKey().key}`, `${newApiKey().key}\n`])(
    'takes no other text for a key: %j',
    (text) => {
      expect(parseApiKey(text)).toBeUndefined();
    },
  );
});
