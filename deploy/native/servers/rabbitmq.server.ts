import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { brokerDefinitions, brokerPasswords } from '../broker-users';
import { requireTool } from '../install';
import type { Server, ServerContext } from './server';
import { expectOk, postJson, tcpExchange } from './tcp-exchange';

/**
 * A broker that shares nothing with one the machine may already run: own node name, own Erlang cookie (through HOME), own epmd on its
 * own port, and no file of /etc/rabbitmq read. All listeners are loopback only.
 */
const fileIn = (context: ServerContext, name: string) => join(context.folder, name);

function listeners({ ports, tls }: ServerContext): string {
  if (tls === undefined) {
    return `listeners.tcp.local = 127.0.0.1:${ports.rabbitmq}
management.tcp.ip = 127.0.0.1
management.tcp.port = ${ports.rabbitmqManagement}
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = ${ports.rabbitmqPrometheus}`;
  }
  const certificate = (of: string): string => `${of}.cacertfile = ${tls.ca}\n${of}.certfile = ${tls.cert}\n${of}.keyfile = ${tls.key}\n${of}.versions.1 = tlsv1.3`;
  return `listeners.tcp = none
listeners.ssl.local = 127.0.0.1:${ports.rabbitmq}
${certificate('ssl_options')}
ssl_options.verify = verify_none
ssl_options.fail_if_no_peer_cert = false
management.ssl.ip = 127.0.0.1
management.ssl.port = ${ports.rabbitmqManagement}
${certificate('management.ssl')}
prometheus.ssl.ip = 127.0.0.1
prometheus.ssl.port = ${ports.rabbitmqPrometheus}
${certificate('prometheus.ssl')}`;
}

const configuration = (context: ServerContext) => `# generated, do not edit
${listeners(context)}
# Statistics cost CPU per queue and channel; nothing here needs them fresher.
collect_statistics_interval = ${context.size === 'large' ? 5_000 : 10_000}
management.rates_mode = ${context.size === 'large' ? 'basic' : 'none'}
vm_memory_high_watermark.absolute = ${context.size === 'large' ? '2GB' : '1GB'}
disk_free_limit.absolute = 100MB
log.file = false
log.console = true
log.console.level = info
`;

function erlangArguments(): string {
  const schedulers = Math.min(availableParallelism(), 4);
  return [
    `+S ${schedulers}:${schedulers}`,
    // A scheduler that spins while it waits takes the core from the services beside it.
    '+sbwt none +sbwtdcpu none +sbwtdio none',
    '-kernel inet_dist_use_interface {127,0,0,1}',
  ].join(' ');
}

const epmdEnvironment = (context: ServerContext) => ({ ERL_EPMD_PORT: String(context.ports.rabbitmqEpmd), ERL_EPMD_ADDRESS: '127.0.0.1' });

/** The environment in which `rabbitmqctl` talks to this broker. */
export function rabbitmqEnvironment(context: ServerContext): NodeJS.ProcessEnv {
  return {
    ...context.environment,
    ...epmdEnvironment(context),
    HOME: context.folder,
    RABBITMQ_NODENAME: `observatory-${context.stack}@localhost`,
    // It would open a port without TLS.
    ...(context.tls === undefined ? { RABBITMQ_NODE_PORT: String(context.ports.rabbitmq) } : {}),
    RABBITMQ_DIST_PORT: String(context.ports.rabbitmqDist),
    RABBITMQ_MNESIA_BASE: fileIn(context, 'data'),
    RABBITMQ_LOG_BASE: fileIn(context, 'log'),
    RABBITMQ_PID_FILE: fileIn(context, 'broker.pid'),
    RABBITMQ_ENABLED_PLUGINS_FILE: fileIn(context, 'enabled_plugins'),
    RABBITMQ_CONFIG_FILE: fileIn(context, 'rabbitmq.conf'),
    RABBITMQ_CONFIG_FILES: fileIn(context, 'conf.d'),
    RABBITMQ_ADVANCED_CONFIG_FILE: fileIn(context, 'advanced.config'),
    RABBITMQ_CONF_ENV_FILE: fileIn(context, 'rabbitmq-env.conf'),
    RABBITMQ_GENERATED_CONFIG_DIR: fileIn(context, 'generated'),
    RABBITMQ_SCHEMA_DIR: fileIn(context, 'schema'),
    RABBITMQ_PLUGINS_EXPAND_DIR: fileIn(context, 'plugins-expanded'),
    RABBITMQ_SCHEDULER_BIND_TYPE: 'u',
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: erlangArguments(),
    // The script then replaces itself with the Erlang machine, so that the process we started is the broker.
    RUNNING_UNDER_SYSTEMD: 'true',
  };
}

const managementUrl = ({ ports, tls }: ServerContext): string => `http${tls === undefined ? '' : 's'}://127.0.0.1:${ports.rabbitmqManagement}`;

/** RabbitMQ's own administrator, whom it lets in from loopback only. */
const AS_ADMINISTRATOR = { authorization: `Basic ${Buffer.from('guest:guest').toString('base64')}` };

/** Gives each service the user that it signs in with. */
const giveUsers = (context: ServerContext): Promise<void> => postJson(`${managementUrl(context)}/api/definitions`, brokerDefinitions(brokerPasswords(context.stack)), AS_ADMINISTRATOR);

const AMQP_0_9_1_HEADER = Uint8Array.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);
const AMQP_METHOD_FRAME = 1;

export const rabbitmqServer: Server = {
  name: 'rabbitmq',
  tools: ['rabbitmq-server', 'epmd'],
  ports: ['rabbitmq', 'rabbitmqDist', 'rabbitmqManagement', 'rabbitmqPrometheus', 'rabbitmqEpmd'],
  stopSignal: 'SIGTERM',
  stopGraceMs: 45_000,
  startTimeoutMs: 120_000,

  prepare(context) {
    for (const folder of ['data', 'log', 'conf.d', 'generated', 'schema', 'plugins-expanded']) mkdirSync(fileIn(context, folder), { recursive: true });
    writeFileSync(fileIn(context, 'rabbitmq.conf'), configuration(context));
    writeFileSync(fileIn(context, 'enabled_plugins'), '[rabbitmq_management,rabbitmq_prometheus,rabbitmq_consistent_hash_exchange].\n');
    return Promise.resolve();
  },

  command: (context) => ({ file: requireTool('rabbitmq-server'), args: [], cwd: context.folder, env: rabbitmqEnvironment(context) }),

  companions: (context) => ({
    epmd: { file: requireTool('epmd'), args: ['-port', String(context.ports.rabbitmqEpmd), '-address', '127.0.0.1'], cwd: context.folder, env: { ...context.environment, ...epmdEnvironment(context) } },
  }),

  async probe(context) {
    const greeting = await tcpExchange(context.ports.rabbitmq, AMQP_0_9_1_HEADER, { tls: context.tls !== undefined });
    if (greeting[0] !== AMQP_METHOD_FRAME) throw new Error('the AMQP port does not greet yet');
    await expectOk(`${managementUrl(context)}/api/health/checks/virtual-hosts`, AS_ADMINISTRATOR);
    await expectOk(`${managementUrl(context)}/api/health/checks/local-alarms`, AS_ADMINISTRATOR);
  },

  settle: giveUsers,
  refresh: giveUsers,
};
