import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { installTools } from './install';
import { forget, identify, isAlive, liveRecord, type OwnedProcess, type ProcessCommand, readRecord, signal, spawnDetached, tail, terminate, waitForEnd, writeRecord } from './owned-process';
import { assertPortFree, isPortFree, portOwner } from './port-probe';
import { stackFolder } from './project';
import { alertmanagerServer } from './servers/alertmanager.server';
import { nodeExporter, postgresExporter, redisExporter } from './servers/exporter.server';
import { mongoServer } from './servers/mongo.server';
import { mongoExpressServer } from './servers/mongo-express.server';
import { pgadminServer } from './servers/pgadmin.server';
import { postgresServer } from './servers/postgres.server';
import { prometheusServer } from './servers/prometheus.server';
import { rabbitmqServer } from './servers/rabbitmq.server';
import { redisServer } from './servers/redis.server';
import { ADMIN_NAMES, type Server, type ServerContext, type ServerName } from './servers/server';
import { withStackLock } from './stack-lock';
import { layTls, tlsOf, trustStack } from './tls/stack-tls';
import { defaultOffset, portsAt, portVariable, recordedPorts, recordPorts, type StackPorts, type StackUrls, urlsOf } from './stack-ports';

/**
 * A stack is a named set of private servers under `.stack/<name>/`: real PostgreSQL, RabbitMQ, MongoDB, Redis, Prometheus and
 * Alertmanager, and what exports their metrics, each on a port of its own. Starting is repeatable: a server that runs is left alone, one that does not is started and
 * waited for until it truly serves. Nothing is ever stopped but by the process id (and start time) that was written when it was started.
 */
const SERVERS: Readonly<Record<ServerName, Server>> = {
  postgres: postgresServer,
  rabbitmq: rabbitmqServer,
  mongo: mongoServer,
  redis: redisServer,
  prometheus: prometheusServer,
  alertmanager: alertmanagerServer,
  'postgres-exporter': postgresExporter,
  'redis-exporter': redisExporter,
  'node-exporter': nodeExporter,
  pgadmin: pgadminServer,
  'mongo-express': mongoExpressServer,
};

const ALL_NAMES = Object.keys(SERVERS) as ServerName[];

/** What a stack consists of; the user interfaces of the stores are started where they are asked for. */
export const SERVER_NAMES = ALL_NAMES.filter((name) => !(ADMIN_NAMES as readonly ServerName[]).includes(name));

/** What suites need; Prometheus, Alertmanager and the exporters are started where they are asked for. */
export const STORE_NAMES: readonly ServerName[] = ['postgres', 'rabbitmq', 'mongo', 'redis'];

export type Say = (line: string) => void;

export interface StartOptions {
  /** Default: all. */
  readonly servers?: readonly ServerName[];
  /** Added to every port of the dev stack. Default: what the name stands for (dev 0, test 10000, bench 20000). */
  readonly portOffset?: number;
  /** When a port is taken by something else: try other offsets instead of failing. */
  readonly shiftPorts?: boolean;
  /** Whether every server speaks TLS, with certificates of an authority of the stack's own. */
  readonly tls?: boolean;
  /** Default: large for dev and bench (also bench-1…), small for every other. */
  readonly size?: 'small' | 'large';
  /** What the servers' configuration is made from: the profile of the rules, limits, channels. Default: this process' own. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Gets one line per step. Default: standard error. */
  readonly say?: Say;
}

export class ServerFailed extends Error {
  readonly code = 'server_failed';

  constructor(
    readonly server: ServerName,
    reason: string,
    readonly logFile: string,
    cause?: unknown,
  ) {
    const log = tail(logFile);
    super(`${server} ${reason}${log === '' ? '' : `; the end of ${logFile}:\n${log}`}`, { cause });
    this.name = 'ServerFailed';
  }
}

const toStderr: Say = (line) => process.stderr.write(`${line}\n`);

const folderOf = (stack: string, server: ServerName) => join(stackFolder(stack), server);
const pidFileOf = (stack: string, server: ServerName, companion?: string) => join(folderOf(stack, server), `${companion ?? 'server'}.pid.json`);
const logFileOf = (stack: string, server: ServerName) => join(stackFolder(stack), 'logs', `${server}.log`);

/** Which servers of a stack run, those included that are not part of every stack. */
export const runningServers = (stack: string): readonly ServerName[] => ALL_NAMES.filter((name) => liveRecord(pidFileOf(stack, name)) !== undefined);

function contextOf(stack: string, server: ServerName, ports: StackPorts, options: StartOptions): ServerContext {
  const say = options.say ?? toStderr;
  const tls = tlsOf(stack);
  if (tls !== undefined) trustStack(tls);
  return {
    stack,
    ...(tls === undefined ? {} : { tls }),
    ports,
    folder: folderOf(stack, server),
    size: options.size ?? (/^(dev|bench)(-|$)/.test(stack) ? 'large' : 'small'),
    environment: options.environment ?? process.env,
    say: (line) => say(`${server.padEnd(12)} ${line}`),
  };
}

