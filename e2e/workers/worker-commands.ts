import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installPackages } from '../../deploy/native/install';
import { projectRoot, stacksFolder } from '../../deploy/native/project';
import { WITHOUT_LINKS } from '../system/quick-start';

const run = promisify(execFile);
const folder = () => join(projectRoot(), 'e2e/workers/python');

/** No Python, or one that cannot make environments, and no way to install it. */
export class PythonMissing extends Error {
  readonly code = 'python_missing';

  constructor(cause: unknown) {
    const why = cause instanceof Error ? cause.message.trim().split('\n').at(-1) : String(cause);
    super(`the Python worker needs Python 3.9 or newer with venv: install python3 and python3-venv (Debian, Ubuntu: sudo apt-get install -y python3 python3-venv): ${why}`, { cause });
    this.name = 'PythonMissing';
  }
}

async function canMakeEnvironments(): Promise<boolean> {
  return run('python3', ['-c', 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 9))']).then(() => true, () => false);
}

let made: Promise<string> | undefined;

/**
 * The interpreter that has what the Python worker imports: in an environment under `.stack/`, named by the content of `requirements.txt` and made when it is not there.
 * Made once in a process, however many ask at the same time, beside its place and then moved: processes do no harm to each other either.
 */
export async function pythonInterpreter(): Promise<string> {
  made ??= makeEnvironment();
  return made;
}

async function makeEnvironment(): Promise<string> {
  const requirements = join(folder(), 'requirements.txt');
  const name = `python-${createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12)}`;
  const environment = join(stacksFolder(), name);
  const interpreter = join(environment, 'bin', 'python3');
  if (existsSync(interpreter)) return interpreter;
  mkdirSync(stacksFolder(), { recursive: true });
  const half = mkdtempSync(`${environment}.`);
  try {
    if (!(await canMakeEnvironments())) await installPackages(['python3', 'python3-venv'], (line) => process.stderr.write(`${line}\n`));
    await run('python3', ['-m', 'venv', half]);
    await run(join(half, 'bin', 'python3'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
    if (!existsSync(interpreter)) renameSync(half, environment);
  } catch (error) {
    throw new PythonMissing(error);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
  return interpreter;
}

/** Shell command that runs the Python worker. */
export async function pythonWorkerCommand(script = 'worker.py', ...words: readonly string[]): Promise<string> {
  return [await pythonInterpreter(), join(folder(), script), ...words].map((word) => `'${word}'`).join(' ');
}

/** Shell command that runs the worker of this repository, as built. */
export function typescriptWorkerCommand(): string {
  return `'${process.execPath}' ${WITHOUT_LINKS.join(' ')} '${join(projectRoot(), 'dist/apps/worker/src/main.js')}'`;
}
