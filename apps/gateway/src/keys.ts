import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { exitOnConfigurationError } from '#config';
import { ApiKeyStore, AuditStore, StorePool } from '#event-log';
import { speakTls } from '#http';
import { isRole, keyEnvironmentOf, ROLES } from '#identity';
import { draftOf } from './audit/audit-entry';
import { loadMigrateEnv } from './gateway.env';

/*
 * The administrator's way to keys, at the store itself: it makes the first key of an installation and those of new tenants. Who may run it has the
 * database's own password, and needs no key.
 */

const USAGE = `keys create --tenant T --role ROLE [--role ROLE…] [--name NAME] [--days N]
keys list   --tenant T
keys rotate --tenant T --id ID [--grace SECONDS]
keys revoke --tenant T --id ID

roles: ${ROLES.join(', ')}
`;

const TENANT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

class UsageError extends Error {}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: true,
  options: {
    tenant: { type: 'string' }, role: { type: 'string', multiple: true }, name: { type: 'string' }, days: { type: 'string' }, id: { type: 'string' }, grace: { type: 'string', default: '0' }, help: { type: 'boolean' },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function run(keys: ApiKeyStore, audit: AuditStore): Promise<void> {
  const [command] = positionals;
  const tenantId = values.tenant ?? '';
  if (!TENANT.test(tenantId)) throw new UsageError('--tenant names no tenant');
  const id = values.id ?? '';
  switch (command) {
    case 'create': {
      const roles = values.role ?? [];
      if (roles.length === 0 || !roles.every(isRole)) throw new UsageError('--role is not one of the roles');
      const expiresAt = values.days === undefined ? undefined : new Date(Date.now() + whole(values.days, 'days') * 86_400_000).toISOString();
      // The only line on stdout, so that a script may take it.
      const { key, apiKey } = await keys.create({ tenantId, roles, name: values.name ?? roles.join(' and '), createdBy: 'command line', expiresAt });
      await note(audit, 'keys.created', tenantId, apiKey.id, roles.join(' '));
      return print(key);
    }
    case 'list':
      for (let after = ''; ; ) {
        const page = await keys.list(tenantId, after, 500);
        for (const key of page) print(`${key.id}  ${key.roles.join(',')}  ${key.name}  ${stateOf(key)}`);
        const last = page.at(-1);
        if (last === undefined) return;
        after = last.id;
      }
    case 'rotate': {
      const next = await keys.rotate(tenantId, id, 'command line', whole(values.grace, 'grace'));
      if (next === undefined) throw new UsageError(`the tenant ${tenantId} has no key ${id} that still holds`);
      await note(audit, 'keys.rotated', tenantId, id, `in its place: ${next.apiKey.id}`);
      return print(next.key);
    }
    case 'revoke':
      if ((await keys.revoke(tenantId, id, 'command line')) === undefined) throw new UsageError(`the tenant ${tenantId} has no key ${id}`);
      await note(audit, 'keys.revoked', tenantId, id);
      return print(`${id} is revoked`);
    default:
      throw new UsageError(command === undefined ? 'there is no command' : `there is no command ${command}`);
  }
}

/** Who has the database's password is known by no more than the name of their account. */
async function note(audit: AuditStore, action: string, tenantId: string, subject: string, reason?: string): Promise<void> {
  const atMs = Date.now();
  const principal = { kind: 'command_line' as const, id: userInfo().username, name: userInfo().username, tenantId };
  await audit.append([draftOf({ action, verdict: 'accepted', tenantId, principal, subject, reason, atMs, lastAtMs: atMs, count: 1 }, 'keys')]);
}

function whole(text: string, name: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0 || number > 1_000_000) throw new UsageError(`--${name} is no whole number`);
  return number;
}

function stateOf({ revokedAt, expiresAt }: { readonly revokedAt?: string; readonly expiresAt?: string }): string {
  if (revokedAt !== undefined) return `revoked ${revokedAt}`;
  return expiresAt === undefined ? 'holds' : `until ${expiresAt}`;
}

async function main(): Promise<void> {
  if (values.help === true) return print(USAGE);
  const env = exitOnConfigurationError(() => loadMigrateEnv());
  speakTls(env);
  const pool = new StorePool({ url: env.DATABASE_URL, applicationName: 'observatory keys', max: 1, logger: silent });
  try {
    await run(new ApiKeyStore(pool, keyEnvironmentOf(env.NODE_ENV)), new AuditStore(pool));
  } finally {
    await pool.end();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${error instanceof UsageError ? `\n${USAGE}` : ''}`);
  process.exitCode = 1;
});
