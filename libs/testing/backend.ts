import { dockerAnswers } from '../../deploy/docker';
import type { Servers, StoreName } from './servers';

/** Servers under the control of a test run. */
export interface RunningServers {
  readonly servers: Servers;
  /** Stops one gracefully; its data and its port stay. */
  stopServer(name: StoreName): Promise<void>;
  /** Starts a stopped one again on the same port and resolves when it serves. */
  startServer(name: StoreName): Promise<void>;
  /** Ends one without warning. */
  killServer(name: StoreName): Promise<void>;
  /** Ends MongoDB without warning and all its data with it; started again, it is a new replica set of the same name and address. */
  loseMongo(): Promise<void>;
  stop(): Promise<void>;
}

export type Backend = 'containers' | 'native';

/**
 * Containers where a Docker daemon answers, servers of the machine elsewhere; `TEST_BACKEND` decides it by hand.
 * Asking for containers without a daemon is an error, not a silent change to the other.
 */
export async function chooseBackend(wish: string | undefined, daemonAnswers: () => Promise<boolean> = dockerAnswers): Promise<Backend> {
  switch (wish) {
    case undefined:
    case '':
      return (await daemonAnswers()) ? 'containers' : 'native';
    case 'native':
      return 'native';
    case 'containers':
      if (!(await daemonAnswers())) throw new Error('TEST_BACKEND=containers, but no Docker daemon answers: start Docker or unset TEST_BACKEND');
      return 'containers';
    default:
      throw new Error(`TEST_BACKEND is "containers" or "native", not "${wish}"`);
  }
}
