import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { authEnvironment, giveAccess, newCredentials, type StackCredentials } from '../../deploy/native/credentials';
import type { AppName } from './app-process';
import type { Stores } from './system';

/** Credentials of a system of a spec's own, and what its services have to be told so that everybody is asked who they are. */
export async function accessTo({ databaseUrl }: Stores): Promise<{ readonly credentials: StackCredentials; readonly env: Record<AppName, Record<string, string>> }> {
  const credentials = newCredentials();
  const file = join(mkdtempSync(join(tmpdir(), 'access-')), 'credentials.json');
  writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
  await promisify(execFile)(process.execPath, [join(process.cwd(), 'dist/apps/gateway/src/migrate.js')], { env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl } });
  await giveAccess(file, databaseUrl);
  const of = (app: AppName): Record<string, string> => authEnvironment(app, credentials);
  return { credentials, env: { gateway: of('gateway'), worker: of('worker'), aggregator: of('aggregator'), observatory: of('observatory') } };
}