/** The ports to start with: those that a running part of the stack has; else the default ones, shifted when that was asked for. */
async function choosePorts(stack: string, servers: readonly ServerName[], options: StartOptions): Promise<StackPorts> {
  const recorded = recordedPorts(stack);
  if (recorded !== undefined && runningServers(stack).length > 0) return recorded;
  const offset = options.portOffset ?? defaultOffset(stack);
  const wanted = servers.flatMap((server) => SERVERS[server].ports);
  const attempts = options.shiftPorts === true ? 20 : 1;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const ports = portsAt(stack, offset + attempt * 137);
    const free = await Promise.all(wanted.map((name) => isPortFree(ports[name])));
    if (free.every(Boolean)) return ports;
  }
  return portsAt(stack, offset);
}

/** Ends what a server that is not running left behind, and rejects when something else holds one of its ports. */
async function clearTheWay(context: ServerContext, server: Server): Promise<void> {
  for (const name of Object.keys(server.companions?.(context) ?? {})) await stopCompanion(context.stack, server.name, name);
  for (const port of server.ports) {
    await assertPortFree(context.ports[port], `${port} of stack "${context.stack}"`, portVariable(context.stack, port));
  }
}

async function launch(context: ServerContext, server: ServerName, command: ProcessCommand, companion?: string): Promise<OwnedProcess> {
  const child = await spawnDetached(command, logFileOf(context.stack, server));
  const record = identify(child.pid);
  if (record !== undefined) writeRecord(pidFileOf(context.stack, server, companion), record);
  return child;
}

/** Polls the probe until it passes. Throws when the process ends first or the time is up. */
async function waitReady(context: ServerContext, server: Server, ended: () => string | undefined): Promise<void> {
  const started = Date.now();
  let lastSaid = started;
  for (let pause = 25; ; pause = Math.min(pause * 1.5, 400)) {
    const end = ended();
    if (end !== undefined) throw new ServerFailed(server.name, `ended while starting (${end})`, logFileOf(context.stack, server.name));
    try {
      await server.bootstrap?.(context);
      return await server.probe(context);
    } catch (error) {
      const elapsed = Date.now() - started;
      if (elapsed > server.startTimeoutMs) {
        throw new ServerFailed(server.name, `was not ready after ${Math.round(elapsed / 1000)} s: ${(error as Error).message}`, logFileOf(context.stack, server.name), error);
      }
      if (Date.now() - lastSaid > 5_000) {
        lastSaid = Date.now();
        context.say(`waiting for it to be ready (${Math.round(elapsed / 1000)} s)`);
      }
      await delay(pause);
    }
  }
}

