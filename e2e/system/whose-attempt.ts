import { fetch } from '../../deploy/native/keyed-fetch';
import type { AppProcess } from './app-process';
import type { System } from './system';

/** The attempts of a job, as the gateway tells them. */
export async function attemptsOf(system: System, jobId: string): Promise<{ number: number; state: string; startedAt: string }[]> {
  const response = await fetch(`${system.one('gateway').url}/v1/jobs/${jobId}/attempts`);
  return ((await response.json()) as { items: { number: number; state: string; startedAt: string }[] }).items;
}

/** The process of the worker that has this id. */
export async function workerWithId(system: System, workerId: string | undefined): Promise<AppProcess> {
  for (const worker of system.of('worker')) {
    const status = (await (await fetch(`${worker.url}/status`)).json()) as { instanceId: string };
    if (status.instanceId === workerId) return worker;
  }
  throw new Error(`no worker is ${workerId}`);
}
