import { readFileSync } from 'node:fs';
import { exitOnConfigurationError } from '#config';
import { ApiKeyStore, StorePool, UserStore } from '#event-log';
import { speakTls } from '#http';
import { isRole, PasswordHasher, PLATFORM_TENANT } from '#identity';
import { loadMigrateEnv } from './gateway.env';

/*
 * The first access to an installation that nobody has access to yet: `first-access FILE` makes the administrator and the API keys that the file names, in the
 * tenant of the platform. What is there already stays; a password that is not the one of the file becomes it, since who may run this has the database's own.
 */

interface FirstAccess {
  readonly admin: { readonly name: string; readonly password: string };
  readonly keys: readonly { readonly name: string; readonly role: string; readonly key: string }[];
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

async function give({ admin, keys }: FirstAccess, users: UserStore, apiKeys: ApiKeyStore): Promise<void> {
  const hasher = new PasswordHasher();
  const known = await users.withPassword(PLATFORM_TENANT, admin.name);
  if (known === undefined) await users.create({ tenantId: PLATFORM_TENANT, name: admin.name, roles: ['admin'], createdBy: 'first access', passwordHash: await hasher.hash(admin.password) });
  else if (!(await hasher.verify(admin.password, known.passwordHash))) await users.change(PLATFORM_TENANT, admin.name, { passwordHash: await hasher.hash(admin.password) });
  for (const { name, role, key } of keys) {
    if (!isRole(role)) throw new Error(`${role} is no role`);
    if ((await apiKeys.verify(key)).kind === 'refused') await apiKeys.adopt(key, { tenantId: PLATFORM_TENANT, name, roles: [role], createdBy: 'first access' });
  }
}

async function main([file]: readonly string[]): Promise<void> {
  if (file === undefined) throw new Error('usage: first-access FILE');
  const wanted = JSON.parse(readFileSync(file, 'utf8')) as FirstAccess;
  const env = exitOnConfigurationError(() => loadMigrateEnv());
  speakTls(env);
  const pool = new StorePool({ url: env.DATABASE_URL, applicationName: 'observatory first access', max: 1, logger: silent });
  try {
    await give(wanted, new UserStore(pool), new ApiKeyStore(pool));
  } finally {
    await pool.end();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
