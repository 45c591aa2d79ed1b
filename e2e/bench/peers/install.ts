import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The programs that measure the peers, an npm project of their own. */
export const PROGRAMS = join(process.cwd(), 'e2e', 'bench', 'peers', 'programs');
/** Python packages of the peers, apart from the system's. */
export const PYTHON_PACKAGES = join(process.cwd(), '.stack', 'peers', 'python');

/** Installs the peers, each at its pinned version, for this bench alone; a second call finds them there. */
export async function installPeers(say: (line: string) => void): Promise<void> {
  if (!existsSync(join(PROGRAMS, 'node_modules', 'pg-boss'))) {
    say('installing pg-boss, graphile-worker and BullMQ');
    await run('npm', ['ci', '--ignore-scripts'], { cwd: PROGRAMS });
  }
  const requirements = join(PROGRAMS, 'requirements.txt');
  const mark = join(PYTHON_PACKAGES, 'installed.txt');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === readFileSync(requirements, 'utf8')) return;
  say('installing Celery');
  await run('python3', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--upgrade', '--target', PYTHON_PACKAGES, '--requirement', requirements]);
  writeFileSync(mark, readFileSync(requirements));
}
