import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether a Docker daemon answers within five seconds; a client without a daemon does not count. */
export async function dockerAnswers(): Promise<boolean> {
  return run('docker', ['info', '--format', '{{.ServerVersion}}'], { timeout: 5_000 }).then(
    ({ stdout }) => stdout.trim() !== '',
    () => false,
  );
}

/** The images of every server, the same in the compose file (a spec compares) and for testcontainers. */
export const IMAGES = {
  postgres: 'postgres:17-alpine',
  rabbitmq: 'rabbitmq:4.1-management-alpine',
  mongo: 'mongo:8.0',
  redis: 'redis:7.4-alpine',
  prometheus: 'prom/prometheus:v3.5.0',
  alertmanager: 'prom/alertmanager:v0.28.1',
  'postgres-exporter': 'quay.io/prometheuscommunity/postgres-exporter:v0.17.1',
  'redis-exporter': 'oliver006/redis_exporter:v1.74.0-alpine',
  'node-exporter': 'prom/node-exporter:v1.9.1',
} as const;
