import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isAlive, type ProcessRecord } from './owned-process';
import { stackFolder } from './project';

const PATIENCE_MS = 5 * 60_000;

function holderOf(file: string): ProcessRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessRecord;
  } catch {
    return undefined;
  }
}

/** Removes the lock of a holder that has died; if a live process has taken it over in between, puts that one's lock back. */
function removeStale(file: string, dead: ProcessRecord): void {
  const grave = `${file}.${process.pid}`;
  try {
    renameSync(file, grave);
    if (holderOf(grave)?.pid !== dead.pid) linkSync(grave, file);
    rmSync(grave, { force: true });
  } catch {
    // Another process removed it first.
  }
}

/**
 * Runs `work` while no other process starts or stops servers of this stack. The lock is a file created exclusively; one whose holder
 * has died is taken over.
 */
export async function withStackLock<T>(stack: string, work: () => Promise<T>): Promise<T> {
  const folder = stackFolder(stack);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  const mine = JSON.stringify(identify(process.pid));
  for (const deadline = Date.now() + PATIENCE_MS; ; await delay(50 + Math.random() * 50)) {
    try {
      writeFileSync(file, mine, { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (holder !== undefined && !isAlive(holder)) {
      removeStale(file, holder);
      continue;
    }
    if (Date.now() > deadline) throw new Error(`process ${holder?.pid ?? '?'} has been starting or stopping stack "${stack}" for five minutes (${file})`);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
