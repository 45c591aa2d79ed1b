import { serverState, startStack, stopStack } from '../../deploy/native';
import { chooseBackend, type RunningServers } from './backend';
import { startContainers } from './containers-backend';
import { sweep } from './fresh';
import { dropLease, markStartedByRun, otherRuns, takeLease, takeStartedByRun } from './run-lease';
import { type Servers, STORES } from './servers';

/** The servers of one test run: started before the first int or e2e spec, stopped after the last. */
const STACK = 'test';

let running: RunningServers | undefined;

async function nativeServers(): Promise<RunningServers> {
  takeLease(STACK);
  const before = await Promise.all(STORES.map((store) => serverState(STACK, store)));
  const servers = await startStack(STACK, { servers: STORES, shiftPorts: true });
  if (before.every(({ pid }) => pid === undefined)) markStartedByRun(STACK);
  if (otherRuns(STACK).length === 0) await sweep(servers);
  const never = () => Promise.reject(new Error('the servers of a test run are shared; take a privateStack() to stop one'));
  return {
    servers,
    stopServer: never,
    startServer: never,
    killServer: never,
    loseMongo: never,
    async stop() {
      dropLease(STACK);
      if (process.env['KEEP_TEST_SERVERS'] === '1') return;
      if (otherRuns(STACK).length === 0 && takeStartedByRun(STACK)) await stopStack(STACK, { say: () => undefined });
    },
  };
}

/** Starts the servers once per process and resolves to where they are. */
export async function startTestServers(): Promise<Servers> {
  running ??= (await chooseBackend(process.env['TEST_BACKEND'])) === 'containers' ? await startContainers(STORES) : await nativeServers();
  return running.servers;
}

/** Stops what this run started; `KEEP_TEST_SERVERS=1` leaves native servers up for the next run. */
export async function stopTestServers(): Promise<void> {
  const ending = running;
  running = undefined;
  await ending?.stop();
}
