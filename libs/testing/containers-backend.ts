import { createServer, type AddressInfo } from 'node:net';
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer } from 'testcontainers';
import { IMAGES } from '../../deploy/docker';
import { adoptServer, portsAt, type StackPorts, urlsOf } from '../../deploy/native';
import type { RunningServers } from './backend';
import type { StoreName } from './servers';

/**
 * The same servers as containers. Each gets a host port chosen here and kept, so that it is found again after a stop and a start, and
 * readiness is judged by the same probes as for native servers.
 */
const START_TIMEOUT_MS = 120_000;

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const listeners = await Promise.all(
    Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
      const server = createServer().once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(server));
    })),
  );
  const ports = listeners.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(listeners.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function define(name: StoreName, ports: StackPorts): GenericContainer {
  switch (name) {
    case 'postgres':
      return new GenericContainer(IMAGES.postgres)
        .withEnvironment({ POSTGRES_USER: 'postgres', POSTGRES_HOST_AUTH_METHOD: 'trust' })
        .withCommand(['postgres', '-c', 'max_connections=200', '-c', 'shared_buffers=256MB', '-c', 'max_wal_size=4GB', '-c', 'jit=off'])
        .withExposedPorts({ container: 5432, host: ports.postgres });
    case 'rabbitmq':
      return new GenericContainer(IMAGES.rabbitmq).withExposedPorts({ container: 5672, host: ports.rabbitmq }, { container: 15672, host: ports.rabbitmqManagement });
    case 'mongo':
      // The same port inside and outside: the replica set's member is known by one address only.
      return new GenericContainer(IMAGES.mongo)
        .withCommand(['mongod', '--replSet', 'rs0', '--bind_ip_all', '--port', String(ports.mongo), '--wiredTigerCacheSizeGB', '0.5'])
        .withExposedPorts({ container: ports.mongo, host: ports.mongo });
    case 'redis':
      return new GenericContainer(IMAGES.redis).withExposedPorts({ container: 6379, host: ports.redis });
  }
}

/** Starts the servers as containers; a reaper ends them should this process die. */
export async function startContainers(stores: readonly StoreName[]): Promise<RunningServers> {
  const [postgres = 0, rabbitmq = 0, rabbitmqManagement = 0, mongo = 0, redis = 0] = await freePorts(5);
  const ports: StackPorts = { ...portsAt('containers', 0, {}), postgres, rabbitmq, rabbitmqManagement, mongo, redis };
  const started = new Map<StoreName, StartedTestContainer>();
  await Promise.all(
    stores.map(async (name) => {
      started.set(name, await define(name, ports).withStartupTimeout(START_TIMEOUT_MS).start());
      await adoptServer(name, ports);
    }),
  );

  const containerOf = async (name: StoreName) => {
    const id = started.get(name)?.getId();
    if (id === undefined) throw new Error(`${name} was not started`);
    const { container } = await getContainerRuntimeClient();
    return { client: container, container: container.getById(id) };
  };
  return {
    servers: urlsOf(ports),
    async stopServer(name) {
      const { client, container } = await containerOf(name);
      await client.stop(container, { timeout: 30 });
    },
    async startServer(name) {
      const { client, container } = await containerOf(name);
      await client.start(container);
      await adoptServer(name, ports);
    },
    async killServer(name) {
      const { container } = await containerOf(name);
      await container.kill({ signal: 'SIGKILL' });
    },
    async loseMongo() {
      const { client, container } = await containerOf('mongo');
      await client.exec(container, ['sh', '-c', 'rm -rf /data/db/*']);
      await container.kill({ signal: 'SIGKILL' });
    },
    async stop() {
      await Promise.all([...started.values()].map((container) => container.stop()));
    },
  };
}
