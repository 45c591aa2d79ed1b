import amqplib from 'amqplib';
import { StorePool } from '#event-log';
import type { World } from '../world';

/*
 * Where the real code meets the outside, it meets the simulated servers instead: amqplib's `connect` gives a simulated connection, a pool's
 * `query` asks the simulated store, both in the name of the process that runs. Everything above these two is production code.
 */
export function useSimulatedServers(): void {
  if (installed) return;
  installed = true;
  const connect = (_url: string, options: { clientProperties?: { connection_name?: string } }) =>
    world().broker.connect(runningProcess(), options.clientProperties?.connection_name ?? 'unnamed');
  Object.assign(amqplib, { connect });
  Object.assign(StorePool.prototype, {
    query: (statement: { name: string; text: string }, values: readonly unknown[] = []) => world().wire.query(runningProcess(), statement.name, statement.text, values),
  });
}

export function playIn(next: World): void {
  current = next;
}

/** The world that runs; for what the real code calls without knowing it. */
export function world(): World {
  if (current === undefined) throw new Error('no world runs');
  return current;
}

function runningProcess() {
  const { running } = world().scheduler;
  if (running === undefined) throw new Error('no process runs');
  return running;
}

let installed = false;
let current: World | undefined;
