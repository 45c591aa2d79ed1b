import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '#testing';
import type { Drill } from '../drill';
import type { DrillSystem, Stop } from '../drill-system';

const run = promisify(execFile);

/** Faults that take the whole machine from everybody on it are caused only where that was allowed. */
const hostAsked = (what: string): string | undefined => (process.env['DRILL_HOST'] === '1' ? undefined : `it would take ${what} from everything else on this machine; DRILL_HOST=1 allows it`);

/** Programs that burn what they are told to, and end with the drill at the latest. */
function burn(count: number, program: string, ...words: readonly string[]): Stop {
  const children = Array.from({ length: count }, () => spawn(process.execPath, ['-e', `setTimeout(() => process.exit(), 240_000); ${program}`, ...words], { stdio: 'ignore' }));
  return async () => {
    await Promise.all(
      children.map(async (child) => {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGKILL');
        await ended;
      }),
    );
  };
}

/** A memory file system of 32 MiB that the machine's exporter sees. */
async function fillDisk(system: DrillSystem): Promise<Stop> {
  const folder = join(system.folder, 'small-disk');
  mkdirSync(folder, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'observatory-drill', folder]);
  writeFileSync(join(folder, 'full'), Buffer.alloc(31 * 1024 * 1024));
  return async () => {
    rmSync(join(folder, 'full'));
    await run('umount', [folder]);
  };
}

/** The block device under a folder, as /proc/diskstats counts it. */
function deviceOf(folder: string): string | undefined {
  if (!existsSync('/proc/diskstats')) return undefined;
  const { dev } = statSync(folder);
  // As glibc packs them.
  const [major, minor] = [(dev >> 8) & 0xfff, (dev & 0xff) | ((dev >> 12) & 0xfff00)];
  return readFileSync('/proc/diskstats', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([m, n]) => Number(m) === major && Number(n) === minor)?.[2];
}

/** Direct writes: what only went to the page cache would leave the device idle. A group of its own, so that the loop ends with what it runs. */
function writeWithoutPause(folder: string): Stop {
  const files = Array.from({ length: 8 }, (_, n) => join(folder, `written-${n}`));
  const loop = 'for turn in $(seq 600); do dd if=/dev/zero of="$0" bs=4M count=8 oflag=direct conv=notrunc 2>/dev/null; done';
  const groups = files.map((file) => spawn('sh', ['-c', loop, file], { stdio: 'ignore', detached: true }));
  return async () => {
    for (const { pid, exitCode } of groups) if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGKILL');
    for (const file of files) rmSync(file, { force: true });
    return Promise.resolve();
  };
}

/** Jobs of 20 kB each, with a field that no contract knows: all is read, nothing is accepted. */
function refusedBulk(jobs: number): string {
  const filler = Array.from({ length: 1_000 }, () => 'x'.repeat(16));
  return JSON.stringify({ jobs: Array.from({ length: jobs }, () => ({ type: 'simulate.work', payload: { filler } })), unknown: true });
}

export const CAPACITY_DRILLS: readonly Drill[] = [
  {
    name: 'event-loop-stalls',
    alerts: ['EventLoopStalled'],
    fault: 'the worker is stopped for 350 ms and runs for 150 ms, again and again (SIGSTOP, SIGCONT)',
    repair: 'it is left alone',
    async cause(system) {
      return system.pulse('worker', 350, 150);
    },
  },
  {
    name: 'gateway-takes-memory',
    alone: true,
    alerts: ['MemoryBudgetExceeded'],
    fault: 'clients send the gateway bulk submissions of 6 MB, six at a time, which it has to read before it can refuse them',
    repair: 'they stop, and the gateway is restarted',
    async cause(system) {
      const body = refusedBulk(300);
      const stops = Array.from({ length: 6 }, () => system.keep(20, () => system.post('/v1/jobs/bulk', body)));
      return async () => {
        await Promise.all(stops.map((stop) => stop()));
        await system.restart('gateway');
        await system.app('gateway').ready();
      };
    },
  },
  {
    name: 'gateway-burns-cpu',
    alone: true,
    alerts: ['CpuBudgetExceeded'],
    fault: 'eight clients send bulk submissions of 400 kB, which are read and refused, as fast as they are answered',
    repair: 'they stop, and the gateway is restarted, because they cost it memory as well',
    async cause(system) {
      const body = refusedBulk(20);
      const stops = Array.from({ length: 8 }, () => system.keep(0, () => system.post('/v1/jobs/bulk', body)));
      return async () => {
        await Promise.all(stops.map((stop) => stop()));
        await system.restart('gateway');
        await system.app('gateway').ready();
      };
    },
  },
  {
    name: 'disk-fills',
    alerts: ['DiskSpaceLow'],
    fault: 'a file system of 32 MiB is mounted and filled to 97 %',
    repair: 'the file is deleted and the file system unmounted',
    missing: () => (process.getuid?.() === 0 ? undefined : 'mounting a small file system to fill takes root'),
    cause: fillDisk,
  },
  {
    name: 'disk-is-busy',
    alone: true,
    alerts: ['DiskIoBudgetExceeded'],
    fault: 'eight programs write blocks of 4 MiB directly to the disk, without a pause',
    repair: 'they end, and their files are deleted',
    missing(system) {
      const device = deviceOf(system.folder);
      return device === undefined ? `no block device lies under ${system.folder}, so its use is not counted` : undefined;
    },
    cause: (system) => Promise.resolve(writeWithoutPause(system.folder)),
  },
  {
    name: 'machine-is-busy',
    alone: true,
    alerts: ['HostCpuBusy'],
    fault: 'as many programs as there are cores do nothing but count',
    repair: 'they end',
    missing: () => hostAsked('all processors for about a minute'),
    async cause() {
      return burn(availableParallelism() + 1, 'for (;;) if (Date.now() % 1_000_003 === 0) setImmediate(() => undefined);');
    },
  },
  {
    name: 'machine-runs-out-of-memory',
    alone: true,
    alerts: ['HostMemoryLow'],
    fault: 'programs take memory until less than 20 % of the machine is available',
    repair: 'they end',
    missing: () => hostAsked(`${Math.ceil((freemem() - 0.15 * totalmem()) / 1024 ** 3)} GiB of memory`),
    async cause(_, began) {
      const chunks = Math.max(1, Math.ceil((freemem() - 0.17 * totalmem()) / 1024 ** 3));
      const free = burn(chunks, 'const held = Buffer.alloc(1024 ** 3, 1); setInterval(() => held[0]++, 1_000);');
      // To take that much takes a while, which is none of the alert's.
      await eventually(() => freemem() < 0.2 * totalmem(), { timeoutMs: 120_000, message: 'the memory is taken' }).catch(async (error: unknown) => {
        await free();
        throw error;
      });
      began();
      return free;
    },
  },
];
