import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { requireTool } from '../install';
import type { Server, ServerContext } from './server';
import { tcpExchange } from './tcp-exchange';

const ports = ({ ports: { redis }, tls }: ServerContext): string[] =>
  tls === undefined
    ? ['--port', String(redis)]
    : ['--port', '0', '--tls-port', String(redis), '--tls-cert-file', tls.cert, '--tls-key-file', tls.key, '--tls-ca-cert-file', tls.ca, '--tls-auth-clients', 'no', '--tls-protocols', 'TLSv1.3'];

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
    args: [...ports(context), '--bind', '127.0.0.1', '--dir', join(context.folder, 'data'), '--save', '', '--appendonly', 'no', '--daemonize', 'no', '--maxmemory', '256mb'],
    cwd: context.folder,
  }),

  async probe(context) {
    const answer = (await tcpExchange(context.ports.redis, 'PING\r\n', { tls: context.tls !== undefined })).toString();
    if (!answer.startsWith('+PONG')) throw new Error(`PING was answered with ${answer.trim()}`);
  },
};
