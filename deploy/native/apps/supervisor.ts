import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { forget, identify, liveRecord, terminate, writeRecord } from '../owned-process';
import { type AppDefinition, APP_STOP_ORDER } from './app-definitions';
import { decideRestart } from './restart-policy';

/** Longer than the services' own SHUTDOWN_TIMEOUT_MS (15 s), so that they end by themselves. */
const STOP_GRACE_MS = 25_000;

/**
 * Keeps services running: output into their log files, a pid file each, a crashed one started again with growing pauses. Runs in a
 * process of its own that outlives the command which started it.
 */
export class Supervisor {
  private readonly children = new Map<AppDefinition, ChildProcess>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopping = false;

  constructor(private readonly apps: readonly AppDefinition[]) {}

  async start(): Promise<void> {
    for (const app of this.apps) {
      // Left over by a supervisor that was killed itself.
      const orphan = liveRecord(app.pidFile);
      if (orphan !== undefined) await terminate(orphan, 'SIGTERM', STOP_GRACE_MS);
      this.run(app, 0);
    }
  }

  /** Ends every service in an order in which what one hands back still finds the next. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearTimeout(timer);
    for (const name of APP_STOP_ORDER) {
      await Promise.all([...this.children].filter(([app]) => app.name === name).map(([app, child]) => this.end(app, child)));
    }
  }

  private run(app: AppDefinition, crashesBefore: number): void {
    mkdirSync(dirname(app.logFile), { recursive: true });
    const log = openSync(app.logFile, 'a');
    const startedAt = performance.now();
    const child = spawn(process.execPath, ['--enable-source-maps', app.script], { env: { ...process.env, ...app.environment }, stdio: ['ignore', log, log] });
    closeSync(log);
    this.children.set(app, child);
    const record = child.pid === undefined ? undefined : identify(child.pid);
    if (record !== undefined) writeRecord(app.pidFile, record);
    const ended = (exitCode: number | null, how: string) => {
      this.children.delete(app);
      forget(app.pidFile);
      if (!this.stopping) this.again(app, exitCode, how, performance.now() - startedAt, crashesBefore);
    };
    child.once('exit', (code, signal) => ended(code, signal ?? `exit code ${code}`));
    child.once('error', (error) => {
      if (child.pid === undefined) ended(null, error.message);
    });
  }

  private again(app: AppDefinition, exitCode: number | null, how: string, ranForMs: number, crashesBefore: number): void {
    const decision = decideRestart({ exitCode, ranForMs, crashesBefore });
    if (decision.kind === 'give-up') {
      this.note(app, `ended (${how}) and is not started again: ${decision.reason}`);
      return;
    }
    this.note(app, `ended (${how}) after ${Math.round(ranForMs / 1000)} s; starting it again in ${decision.delayMs} ms`);
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.run(app, decision.crashes);
    }, decision.delayMs);
    this.timers.add(timer);
  }

  private async end(app: AppDefinition, child: ChildProcess): Promise<void> {
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => {
      this.note(app, `did not stop within ${STOP_GRACE_MS / 1000} s and is killed`);
      child.kill('SIGKILL');
    }, STOP_GRACE_MS);
    await exited;
    clearTimeout(timer);
  }

  /** One JSON line into the service's own log, where somebody will look for the reason. */
  private note(app: AppDefinition, message: string): void {
    const log = openSync(app.logFile, 'a');
    writeSync(log, `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), service: 'supervisor', msg: `${app.name} ${message}` })}\n`);
    closeSync(log);
  }
}
