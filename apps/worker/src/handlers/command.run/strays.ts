import { readdir, readFile } from 'node:fs/promises';

/** Every process of a run has this variable, unless it takes it away from its children on purpose. */
export const MARK = 'JOB_RUN_ID';
const ROUNDS = 10;

/**
 * Kills what left the process group of a run by making a session of its own (`setsid`, a daemon's double fork), and answers how many there were. They are known by
 * a variable of their environment, which Linux shows in /proc; elsewhere nothing is found. What also changed its environment is found only where the command is
 * `isolated`. Looked for until there is none, since one may have made another meanwhile.
 */
export async function killStrays(mark: string): Promise<number> {
  const sought = Buffer.from(`${MARK}=${mark}`);
  let killed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
    const found = await Promise.all(pids.map(async (pid) => ((await environmentOf(pid)).includes(sought) ? Number(pid) : undefined)));
    const alive = found.filter((pid) => pid !== undefined);
    if (alive.length === 0) return killed;
    for (const pid of alive) {
      try {
        process.kill(pid, 'SIGKILL');
        killed++;
      } catch {
        // It has ended meanwhile.
      }
    }
  }
  return killed;
}

const environmentOf = (pid: string): Promise<Buffer> => readFile(`/proc/${pid}/environ`).catch(() => Buffer.alloc(0));
