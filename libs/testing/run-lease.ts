import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackFolder } from '../../deploy/native';

/**
 * Several test runs may share the test stack. Each holds a lease (a file named after its process); the stack is stopped by the last one
 * to leave, and only if a run started it: servers that a person started stay.
 */
const folderOf = (stack: string) => join(stackFolder(stack), 'runs');
const startedByRun = (stack: string) => join(stackFolder(stack), 'started-by-a-test-run');

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The processes of other test runs that use the stack now; leases of dead ones are dropped. */
export function otherRuns(stack: string): number[] {
  const folder = folderOf(stack);
  mkdirSync(folder, { recursive: true });
  const alive: number[] = [];
  for (const file of readdirSync(folder)) {
    const pid = Number(file);
    if (pid === process.pid) continue;
    if (isRunning(pid)) alive.push(pid);
    else rmSync(join(folder, file), { force: true });
  }
  return alive;
}

export function takeLease(stack: string): void {
  mkdirSync(folderOf(stack), { recursive: true });
  writeFileSync(join(folderOf(stack), String(process.pid)), '');
}

export function dropLease(stack: string): void {
  rmSync(join(folderOf(stack), String(process.pid)), { force: true });
}

export function markStartedByRun(stack: string): void {
  writeFileSync(startedByRun(stack), String(process.pid));
}

/** Whether a test run started the stack; forgets it. */
export function takeStartedByRun(stack: string): boolean {
  try {
    readFileSync(startedByRun(stack));
  } catch {
    return false;
  }
  rmSync(startedByRun(stack), { force: true });
  return true;
}
