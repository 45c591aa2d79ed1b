import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { System } from '../system/system';
import { round } from './bench';

/** CPU seconds used so far, by app and by server of the bench. Empty where there is no /proc. */
export type CpuTimes = ReadonlyMap<string, number>;

const TICKS_PER_SECOND = 100;

/** Servers are known by the folder that they run in, apps by their process ids. */
export function cpuTimes(system: System): CpuTimes {
  const apps = new Map(system.processes().map(({ pid, app }) => [pid, app]));
  const stack = join(process.cwd(), '.stack', 'bench');
  const times = new Map<string, number>();
  for (const pid of processIds()) {
    const name = apps.get(pid) ?? serverOf(pid, stack);
    if (name !== undefined) times.set(name, (times.get(name) ?? 0) + secondsOf(pid));
  }
  times.set('bench', process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6);
  return times;
}

/** CPU milliseconds per unit of work between two readings: where the time of a job goes, whatever else the machine was doing. */
export function cpuMsPer(n: number, before: CpuTimes, after: CpuTimes): Record<string, number> {
  const each = [...after].map(([name, seconds]) => [name, round(((seconds - (before.get(name) ?? 0)) * 1000) / n, 3)] as const);
  const total = each.reduce((sum, [, ms]) => sum + ms, 0);
  return { ...Object.fromEntries(each.filter(([, ms]) => ms > 0).sort((a, b) => b[1] - a[1])), total: round(total, 3) };
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function serverOf(pid: number, stack: string): string | undefined {
  try {
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    if (!folder.startsWith(stack)) return undefined;
    return folder.slice(stack.length).split(sep)[1];
  } catch {
    return undefined;
  }
}

function secondsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}
