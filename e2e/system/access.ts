import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authEnvironment, giveAccess, newCredentials, type StackCredentials } from '../../deploy/native/credentials';
import type { AppName } from './app-process';

/** Who gets into a system of a spec's own, and what its services have to be told so that everybody is asked who they are. */
export class Access {
  readonly credentials: StackCredentials = newCredentials(['tests']);

  /** Makes the administrator and the keys. The database must be migrated. @param environment how the gateway reaches it */
  async give(environment: Readonly<Record<string, string>>): Promise<void> {
    const file = join(mkdtempSync(join(tmpdir(), 'access-')), 'credentials.json');
    writeFileSync(file, JSON.stringify(this.credentials), { mode: 0o600 });
    await giveAccess(file, environment);
  }

  envOf(app: AppName): Record<string, string> {
    return authEnvironment(app, this.credentials);
  }
}
