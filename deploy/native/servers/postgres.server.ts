import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { requireTool } from '../install';
import type { StackTls } from '../tls/stack-tls';
import type { Server, ServerContext } from './server';

const run = promisify(execFile);

/**
 * PostgreSQL refuses to run as root, so root starts it as the user `postgres` (which the package creates). Connections are loopback TCP
 * without a password; the Unix socket is off, because its path may not exceed 107 bytes and a project folder's may.
 */
interface Account {
  readonly uid: number;
  readonly gid: number;
}

function account(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    throw new Error('PostgreSQL does not run as root and this machine has no user "postgres"; create one or run as another user');
  }
}

/** The data folder; where it really is, when it had to go elsewhere: the link to it is in a folder that PostgreSQL may not enter. */
function dataOf(context: ServerContext): string {
  const data = join(context.folder, 'data');
  return existsSync(data) ? realpathSync(data) : data;
}

async function mayEnter(folder: string, who: Account): Promise<boolean> {
  return run('test', ['-x', folder], { uid: who.uid, gid: who.gid, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

/** Makes the data folder for another user; outside the project when that user may not enter it (a home folder of mode 700). */
async function makeFolder(context: ServerContext, who: Account): Promise<void> {
  const data = join(context.folder, 'data');
  if (await mayEnter(context.folder, who)) {
    mkdirSync(data);
  } else {
    const elsewhere = `/var/tmp/job-observatory-postgres-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`;
    context.say(`data goes to ${elsewhere}, because the user postgres may not enter ${context.folder}`);
    rmSync(elsewhere, { recursive: true, force: true });
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, data);
  }
  chownSync(data, who.uid, who.gid);
  chmodSync(data, 0o700);
}

const url = (context: ServerContext, user: string, database: string) => `postgres://${user}@127.0.0.1:${context.ports.postgres}/${database}${context.tls === undefined ? '' : '?sslmode=verify-full'}`;

async function withClient<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** In the data folder, which only its server reads: keys that others may read are refused. */
function layCertificate(context: ServerContext, { cert, key }: StackTls): void {
  const who = account();
  const files: readonly (readonly [string, string])[] = [['server.crt', readFileSync(cert, 'utf8')], ['server.key', readFileSync(key, 'utf8')], ['hba-tls.conf', 'hostssl all all 127.0.0.1/32 trust\n']];
  for (const [name, text] of files) {
    const file = join(dataOf(context), name);
    writeFileSync(file, text, { mode: 0o600 });
    if (who !== undefined) chownSync(file, who.uid, who.gid);
  }
}

const tlsSettings = (context: ServerContext): Record<string, string> =>
  context.tls === undefined
    ? {}
    : { ssl: 'on', ssl_min_protocol_version: 'TLSv1.3', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key', hba_file: join(dataOf(context), 'hba-tls.conf') };

function settings(context: ServerContext): Record<string, string> {
  const large = context.size === 'large';
  return {
    listen_addresses: '127.0.0.1',
    port: String(context.ports.postgres),
    unix_socket_directories: '',
    shared_buffers: large ? '1GB' : '256MB',
    max_wal_size: '4GB',
    max_connections: '200',
    // Every statement of the services is short; compiling one to machine code costs more than it saves.
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...tlsSettings(context),
  };
}

async function makeCluster(context: ServerContext): Promise<void> {
  const who = account();
  const finished = join(context.folder, 'initialized');
  if (existsSync(finished) && existsSync(join(dataOf(context), 'PG_VERSION'))) return;
  // Made without fsync: a cluster that was not finished is thrown away and made again.
  rmSync(join(context.folder, 'data'), { recursive: true, force: true });
  if (who !== undefined) await makeFolder(context, who);
  await run(requireTool('initdb'), ['-D', dataOf(context), '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], { ...(who ?? {}), cwd: '/' });
  writeFileSync(finished, '');
}

export const postgresServer: Server = {
  name: 'postgres',
  tools: ['postgres', 'initdb'],
  ports: ['postgres'],
  stopSignal: 'SIGINT',
  stopGraceMs: 30_000,
  startTimeoutMs: 60_000,

  async prepare(context) {
    await makeCluster(context);
    if (context.tls !== undefined) layCertificate(context, context.tls);
  },

  command(context) {
    const options = Object.entries(settings(context)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    return { file: requireTool('postgres'), args: ['-D', dataOf(context), ...options], cwd: '/', ...(account() ?? {}) };
  },

  async probe(context) {
    await withClient(url(context, 'postgres', 'postgres'), (client) => client.query('SELECT 1'));
  },

  async settle(context) {
    await withClient(url(context, 'postgres', 'postgres'), async (client) => {
      const { rows } = await client.query<{ role: boolean; tenant: boolean; database: boolean }>(
        "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'observatory') AS role, EXISTS (SELECT FROM pg_roles WHERE rolname = 'observatory_tenant') AS tenant, EXISTS (SELECT FROM pg_database WHERE datname = 'observatory') AS database",
      );
      if (rows[0]?.role !== true) await client.query('CREATE ROLE observatory LOGIN CREATEDB');
      // What reads on behalf of a tenant are made as; the owner of the tables may not make roles.
      if (rows[0]?.tenant !== true) await client.query('CREATE ROLE observatory_tenant NOLOGIN NOINHERIT');
      await client.query('GRANT observatory_tenant TO observatory');
      if (rows[0]?.database !== true) await client.query('CREATE DATABASE observatory OWNER observatory');
    });
  },
};
