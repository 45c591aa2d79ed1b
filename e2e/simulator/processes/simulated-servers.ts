import amqplib from 'amqplib';
import { StorePool } from '#event-log';
import type { Stage } from '../stage';

/*
 * Where the real code meets the outside, it meets the simulated servers instead: amqplib's `connect` gives a simulated connection, a pool's
 * `query` asks the simulated store, both in the name of the process that runs. Everything above these two is production code.
 */
export function useSimulatedServers(): void {
  if (installed) return;
  installed = true;
  // A promise that nobody waits for and that fails ends a service.
  process.on('unhandledRejection', (error) => current?.judge.broken('crash', `unhandled rejection: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`));
  const connect = (_url: string, options: { clientProperties?: { connection_name?: string } }) =>
    stage().broker.connect(runningProcess(), options.clientProperties?.connection_name ?? 'unnamed');
  Object.assign(amqplib, { connect });
  Object.assign(StorePool.prototype, {
    query: (statement: { name: string; text: string }, values: readonly unknown[] = []) => stage().wire.query(runningProcess(), statement.name, statement.text, values),
  });
}

export function playIn(next: Stage): void {
  current = next;
}

/** The stage that is played on; for what the real code calls without knowing it. */
export function stage(): Stage {
  if (current === undefined) throw new Error('nothing is played');
  return current;
}

function runningProcess() {
  const { running } = stage().scheduler;
  if (running === undefined) throw new Error('no process runs');
  return running;
}

let installed = false;
let current: Stage | undefined;
