import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installPackages } from '../install';
import { stacksFolder } from '../project';
import { PGADMIN_USER, passwords } from './admin-login';
import type { Server, ServerContext } from './server';
import { expectOk } from './tcp-exchange';

const run = promisify(execFile);

const VERSION = '9.18';

/** One installation for all stacks; it is large (600 MB), so nothing installs it but `WITH_ADMIN=1`. */
const home = () => join(stacksFolder(), 'tools', `pgadmin-${VERSION}`);
const python = () => join(home(), 'bin', 'python');

/** Where pip put the package: the only folder from which pgAdmin reads a configuration. */
async function packageFolder(): Promise<string> {
  const { stdout } = await run(python(), ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']);
  return join(stdout.trim(), 'pgadmin4');
}

/** What differs between stacks comes from the environment, since the installation is shared. */
const CONFIGURATION = `import os
DATA_DIR = os.environ['OBSERVATORY_PGADMIN_DATA']
DEFAULT_SERVER = '127.0.0.1'
DEFAULT_SERVER_PORT = int(os.environ['OBSERVATORY_PGADMIN_PORT'])
SERVER_MODE = True
MASTER_PASSWORD_REQUIRED = False
UPGRADE_CHECK_ENABLED = False
LOG_FILE = os.path.join(DATA_DIR, 'pgadmin4.log')
SQLITE_PATH = os.path.join(DATA_DIR, 'pgadmin4.db')
SESSION_DB_PATH = os.path.join(DATA_DIR, 'sessions')
STORAGE_DIR = os.path.join(DATA_DIR, 'storage')
AZURE_CREDENTIAL_CACHE_DIR = os.path.join(DATA_DIR, 'azurecredentialcache')
`;

async function install(say: (line: string) => void): Promise<void> {
  if (existsSync(join(home(), 'complete'))) return;
  rmSync(home(), { recursive: true, force: true });
  const half = `${home()}.${process.pid}`;
  say(`installing pgAdmin ${VERSION} (600 MB, once)`);
  // Debian keeps venv in a package of its own.
  await run('python3', ['-m', 'venv', half]).catch(async () => {
    rmSync(half, { recursive: true, force: true });
    await installPackages(['python3-venv'], say);
    await run('python3', ['-m', 'venv', half]);
  });
  // A venv knows its own path, so it is moved before anything is put into it.
  renameSync(half, home());
  await run(python(), ['-m', 'venv', '--upgrade', home()]);
  await run(python(), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `pgadmin4==${VERSION}`], { maxBuffer: 64 * 1024 * 1024 });
  writeFileSync(join(await packageFolder(), 'config_local.py'), CONFIGURATION);
  writeFileSync(join(home(), 'complete'), '');
}

const dataFolder = (context: ServerContext) => join(context.folder, 'data');

const environmentOf = (context: ServerContext): NodeJS.ProcessEnv => ({
  ...context.environment,
  OBSERVATORY_PGADMIN_DATA: dataFolder(context),
  OBSERVATORY_PGADMIN_PORT: String(context.ports.pgadmin),
  PGADMIN_SETUP_EMAIL: PGADMIN_USER,
  PGADMIN_SETUP_PASSWORD: passwords(context.environment).PGADMIN_PASSWORD,
});

/** The user with the password of now, and the stack's PostgreSQL among the servers. */
async function setUp(context: ServerContext): Promise<void> {
  const setup = join(await packageFolder(), 'setup.py');
  const env = environmentOf(context);
  const first = !existsSync(join(dataFolder(context), 'pgadmin4.db'));
  mkdirSync(dataFolder(context), { recursive: true });
  await run(python(), [setup, 'setup-db'], { env });
  if (!first) await run(python(), [setup, 'update-user', PGADMIN_USER, '--password', env['PGADMIN_SETUP_PASSWORD'] ?? ''], { env });
  const servers = join(context.folder, 'servers.json');
  const server = { Name: 'job-observatory', Group: 'Servers', Host: '127.0.0.1', Port: context.ports.postgres, MaintenanceDB: 'observatory', Username: 'observatory', SSLMode: 'disable' };
  writeFileSync(servers, JSON.stringify({ Servers: { 1: server } }));
  await run(python(), [setup, 'load-servers', servers, '--user', PGADMIN_USER, '--replace'], { env });
}

/** Known once it is prepared; a command is always asked for after that. */
let programFolder: string | undefined;

export const pgadminServer: Server = {
  name: 'pgadmin',
  tools: [],
  ports: ['pgadmin'],
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  startTimeoutMs: 90_000,

  async prepare(context) {
    await install(context.say);
    await setUp(context);
    programFolder = await packageFolder();
  },

  command: (context) => ({ file: python(), args: [join(programFolder ?? '', 'pgAdmin4.py')], cwd: context.folder, env: environmentOf(context) }),

  probe: (context) => expectOk(`http://127.0.0.1:${context.ports.pgadmin}/misc/ping`),
};
