import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { killServer, stackFolder, startServer, startStack, stopServer, stopStack } from '../../deploy/native';
import type { RunningServers } from './backend';
import type { StoreName } from './servers';

const quiet = { say: () => undefined };

export interface NativeOptions {
  readonly portOffset?: number;
  readonly tls?: boolean;
  /** Gets one line per step. Default: nothing is said. */
  readonly say?: (line: string) => void;
}

/** Servers of the machine's own programs, in a stack of the given name; ports move aside when something else holds them. */
export async function startNative(stack: string, stores: readonly StoreName[], options: NativeOptions = {}): Promise<RunningServers> {
  const say = options.say ?? quiet.say;
  const servers = await startStack(stack, { servers: stores, portOffset: options.portOffset, shiftPorts: true, say, tls: options.tls });
  return {
    servers,
    stopServer: async (name) => void (await stopServer(stack, name, quiet)),
    startServer: async (name) => void (await startServer(stack, name, quiet)),
    killServer: async (name) => void (await killServer(stack, name)),
    async loseMongo() {
      await killServer(stack, 'mongo');
      rmSync(join(stackFolder(stack), 'mongo', 'data'), { recursive: true, force: true });
    },
    stop: async () => void (await stopStack(stack, quiet)),
  };
}
