import { randomBytes } from 'node:crypto';
import type { ServiceIdentity } from '#http';
import type { WorkerEnv } from './worker.env';

/** Names this incarnation of the worker to the gateway; also its injection token. */
export const WORKER_ID = Symbol('WORKER_ID');

/**
 * The protocol tells a dead worker by its control queue, which is addressed by this id: a restarted process must not inherit the old one's.
 * A random instance id is new by itself; one that was given (and so survives a restart) gets a random part.
 */
export function workerIdOf(identity: ServiceIdentity, env: WorkerEnv): string {
  return env.SERVICE_INSTANCE_ID === undefined ? identity.instanceId : `${identity.instanceId}.${randomBytes(4).toString('hex')}`;
}
