import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { stackFolder, type StackTls, stopStack, tlsOf } from '../../deploy/native';
import { identify, liveRecord, writeRecord } from '../../deploy/native/owned-process';
import { chooseBackend, type RunningServers } from './backend';
import { startContainers } from './containers-backend';
import { freshDatabase, freshMongo, freshVhost, neverDropOn } from './fresh';
import { startNative } from './native-backend';
import { type StoreName, STORES } from './servers';

/** One empty store of each kind. */
export interface FreshStores {
  readonly databaseUrl: string;
  readonly amqpUrl: string;
  readonly mongoUrl: string;
  readonly mongoDatabase: string;
}

/** Servers of one suite alone, which it may stop, start and kill without hurting another. */
export interface PrivateStack extends RunningServers {
  /** The files of a stack that speaks TLS. */
  readonly tls?: StackTls;
  /** A fresh database, vhost and Mongo database on these servers. */
  stores(): Promise<FreshStores>;
}

/** PostgreSQL at 10432, MongoDB at 32017. */
const BELOW_CLIENTS = -5_000;

export interface PrivateStackOptions {
  /**
   * Native servers only: added to the ports of the dev stack. By default below the ports that systems give to clients (32768 and up on Linux): one of those
   * may be taken while its server is stopped for a while.
   */
  readonly portOffset?: number;
  /** Native servers only: with TLS 1.3 and nothing else, trusted by this process. `tlsOf(stack)` names the files. */
  readonly tls?: boolean;
  /** Default: all of them. */
  readonly stores?: readonly StoreName[];
}

/** Takes the first of `name-1`, `name-2`… that no live test process owns, ends what a dead one left running there and empties it. */
async function claimStack(name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const stack = `${name}-${number}`;
    const ownerFile = join(stackFolder(stack), 'owner.json');
    if (liveRecord(ownerFile) !== undefined) continue;
    await stopStack(stack, { say: () => undefined });
    rmSync(stackFolder(stack), { recursive: true, force: true });
    const me = identify(process.pid);
    if (me !== undefined) writeRecord(ownerFile, me);
    return stack;
  }
}

async function startPrivate(name: string, stores: readonly StoreName[], portOffset: number, tls: boolean): Promise<RunningServers & { readonly tls?: StackTls }> {
  const stack = await claimStack(name);
  const running = await startNative(stack, stores, { portOffset, tls });
  return {
    ...running,
    tls: tlsOf(stack),
    async stop() {
      await running.stop();
      rmSync(join(stackFolder(stack), 'owner.json'), { force: true });
    },
  };
}

/** Starts empty servers that belong to the caller; it must `stop()` them. Their logs stay under `.stack/<name>-<n>/logs`. */
export async function privateStack(name: string, options: PrivateStackOptions = {}): Promise<PrivateStack> {
  const { portOffset = BELOW_CLIENTS, stores = STORES, tls = false } = options;
  const backend = tls ? 'native' : await chooseBackend(process.env['TEST_BACKEND']);
  const running: RunningServers & { readonly tls?: StackTls } = backend === 'containers' ? await startContainers(stores) : await startPrivate(name, stores, portOffset, tls);
  const { servers } = running;
  neverDropOn(servers);
  return {
    ...running,
    async stores() {
      const [databaseUrl, amqpUrl, mongo] = await Promise.all([freshDatabase(servers), freshVhost(servers), freshMongo(servers)]);
      return { databaseUrl, amqpUrl, mongoUrl: mongo.url, mongoDatabase: mongo.database };
    },
  };
}
