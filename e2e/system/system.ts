import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { asService } from '#testing';
import { keyOf, type StackCredentials } from '../../deploy/native/credentials';
import { showKey } from '../../deploy/native/keyed-fetch';
import { Access } from './access';
import { AppProcess, type AppName } from './app-process';
import { COMPILED, WITHOUT_LINKS } from './quick-start';

const run = promisify(execFile);

/** Where the apps find their stores: one private database, vhost and Mongo database each. */
export type Stores = Readonly<{ databaseUrl: string; amqpUrl: string; mongoUrl: string; mongoDatabase: string; redisUrl?: string }>;

export type SystemOptions = Readonly<{
  stores: Stores;
  /** How many of each app; default one of each. */
  count?: Partial<Record<AppName, number>>;
  /** Added to the environment of every process of that app. */
  env?: Partial<Record<AppName, Record<string, string>>>;
  /** `off`: nobody is asked who they are. Otherwise everybody is, and the clients of this process show a key of the system's own. */
  auth?: 'off';
}>;

/**
 * The whole system as processes: the gateways are migrated and started first, the rest after them, all awaited by `/readyz`.
 * `stop()` ends what was started and nothing else, and fails when a process had died by itself.
 */
export class System {
  private readonly apps: AppProcess[] = [];
  private readonly access: Access | undefined;

  private constructor(
    readonly stores: Stores,
    readonly logFolder: string,
    private readonly options: SystemOptions,
  ) {
    this.access = options.auth === 'off' ? undefined : new Access();
  }

  static async start(options: SystemOptions): Promise<System> {
    const system = new System(options.stores, mkdtempSync(join(tmpdir(), 'observatory-')), options);
    try {
      await system.migrate();
      await system.startAll();
    } catch (error) {
      await system.end();
      throw error;
    }
    return system;
  }

  /** With what one gets in. */
  get credentials(): StackCredentials {
    if (this.access === undefined) throw new Error('this system asks nobody who they are');
    return this.access.credentials;
  }

  of(app: AppName): AppProcess[] {
    return this.apps.filter((candidate) => candidate.app === app);
  }

  /** The one app of this kind, or the `index`-th. */
  one(app: AppName, index = 0): AppProcess {
    const found = this.of(app)[index];
    if (!found) throw new Error(`the system has no ${app} number ${index}`);
    return found;
  }

  /** Process ids of what runs now. */
  processes(): { pid: number; app: AppName }[] {
    return this.apps.flatMap(({ pid, app }) => (pid === undefined ? [] : [{ pid, app }]));
  }

  /** One process more of an app. @param env what it has besides, and before, what the others have */
  async add(app: AppName, env: Record<string, string> = {}): Promise<AppProcess> {
    const name = `${app}-${this.of(app).length + 1}`;
    const started = await AppProcess.create(app, name, { ...this.envOf(app, name), ...env }, this.logFolder);
    this.apps.push(started);
    if (this.access !== undefined) showKey(started.url, keyOf(this.access.credentials, 'tests'));
    return started.start();
  }

  /** Ends every process; throws when one of them had ended by itself before. */
  async stop(): Promise<void> {
    const died = this.apps.flatMap((app) => app.unexpectedExits);
    await this.end();
    if (died.length > 0) throw new Error(`processes died by themselves:\n${died.join('\n')}`);
  }

  /** Replays the log into new collections beside the live ones; `prove` compares both, document by document. */
  async rebuild(flags: string[]): Promise<Record<string, unknown>> {
    const env = { PATH: process.env['PATH'], ...COMPILED, ...this.envOf('aggregator', 'rebuild'), HTTP_PORT: '0' };
    const { stdout } = await run(process.execPath, [...WITHOUT_LINKS, 'dist/apps/aggregator/src/rebuild.js', '--json', ...flags], { env, maxBuffer: 1 << 26 });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>;
  }

  private async migrate(): Promise<void> {
    const env = this.envOf('gateway', 'migrate');
    await run(process.execPath, [...WITHOUT_LINKS, 'dist/apps/gateway/src/migrate.js'], { env: { PATH: process.env['PATH'], ...COMPILED, ...env } });
    await this.access?.give(env);
  }

  private async startAll(): Promise<void> {
    for (const app of ['gateway', 'worker', 'aggregator', 'observatory'] as const) {
      for (let n = 0; n < (this.options.count?.[app] ?? 1); n++) await this.add(app);
      if (app === 'gateway') await Promise.all(this.of('gateway').map((gateway) => gateway.ready()));
    }
    await Promise.all(this.apps.map((app) => app.ready()));
  }

  private async end(): Promise<void> {
    for (const app of this.apps) app.resume();
    const inOrder: AppName[] = ['observatory', 'worker', 'aggregator', 'gateway'];
    for (const app of inOrder) await Promise.all(this.of(app).map((running) => running.end()));
  }

  /** Aggregators read the feed from different gateways, so that one killed gateway does not blind them all. */
  private feedFor(index: number): string {
    const gateways = this.of('gateway');
    return gateways[index % Math.max(1, gateways.length)]?.url ?? '';
  }

  private envOf(app: AppName, name: string): Record<string, string> {
    return { ...this.placeOf(app, name), ...(this.access === undefined ? { AUTH_MODE: 'off' } : this.access.envOf(app)), ...this.options.env?.[app] };
  }

  private placeOf(app: AppName, name: string): Record<string, string> {
    const { databaseUrl, amqpUrl, mongoUrl, mongoDatabase, redisUrl } = this.stores;
    const every = { NODE_ENV: 'test', LOG_LEVEL: 'info', SERVICE_INSTANCE_ID: name };
    switch (app) {
      case 'gateway':
        return { ...every, DATABASE_URL: databaseUrl, AMQP_URL: asService(app, amqpUrl), ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }) };
      case 'worker':
        // A worker's instance id is its incarnation: a restarted process must not inherit the old one.
        return { NODE_ENV: 'test', LOG_LEVEL: 'info', AMQP_URL: asService(app, amqpUrl), WORKER_HTTP_ALLOW: '127.0.0.0/8', GATEWAY_URL: this.feedFor(0) };
      case 'aggregator':
        return { ...every, AMQP_URL: asService(app, amqpUrl), MONGO_URL: mongoUrl, MONGO_DATABASE: mongoDatabase, GATEWAY_URL: this.feedFor(this.of('aggregator').length) };
      case 'observatory':
        // For the console's commands, where a spec switches them on.
        return { ...every, MONGO_URL: mongoUrl, MONGO_DATABASE: mongoDatabase, GATEWAY_URL: this.feedFor(0) };
    }
  }
}
