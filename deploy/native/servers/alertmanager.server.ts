import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../install';
import { projectRoot } from '../project';
import type { Server } from './server';
import { expectOk } from './tcp-exchange';

export const alertmanagerServer: Server = {
  name: 'alertmanager',
  tools: ['alertmanager'],
  ports: ['alertmanager'],
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  startTimeoutMs: 30_000,

  prepare(context) {
    mkdirSync(join(context.folder, 'data'), { recursive: true });
    return Promise.resolve();
  },

  command: (context) => ({
    file: requireTool('alertmanager'),
    args: [
      `--config.file=${join(projectRoot(), 'alertmanager', 'alertmanager.yml')}`,
      `--storage.path=${join(context.folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${context.ports.alertmanager}`,
      // One member: no gossip port.
      '--cluster.listen-address=',
    ],
    cwd: context.folder,
  }),

  probe: (context) => expectOk(`http://127.0.0.1:${context.ports.alertmanager}/-/ready`),
};
