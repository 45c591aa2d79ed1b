import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { connect as connectBroker } from 'amqplib';
import { MongoClient } from 'mongodb';
import { Client as PostgresClient } from 'pg';
import { eventually, faultProxy, type FaultProxy } from '#testing';
import { projectRoot, requireTool, type ServerName, serverState, stackFolder, stackPorts, type StackPorts, type StackUrls, startServer, startStack, stopStack } from '../../deploy/native';
import { type AppDefinition, appDefinitions } from '../../deploy/native/apps/app-definitions';
import { monitoringEnvironment } from '../../deploy/native/credentials';
import { fetch, showKeyOf } from '../../deploy/native/keyed-fetch';
import { migrate } from '../../deploy/native/apps/apps';
import { rabbitmqEnvironment } from '../../deploy/native/servers/rabbitmq.server';
import { AppProcess, type AppName } from '../system/app-process';
import { elapse } from '../system/elapse';

const run = promisify(execFile);

/** Beside the dev stack, which may run meanwhile; each lane has ports of its own. */
const PORT_OFFSET = 2_500;
const PORTS_OF_A_LANE = 2_000;
/** A worker of the drills has few slots, so that a fault of its jobs needs few of them. */
export const WORKER_SLOTS = 16;

/** Budgets that a fault within bounds can exceed; they are parameters of the rules, as any installation may set them. */
const BUDGETS = { PERFORMANCE_BUDGET_MEMORY_MB: '288', PERFORMANCE_BUDGET_CPU_PERCENT: '20' };

/** A queue that no worker serves. */
export const NOBODYS_QUEUE = 'nobodys';

/** Ends what was begun. */
export type Stop = () => Promise<void>;

export type Submission = Readonly<Record<string, unknown> & { type: string }>;

/**
 * The whole system on servers of its own, all started here and thrown away at the end: the rules in their `fast` profile, every service a process of
 * its own, the worker's broker behind a proxy that can be cut.
 */
export class DrillSystem {
  private readonly apps = new Map<AppName, AppProcess>();
  private readonly stops = new Set<Stop>();
  private clients = 0;

  private constructor(
    /** Its servers' stack, `.stack/<name>`. */
    readonly stack: string,
    readonly urls: StackUrls,
    readonly ports: StackPorts,
    readonly workersBroker: FaultProxy,
    readonly say: (line: string) => void,
  ) {}

