import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { killStrays, MARK } from './strays';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface ProgramEnd {
  /** One of the two is given. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * A program and all that it starts, as one process group of its own: stopped together.
 *
 * Stopping is SIGTERM, then SIGKILL for what is left after a moment. What is left when the program itself has ended is killed as well, and so is what made a
 * session of its own (`strays.ts`). When this worker is killed with SIGKILL, the program gets away (the attempt is then run again elsewhere, so what a command does
 * should bear being done twice).
 */
export class ProcessGroup {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private killTimer: NodeJS.Timeout | undefined;
  private readonly mark = randomUUID();

  constructor({ file, args, cwd, env }: Program) {
    this.child = spawn(file, args, { cwd, env: { ...env, [MARK]: this.mark }, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    alive.add(this);
    // A program need not read what it is given.
    this.child.stdin.on('error', () => undefined);
  }

  feed(stdin: string | undefined): void {
    this.child.stdin.end(stdin ?? '');
  }

  onOutput(stdout: (chunk: Buffer) => void, stderr: (chunk: Buffer) => void): void {
    this.child.stdout.on('data', stdout);
    this.child.stderr.on('data', stderr);
  }

  /** Resolves when the program has ended and its output is read. Rejects when it could not be started. */
  ended(): Promise<ProgramEnd> {
    return new Promise<ProgramEnd>((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('exit', (exitCode, signal) => {
        this.kill('SIGKILL');
        const strays = killStrays(this.mark);
        // A grandchild that got away may hold the pipes open for as long as it lives.
        const enough = setTimeout(() => [this.child.stdout, this.child.stderr].forEach((stream) => stream.destroy()), OUTPUT_AFTER_EXIT_MS);
        this.child.once('close', () => {
          clearTimeout(enough);
          void strays.then(() => resolve({ exitCode, signal }));
        });
      });
    }).finally(() => {
      clearTimeout(this.killTimer);
      alive.delete(this);
    });
  }

  stop(): void {
    this.kill('SIGTERM');
    this.killTimer ??= setTimeout(() => this.kill('SIGKILL'), KILL_AFTER_MS);
  }

  kill(signal: NodeJS.Signals): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // Nobody is left in the group.
    }
  }
}

/** What has not ended yet goes down with this process. */
const alive = new Set<ProcessGroup>();
process.on('exit', () => alive.forEach((group) => group.kill('SIGKILL')));

/** Shorter than the grace after a cancel, so that the attempt ends by itself. */
const KILL_AFTER_MS = 2_000;
const OUTPUT_AFTER_EXIT_MS = 500;
