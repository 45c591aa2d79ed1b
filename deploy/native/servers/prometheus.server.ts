import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../install';
import { prometheusConfiguration, writeRules } from '../monitoring';
import type { Server, ServerContext } from './server';
import { expectOk, postOk } from './tcp-exchange';

/**
 * The configuration is the one of the repository, unchanged. Only the addresses differ between here and compose, and they are in target
 * files beside it (file service discovery), which this writes.
 */
const APPS = ['gateway', 'worker', 'aggregator', 'observatory'] as const;

const targetGroup = (target: string, job: string) => ({ targets: [target], labels: { job } });

/** That of the repository; where the services ask who scrapes them, the token is named beside them. */
function writeConfiguration({ folder, environment }: ServerContext): void {
  const token = environment['AUTH_METRICS_TOKEN'] ?? '';
  if (token !== '') writeFileSync(join(folder, 'metrics-token'), token, { mode: 0o600 });
  writeFileSync(join(folder, 'prometheus.yml'), prometheusConfiguration(token === '' ? undefined : 'credentials_file: metrics-token'));
}

function writeTargets(context: ServerContext): void {
  const folder = join(context.folder, 'targets');
  mkdirSync(folder, { recursive: true });
  const local = (port: number) => `127.0.0.1:${port}`;
  const files = {
    services: APPS.map((app) => targetGroup(local(context.ports[app]), app)),
    rabbitmq: [targetGroup(local(context.ports.rabbitmqPrometheus), 'rabbitmq')],
    stores: [
      targetGroup(local(context.ports.postgresExporter), 'postgres'),
      targetGroup(local(context.ports.redisExporter), 'redis'),
      targetGroup(local(context.ports.nodeExporter), 'node'),
    ],
    mongodb: [targetGroup(local(context.ports.aggregator), 'mongodb')],
    alertmanager: [targetGroup(local(context.ports.alertmanager), 'alertmanager')],
  };
  for (const [name, groups] of Object.entries(files)) writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(groups, null, 2)}\n`);
}

export const prometheusServer: Server = {
  name: 'prometheus',
  tools: ['prometheus'],
  ports: ['prometheus'],
  stopSignal: 'SIGTERM',
  stopGraceMs: 20_000,
  startTimeoutMs: 60_000,

  prepare(context) {
    mkdirSync(join(context.folder, 'data'), { recursive: true });
    writeConfiguration(context);
    writeRules(join(context.folder, 'rules'), context.environment);
    writeTargets(context);
    return Promise.resolve();
  },

  async refresh(context) {
    await this.prepare(context);
    await postOk(`http://127.0.0.1:${context.ports.prometheus}/-/reload`);
  },

  command: (context) => ({
    file: requireTool('prometheus'),
    args: [
      `--config.file=${join(context.folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(context.folder, 'data')}`,
      '--storage.tsdb.retention.time=31d',
      '--storage.tsdb.retention.size=4GB',
      `--web.listen-address=127.0.0.1:${context.ports.prometheus}`,
      '--web.enable-lifecycle',
    ],
    cwd: context.folder,
  }),

  probe: (context) => expectOk(`http://127.0.0.1:${context.ports.prometheus}/-/ready`),
};
