import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackFolder } from './project';

/**
 * The ports of the dev stack. Another stack shifts them all by its offset, so that several run side by side. None is a server's
 * default, so a PostgreSQL or RabbitMQ that the machine already runs stays untouched.
 */
export const DEV_PORTS = {
  postgres: 15432,
  rabbitmq: 15673,
  rabbitmqDist: 15674,
  rabbitmqManagement: 15675,
  rabbitmqEpmd: 15676,
  rabbitmqPrometheus: 15693,
  mongo: 37017,
  redis: 16379,
  prometheus: 19090,
  alertmanager: 19093,
  nodeExporter: 19100,
  redisExporter: 19121,
  postgresExporter: 19187,
  gateway: 13000,
  worker: 13001,
  aggregator: 13002,
  observatory: 13003,
  pgadmin: 15050,
  mongoExpress: 18081,
} as const;

export type PortName = keyof typeof DEV_PORTS;
export type StackPorts = Readonly<Record<PortName, number>>;

export const PORT_NAMES = Object.keys(DEV_PORTS) as PortName[];

const OFFSETS: Readonly<Record<string, number>> = { dev: 0, test: 10_000, bench: 20_000 };

/** The offset of a known stack; a private one must bring its own. */
export function defaultOffset(stack: string): number {
  return OFFSETS[stack] ?? 0;
}

/** `DEV_POSTGRES_PORT`, `TEST_RABBITMQ_MANAGEMENT_PORT`: the variable that overrides one port of one stack. */
export function portVariable(stack: string, port: PortName): string {
  return `${stack.replaceAll('-', '_').toUpperCase()}_${port.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_PORT`;
}

/** Ports of a stack at an offset, overrides applied. A port beyond 65535 wraps to above 20000 (only mongo's can get there). */
export function portsAt(stack: string, offset: number, environment: NodeJS.ProcessEnv = process.env): StackPorts {
  const entries = PORT_NAMES.map((name): [PortName, number] => {
    const shifted = DEV_PORTS[name] + offset;
    const fallback = shifted > 65_535 ? shifted - 45_000 : shifted;
    const variable = portVariable(stack, name);
    const given = environment[variable];
    if (given === undefined || given === '') return [name, fallback];
    const port = Number(given);
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`${variable} must be a port from 1 to 65535, not "${given}"`);
    return [name, port];
  });
  return Object.fromEntries(entries) as Record<PortName, number>;
}

const recordOf = (stack: string) => join(stackFolder(stack), 'ports.json');

/** The ports that a stack was last started with, or undefined when it never was. */
export function recordedPorts(stack: string): StackPorts | undefined {
  try {
    return { ...portsAt(stack, defaultOffset(stack)), ...(JSON.parse(readFileSync(recordOf(stack), 'utf8')) as StackPorts) };
  } catch {
    return undefined;
  }
}

export function recordPorts(stack: string, ports: StackPorts): void {
  mkdirSync(stackFolder(stack), { recursive: true });
  writeFileSync(recordOf(stack), `${JSON.stringify(ports, null, 2)}\n`);
}

export interface StackUrls {
  readonly postgres: string;
  /** AMQP, vhost "/". */
  readonly rabbitmq: string;
  readonly rabbitmqManagement: string;
  readonly rabbitmqPrometheus: string;
  readonly mongo: string;
  readonly redis: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly 'postgres-exporter': string;
  readonly 'redis-exporter': string;
  readonly 'node-exporter': string;
  readonly pgadmin: string;
  readonly 'mongo-express': string;
}

/** Connection URLs for the given ports on the loopback interface. */
export function urlsOf(ports: StackPorts, { tls }: { readonly tls: boolean } = { tls: false }): StackUrls {
  const s = tls ? 's' : '';
  return {
    postgres: `postgres://observatory@127.0.0.1:${ports.postgres}/observatory${tls ? '?sslmode=verify-full' : ''}`,
    rabbitmq: `amqp${s}://guest:guest@127.0.0.1:${ports.rabbitmq}`,
    rabbitmqManagement: `http${s}://127.0.0.1:${ports.rabbitmqManagement}`,
    rabbitmqPrometheus: `http${s}://127.0.0.1:${ports.rabbitmqPrometheus}/metrics`,
    mongo: `mongodb://127.0.0.1:${ports.mongo}/?replicaSet=rs0${tls ? '&tls=true' : ''}`,
    redis: `redis${s}://127.0.0.1:${ports.redis}`,
    prometheus: `http://127.0.0.1:${ports.prometheus}`,
    alertmanager: `http://127.0.0.1:${ports.alertmanager}`,
    'postgres-exporter': `http://127.0.0.1:${ports.postgresExporter}/metrics`,
    'redis-exporter': `http://127.0.0.1:${ports.redisExporter}/metrics`,
    'node-exporter': `http://127.0.0.1:${ports.nodeExporter}/metrics`,
    pgadmin: `http://127.0.0.1:${ports.pgadmin}`,
    'mongo-express': `http://127.0.0.1:${ports.mongoExpress}`,
  };
}
