import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../install';
import { writeAlertmanager } from '../monitoring';
import type { Server } from './server';
import { expectOk, postOk } from './tcp-exchange';

export const alertmanagerServer: Server = {
  name: 'alertmanager',
  tools: ['alertmanager'],
  ports: ['alertmanager'],
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  startTimeoutMs: 30_000,

  prepare(context) {
    mkdirSync(join(context.folder, 'data'), { recursive: true });
    writeAlertmanager(context.folder, `http://127.0.0.1:${context.ports.gateway}`, context.environment);
    return Promise.resolve();
  },

  async refresh(context) {
    await this.prepare(context);
    await postOk(`http://127.0.0.1:${context.ports.alertmanager}/-/reload`);
  },

  command: (context) => ({
    file: requireTool('alertmanager'),
    args: [
      `--config.file=${join(context.folder, 'alertmanager.yml')}`,
      `--storage.path=${join(context.folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${context.ports.alertmanager}`,
      // One member: no gossip port.
      '--cluster.listen-address=',
    ],
    cwd: context.folder,
  }),

  probe: (context) => expectOk(`http://127.0.0.1:${context.ports.alertmanager}/-/ready`),
};
