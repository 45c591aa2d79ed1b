import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { eventually } from '#testing';
import { COMPILED, WITHOUT_LINKS } from './quick-start';

export type AppName = 'gateway' | 'worker' | 'aggregator' | 'observatory';

const ROOT = process.cwd();

/** A TCP port of the loopback interface that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * One app of the system as a process of its own, built code and all, exactly as `make start` runs it.
 * It keeps its port over restarts, so that clients and Prometheus find it again.
 */
export class AppProcess {
  private child: ChildProcess | undefined;
  private expectedToExit = false;
  readonly unexpectedExits: string[] = [];

  private constructor(
    readonly app: AppName,
    readonly name: string,
    readonly port: number,
    private readonly env: Record<string, string>,
    private readonly logFolder: string,
  ) {}

  static async create(app: AppName, name: string, env: Record<string, string>, logFolder: string, port?: number): Promise<AppProcess> {
    return new AppProcess(app, name, port ?? (await freePort()), env, logFolder);
  }

  get url(): string {
    return `${this.env['HTTP_TLS_CERT_FILE'] === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  get logFile(): string {
    return join(this.logFolder, `${this.name}.log`);
  }

  start(extraEnv: Record<string, string> = {}): this {
    mkdirSync(this.logFolder, { recursive: true });
    const log = openSync(this.logFile, 'a');
    this.expectedToExit = false;
    const nodeArguments = process.env['APP_NODE_ARGS']?.replaceAll('{name}', this.name).split(' ').filter(Boolean) ?? [];
    const child = spawn(process.execPath, [...WITHOUT_LINKS, ...nodeArguments, join(ROOT, 'dist/apps', this.app, 'src/main.js')], {
      env: { PATH: process.env['PATH'], ...COMPILED, ...this.env, ...extraEnv, HTTP_HOST: '127.0.0.1', HTTP_PORT: String(this.port) },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.once('exit', (code, signal) => {
      if (!this.expectedToExit) this.unexpectedExits.push(`${this.name} exited with ${signal ?? code}; see ${this.logFile}`);
    });
    this.child = child;
    return this;
  }

  /** Resolves when `/readyz` answers 200. */
  async ready(timeoutMs = 60_000): Promise<this> {
    await eventually(
      async () => {
        if (this.unexpectedExits.length > 0) throw new Error(this.unexpectedExits.join('\n'));
        const response = await fetch(`${this.url}/readyz`);
        if (response.status !== 200) throw new Error(`${this.name} is not ready: ${await response.text()}`);
      },
      { timeoutMs, message: `${this.name} becomes ready (log: ${this.logFile})` },
    );
    return this;
  }

  /**
   * Sends the signal and waits for the end of the process. A process that is gone already counts as ended.
   *
   * @returns its exit code; null when a signal ended it, or there was nothing to end
   */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM', timeoutMs = 30_000): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return null;
    this.expectedToExit = true;
    const exited = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    await exited;
    clearTimeout(timer);
    return child.exitCode;
  }

  pause(): void {
    this.child?.kill('SIGSTOP');
  }

  resume(): void {
    this.child?.kill('SIGCONT');
  }
}
