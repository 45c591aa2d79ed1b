import { openOn } from './bullmq.mjs';

export function open({ redisUrl }) {
  const { hostname, port } = new URL(redisUrl);
  return openOn({ host: hostname, port: Number(port), maxRetriesPerRequest: null });
}