  /** @param lane 1 for the first; several run side by side */
  static async start(lane: number, say: (line: string) => void): Promise<DrillSystem> {
    const stack = `drill-${lane}`;
    process.env['OBSERVATORY_RULES'] = 'fast';
    for (const [name, value] of Object.entries(BUDGETS)) process.env[name] ??= value;
    await stopStack(stack, { say: () => undefined });
    rmSync(stackFolder(stack), { recursive: true, force: true });
    const urls = await startStack(stack, { portOffset: PORT_OFFSET + (lane - 1) * PORTS_OF_A_LANE, shiftPorts: true, size: 'small', say, environment: monitoringEnvironment(stack) });
    const system = new DrillSystem(stack, urls, stackPorts(stack), await faultProxy(urls.rabbitmq), say);
    try {
      await migrate(stack, say);
      showKeyOf(stack);
      for (const definition of appDefinitions(stack, system.ports)) await system.add(definition);
      await Promise.all([...system.apps.values()].map((app) => app.ready(60_000)));
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  async stop(): Promise<void> {
    for (const stop of [...this.stops]) await stop().catch(() => undefined);
    for (const name of ['observatory', 'worker', 'aggregator', 'gateway'] as const) {
      this.apps.get(name)?.resume();
      await this.apps.get(name)?.end();
    }
    await this.workersBroker.close();
    await stopStack(this.stack, { say: this.say });
  }

  app(name: AppName): AppProcess {
    const app = this.apps.get(name);
    if (app === undefined) throw new Error(`there is no ${name}`);
    return app;
  }

  async restart(name: AppName, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.app(name).end(signal);
    this.app(name).start();
  }

  /** Starts a server again on its port. */
  async repairServer(server: ServerName): Promise<void> {
    // A client's own port may happen to be the one that the server had: such a connection ends soon.
    await eventually(() => startServer(this.stack, server, { size: 'small', say: this.say, environment: monitoringEnvironment(this.stack) }), { timeoutMs: 180_000, intervalMs: 1_000, message: `${server} is started again` });
  }

  folderOf(server: ServerName): string {
    return join(stackFolder(this.stack), server);
  }

  get folder(): string {
    return stackFolder(this.stack);
  }

  /** A signal for the process of a server, as `kill` sends it. */
  async signalServer(server: ServerName, signal: NodeJS.Signals): Promise<void> {
    const { pid } = await serverState(this.stack, server);
    if (pid === undefined) throw new Error(`${server} does not run`);
    process.kill(pid, signal);
  }

  /** Repeats something until it is stopped; what fails is done again, as the fault may be that it does. */
  keep(everyMs: number, task: () => Promise<unknown>): Stop {
    let goesOn = true;
    const loop = (async () => {
      while (goesOn) {
        await task().catch(() => undefined);
        await elapse(everyMs);
      }
    })();
    return this.stopWith(async () => {
      goesOn = false;
      await loop;
    });
  }

  /** Stops a service and lets it run on, again and again: its event loop stands still for real. */
  pulse(name: AppName, stoppedMs: number, runsMs: number): Stop {
    const app = this.app(name);
    const stop = this.keep(runsMs, async () => {
      app.pause();
      await elapse(stoppedMs);
      app.resume();
    });
    return async () => {
      await stop();
      app.resume();
    };
  }

  /** Submits a job as a client does. @returns the status of the answer */
  async submit(job: Submission): Promise<number> {
    return this.post('/v1/jobs', job);
  }

  /** @param body what is sent as it is when it is text already */
  post(path: string, body: object | string): Promise<number> {
    return this.command('POST', path, body);
  }

  put(path: string, body: object): Promise<number> {
    return this.command('PUT', path, body);
  }

  private async command(method: 'POST' | 'PUT', path: string, body: object | string): Promise<number> {
    const answer = await fetch(`${this.app('gateway').url}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  /** A key that no other submission has. */
  key(): string {
    this.clients += 1;
    return `drill-${Date.now()}-${this.clients}`;
  }

  /** Waits until so many attempts run. */
  async untilRunning(count: number): Promise<void> {
    await eventually(async () => Number((await this.sql<{ running: string }>("SELECT count(*) AS running FROM jobs WHERE status = 'RUNNING'"))[0]?.running) >= count, {
      timeoutMs: 30_000,
      message: `${count} attempts run`,
    });
  }

  /** Cancels what is left of a queue, as an operator would, and waits until that is done. */
  async cancelAll(queue: string, submittedAfter: Date): Promise<void> {
    const answer = await fetch(`${this.app('gateway').url}/v1/operations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'cancel', filter: { queue, submittedAfter: submittedAfter.toISOString() }, by: 'drill', reason: 'the drill is over' }),
    });
    if (answer.status !== 202) throw new Error(`the operation was answered ${answer.status}: ${await answer.text()}`);
    const { operation } = (await answer.json()) as { operation: { id: string } };
    await eventually(
      async () => {
        const { operation: now } = (await (await fetch(`${this.app('gateway').url}/v1/operations/${operation.id}`)).json()) as { operation: { status: string } };
        return now.status !== 'running';
      },
      { timeoutMs: 60_000, message: 'what is left of the queue is cancelled' },
    );
  }

  /** One statement as a superuser. */
  async sql<Row extends object>(text: string): Promise<Row[]> {
    const client = await this.postgres();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  async postgres(): Promise<PostgresClient> {
    const client = new PostgresClient({ connectionString: this.urls.postgres, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Locks MongoDB for writes. @returns what unlocks it */
  async lockMongo(): Promise<Stop> {
    const client = await MongoClient.connect(this.urls.mongo, { serverSelectionTimeoutMS: 5_000 });
    await client.db('admin').command({ fsync: 1, lock: true });
    return this.stopWith(async () => {
      await client.db('admin').command({ fsyncUnlock: 1 });
      await client.close();
    });
  }

  async dropReadModels(): Promise<void> {
    const client = await MongoClient.connect(this.urls.mongo, { serverSelectionTimeoutMS: 5_000 });
    await client.db('observatory').dropDatabase();
    await client.close();
  }

  async withMongoLocked(ms: number): Promise<void> {
    const unlock = await this.lockMongo();
    await elapse(ms);
    await unlock();
  }

  /** Publishes bytes to the broker as any program could. */
  async publish(exchange: string, routingKey: string, body: string): Promise<void> {
    const connection = await connectBroker(this.urls.rabbitmq);
    try {
      const channel = await connection.createConfirmChannel();
      channel.publish(exchange, routingKey, Buffer.from(body));
      await channel.waitForConfirms();
    } finally {
      await connection.close();
    }
  }

  async rabbitmqctl(...words: string[]): Promise<void> {
    const context = { stack: this.stack, ports: this.ports, folder: this.folderOf('rabbitmq'), size: 'small', environment: process.env, say: this.say } as const;
    // Debian's wrapper insists on its own user; the program itself lies beside the server's.
    const { stdout } = await run('readlink', ['-f', requireTool('rabbitmq-server')]);
    await run(join(dirname(stdout.trim()), 'rabbitmqctl'), ['--node', `observatory-${this.stack}@localhost`, ...words], { env: rabbitmqEnvironment(context) });
  }

  private stopWith(stop: Stop): Stop {
    const once = async (): Promise<void> => {
      this.stops.delete(once);
      await stop();
    };
    this.stops.add(once);
    return once;
  }

  private async add({ name, environment }: AppDefinition): Promise<void> {
    const own: Record<string, string> = name === 'worker' ? { AMQP_URL: this.workersBroker.url, WORKER_SLOTS: String(WORKER_SLOTS) } : {};
    const inherited = Object.fromEntries(Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
    const app = await AppProcess.create(name, name, { ...inherited, ...environment, ...own }, join(projectRoot(), '.stack', this.stack, 'logs'), this.ports[name]);
    this.apps.set(name, app);
    app.start();
    if (name === 'gateway') await app.ready(60_000);
  }
}
