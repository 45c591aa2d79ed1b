import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../install';
import type { Server } from './server';
import { tcpExchange } from './tcp-exchange';

export const redisServer: Server = {
  name: 'redis',
  tools: ['redis-server'],
  ports: ['redis'],
  stopSignal: 'SIGTERM',
  stopGraceMs: 10_000,
  startTimeoutMs: 30_000,

  prepare(context) {
    mkdirSync(join(context.folder, 'data'), { recursive: true });
    return Promise.resolve();
  },

  command: (context) => ({
    file: requireTool('redis-server'),
    args: ['--port', String(context.ports.redis), '--bind', '127.0.0.1', '--dir', join(context.folder, 'data'), '--save', '', '--appendonly', 'no', '--daemonize', 'no', '--maxmemory', '256mb'],
    cwd: context.folder,
  }),

  async probe(context) {
    const answer = (await tcpExchange(context.ports.redis, 'PING\r\n')).toString();
    if (!answer.startsWith('+PONG')) throw new Error(`PING was answered with ${answer.trim()}`);
  },
};
