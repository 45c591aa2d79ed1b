import { join } from 'node:path';
import { requireTool, type Tool } from '../install';
import { projectRoot } from '../project';
import type { PortName } from '../stack-ports';
import type { Server, ServerContext, ServerName } from './server';
import { expectOk } from './tcp-exchange';

interface Exporter {
  readonly name: ServerName;
  readonly tool: Tool;
  readonly port: PortName;
  readonly args: (context: ServerContext, address: string) => readonly string[];
  readonly environment?: (context: ServerContext) => Readonly<Record<string, string>>;
}

/**
 * A process that turns what a server says of itself into metrics. It connects when it is scraped, so it starts beside its server and outlives it: one
 * that is down is a metric (`pg_up 0`), not a missing exporter. For that reason its own front page is what tells that it is ready.
 */
const exporter = ({ name, tool, port, args, environment }: Exporter): Server => ({
  name,
  tools: [tool],
  ports: [port],
  stopSignal: 'SIGTERM',
  stopGraceMs: 3_000,
  startTimeoutMs: 30_000,
  prepare: () => Promise.resolve(),
  command: (context) => ({
    file: requireTool(tool),
    args: [...args(context, `127.0.0.1:${context.ports[port]}`)],
    cwd: context.folder,
    env: { ...context.environment, ...environment?.(context) },
  }),
  probe: (context) => expectOk(`http://127.0.0.1:${context.ports[port]}/`),
});

export const postgresExporter = exporter({
  name: 'postgres-exporter',
  tool: 'postgres_exporter',
  port: 'postgresExporter',
  args: (_context, address) => [`--web.listen-address=${address}`, `--extend.query-path=${join(projectRoot(), 'deploy', 'exporters', 'postgres-queries.yaml')}`, '--log.level=error'],
  // The superuser: another user sees neither the snapshots nor the transactions of the rest.
  environment: ({ ports }) => ({ DATA_SOURCE_NAME: `postgresql://postgres@127.0.0.1:${ports.postgres}/observatory?sslmode=disable&connect_timeout=2` }),
});

export const redisExporter = exporter({
  name: 'redis-exporter',
  tool: 'redis_exporter',
  port: 'redisExporter',
  args: ({ ports }, address) => ['-redis.addr', `redis://127.0.0.1:${ports.redis}`, '-web.listen-address', address, '-connection-timeout', '2s'],
});

/** Only what alerts and dashboards ask for: the rest is hundreds of series. */
const HOST_FACTS = ['cpu', 'diskstats', 'filesystem', 'loadavg', 'meminfo', 'netdev', 'pressure'];

/** Debian's leaves the loopback interface out, on which all of a native stack's traffic is. */
const LOOPBACK_TOO = '--collector.netdev.device-exclude=^$';

export const nodeExporter = exporter({
  name: 'node-exporter',
  tool: 'node_exporter',
  port: 'nodeExporter',
  args: (_context, address) => [`--web.listen-address=${address}`, '--collector.disable-defaults', ...HOST_FACTS.map((fact) => `--collector.${fact}`), LOOPBACK_TOO, '--log.level=error'],
});
