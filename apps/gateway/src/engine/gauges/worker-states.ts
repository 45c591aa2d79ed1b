/** What a worker does, as far as the gateway can tell. */
export const WORKER_STATES = ['alive', 'draining', 'paused', 'lost'] as const;
export type WorkerState = (typeof WORKER_STATES)[number];

export interface SightedWorker {
  readonly workerId: string;
  /** Heard of within the last 15 seconds. */
  readonly live: boolean;
}

export interface KnownOfWorkers {
  readonly isPaused: (workerId: string) => boolean;
  /** Owns an attempt. */
  readonly runs: (workerId: string) => boolean;
}

export function stateOf({ workerId, live }: SightedWorker, { isPaused, runs }: KnownOfWorkers): WorkerState {
  if (!live) return 'lost';
  if (!isPaused(workerId)) return 'alive';
  return runs(workerId) ? 'draining' : 'paused';
}

/** How many workers are in each state; the states that none is in included. */
export function countByState(workers: readonly SightedWorker[], known: KnownOfWorkers): ReadonlyMap<WorkerState, number> {
  const counts = new Map<WorkerState, number>(WORKER_STATES.map((state) => [state, 0]));
  for (const worker of workers) {
    const state = stateOf(worker, known);
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}
