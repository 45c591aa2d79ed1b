import { spawn } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rotateLog } from './log-rotation';

/**
 * Processes that outlive the command which started them. Each is remembered in a pid file together with its start time, because a
 * process id alone is reused: after a reboot it may be somebody else's, and a stop must never hit that.
 */
export interface ProcessRecord {
  readonly pid: number;
  /** An opaque mark of when the process began; equal only for the same process. */
  readonly startMark: string;
}

export interface ProcessCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
}

function startMark(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The record of a live process, or undefined when there is none with this id. */
export function identify(pid: number): ProcessRecord | undefined {
  const mark = startMark(pid);
  return mark === undefined ? undefined : { pid, startMark: mark };
}

export function isAlive(record: ProcessRecord | undefined): record is ProcessRecord {
  return record !== undefined && startMark(record.pid) === record.startMark;
}

export function readRecord(pidFile: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(pidFile, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}

/** The live process that the pid file names, or undefined. */
export function liveRecord(pidFile: string): ProcessRecord | undefined {
  const record = readRecord(pidFile);
  return isAlive(record) ? record : undefined;
}

export function writeRecord(pidFile: string, record: ProcessRecord): void {
  mkdirSync(dirname(pidFile), { recursive: true });
  writeFileSync(pidFile, JSON.stringify(record));
}

export function forget(pidFile: string): void {
  rmSync(pidFile, { force: true });
}

export interface OwnedProcess {
  readonly pid: number;
  /** Set once the process has ended, to how it did. */
  ended(): string | undefined;
}

function openLog(logFile: string): number {
  mkdirSync(dirname(logFile), { recursive: true });
  rotateLog(logFile);
  return openSync(logFile, 'a');
}

/** Starts a process in a session of its own, output appended to `logFile`. Rejects when it cannot be executed at all. */
export async function spawnDetached(command: ProcessCommand, logFile: string): Promise<OwnedProcess> {
  const log = openLog(logFile);
  let ended: string | undefined;
  try {
    const child = spawn(command.file, [...command.args], {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: command.cwd,
      env: command.env ?? process.env,
      ...(command.uid === undefined ? {} : { uid: command.uid, gid: command.gid }),
    });
    child.once('exit', (code, signal) => {
      ended = signal === null ? `exit code ${code}` : `signal ${signal}`;
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return { pid: child.pid as number, ended: () => ended };
  } finally {
    closeSync(log);
  }
}

/** Sends a signal to exactly that process; nothing happens when it is gone. */
export function signal(record: ProcessRecord, name: NodeJS.Signals): void {
  if (!isAlive(record)) return;
  try {
    process.kill(record.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Resolves true once the process is gone, false when it still lives after `timeoutMs`. */
export async function waitForEnd(record: ProcessRecord, timeoutMs: number): Promise<boolean> {
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await delay(25)) {
    if (!isAlive(record)) return true;
  }
  return !isAlive(record);
}

/** Asks the process to end and, if it has not within `graceMs`, kills it. */
export async function terminate(record: ProcessRecord, name: NodeJS.Signals, graceMs: number): Promise<'ended' | 'killed'> {
  signal(record, name);
  if (await waitForEnd(record, graceMs)) return 'ended';
  signal(record, 'SIGKILL');
  await waitForEnd(record, 5_000);
  return 'killed';
}

/** The last lines of a log, for an error message. */
export function tail(logFile: string, lines = 12): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