async function startOne(context: ServerContext, server: Server): Promise<void> {
  const pidFile = pidFileOf(context.stack, server.name);
  const record = liveRecord(pidFile);
  const port = context.ports[server.ports[0] ?? 'postgres'];
  if (record !== undefined) {
    await waitReady(context, server, () => (isAlive(record) ? undefined : 'its process is gone'));
    await server.refresh?.(context);
    context.say(`already running on port ${port}`);
    return;
  }
  const started = Date.now();
  const companions = server.companions?.(context) ?? {};
  mkdirSync(context.folder, { recursive: true });
  context.say(`starting on port ${port}`);
  await server.prepare(context);
  for (const [name, command] of Object.entries(companions)) await launch(context, server.name, command, name);
  await launchUntilReady(context, server);
  await server.settle?.(context);
  context.say(`ready after ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/**
 * A server started right after it was killed may find what its dead self still holds (PostgreSQL: shared memory, until its last child
 * has gone) and end at once; it gets three more tries.
 */
async function launchUntilReady(context: ServerContext, server: Server): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const launched = Date.now();
    const child = await launch(context, server.name, server.command(context));
    try {
      return await waitReady(context, server, () => child.ended());
    } catch (error) {
      if (attempt > 3 || child.ended() === undefined || Date.now() - launched > 3_000) throw error;
      await delay(400);
    }
  }
}

async function stopCompanion(stack: string, server: ServerName, companion: string): Promise<void> {
  const file = pidFileOf(stack, server, companion);
  const record = liveRecord(file);
  if (record !== undefined) await terminate(record, 'SIGTERM', 3_000);
  forget(file);
}

async function stopOne(stack: string, name: ServerName, say: Say): Promise<boolean> {
  const server = SERVERS[name];
  const record = liveRecord(pidFileOf(stack, name));
  if (record !== undefined) {
    const outcome = await terminate(record, server.stopSignal, server.stopGraceMs);
    say(`${name.padEnd(12)} ${outcome === 'ended' ? 'stopped' : `did not stop within ${server.stopGraceMs / 1000} s and was killed`}`);
  }
  forget(pidFileOf(stack, name));
  if (name === 'rabbitmq') await stopCompanion(stack, name, 'epmd');
  return record !== undefined;
}

async function startMany(stack: string, servers: readonly ServerName[], options: StartOptions): Promise<StackUrls> {
  const say = options.say ?? toStderr;
  const absent = servers.filter((name) => liveRecord(pidFileOf(stack, name)) === undefined);
  await installTools([...new Set(absent.flatMap((name) => SERVERS[name].tools))], (line) => say(`${'install'.padEnd(12)} ${line}`));
  const ports = await choosePorts(stack, servers, options);
  const tls = runningServers(stack).length > 0 ? tlsOf(stack) : layTls(stack, options.tls ?? false);
  // All ports before the first server: a clash is told at once, and leaves nothing half-started.
  await Promise.all(absent.map((name) => clearTheWay(contextOf(stack, name, ports, options), SERVERS[name])));
  recordPorts(stack, ports);
  const outcomes = await Promise.allSettled(servers.map((name) => startOne(contextOf(stack, name, ports, options), SERVERS[name])));
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map((outcome) => outcome.reason as Error);
  if (failures.length === 1) throw failures[0] as Error;
  if (failures.length > 1) throw new AggregateError(failures, failures.map((failure) => failure.message).join('\n'));
  return urlsOf(ports, { tls: tls !== undefined });
}

/**
 * Starts the servers of a stack in parallel, installing their programs when they are missing, and resolves when each serves.
 * Rejects with PortTaken, ToolMissing or ServerFailed (several: an AggregateError of them), whose messages are meant for people.
 */
export function startStack(stack: string, options: StartOptions = {}): Promise<StackUrls> {
  return withStackLock(stack, () => startMany(stack, options.servers ?? SERVER_NAMES, options));
}

/** Stops every server of the stack that was started here, each gracefully; true when any ran. The data stays. */
export function stopStack(stack: string, options: { readonly say?: Say } = {}): Promise<boolean> {
  return withStackLock(stack, async () => {
    const stopped = await Promise.all(ALL_NAMES.map((name) => stopOne(stack, name, options.say ?? toStderr)));
    return stopped.some(Boolean);
  });
}

/** Starts one server of a stack on the port it had before. */
export function startServer(stack: string, server: ServerName, options: Omit<StartOptions, 'servers'> = {}): Promise<StackUrls> {
  return withStackLock(stack, async () => {
    const recorded = recordedPorts(stack);
    if (recorded === undefined) return startMany(stack, [server], options);
    const context = contextOf(stack, server, recorded, options);
    await installTools(SERVERS[server].tools, context.say);
    if (liveRecord(pidFileOf(stack, server)) === undefined) await clearTheWay(context, SERVERS[server]);
    await startOne(context, SERVERS[server]);
    return urlsOf(recorded, { tls: tlsOf(stack) !== undefined });
  });
}

/** Stops one server gracefully, as an operator would. */
export function stopServer(stack: string, server: ServerName, options: { readonly say?: Say } = {}): Promise<boolean> {
  return withStackLock(stack, () => stopOne(stack, server, options.say ?? toStderr));
}

/** Kills one server without warning (SIGKILL), as a crash would. */
export function killServer(stack: string, server: ServerName): Promise<boolean> {
  return withStackLock(stack, async () => {
    const record = readRecord(pidFileOf(stack, server));
    if (!isAlive(record)) return false;
    signal(record, 'SIGKILL');
    await waitForEnd(record, 5_000);
    forget(pidFileOf(stack, server));
    return true;
  });
}

/** Connection URLs of a stack: of its last start, or of its default ports when it was never started. */
export function stackUrls(stack: string): StackUrls {
  return urlsOf(stackPorts(stack), { tls: tlsOf(stack) !== undefined });
}

export function stackPorts(stack: string): StackPorts {
  return recordedPorts(stack) ?? portsAt(stack, defaultOffset(stack));
}

export interface ServerState {
  readonly server: ServerName;
  readonly ready: boolean;
  readonly pid?: number;
  /** Why it is not ready. */
  readonly detail?: string;
}

/** Probes one server of a stack now. */
export async function serverState(stack: string, server: ServerName): Promise<ServerState> {
  const record = liveRecord(pidFileOf(stack, server));
  const ports = stackPorts(stack);
  if (record === undefined) {
    const port = ports[SERVERS[server].ports[0] ?? 'postgres'];
    const owner = portOwner(port);
    return { server, ready: false, detail: owner === undefined ? 'not running' : `not running, and port ${port} is taken by ${owner}` };
  }
  try {
    await SERVERS[server].probe(contextOf(stack, server, ports, {}));
    return { server, ready: true, pid: record.pid };
  } catch (error) {
    return { server, ready: false, pid: record.pid, detail: (error as Error).message };
  }
}

/** The probe of a server wherever it runs (a container, say), at its ports on 127.0.0.1. Throws while it does not serve. */
export function probeServer(server: ServerName, ports: StackPorts): Promise<void> {
  return SERVERS[server].probe(contextOf('elsewhere', server, ports, {}));
}

/** Waits for a server that something else starts, and makes the replica set, users and databases that it must have. */
export async function adoptServer(server: ServerName, ports: StackPorts): Promise<void> {
  const context = contextOf('elsewhere', server, ports, { say: () => undefined });
  await waitReady(context, SERVERS[server], () => undefined);
  await SERVERS[server].settle?.(context);
}
