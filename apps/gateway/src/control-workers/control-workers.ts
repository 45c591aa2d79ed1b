import type { WorkerListResponse, WorkerResponse } from '#contracts';
import type { ResourceContext, ResourceDecision, ResourceStore, SeenWorker, WorkerSightings } from '#event-log';
import { ApiError } from '#http';
import type { WorkerRegistry, WorkerState } from '../engine/workers/worker-registry';
import { pause, resume, type Operator } from '../set-controls/pausable';

const LISTED_FOR_MS = 3_600_000;
const MAX_WORKERS_LISTED = 10_000;

/** What operators set for single workers. */
export class ControlWorkers {
  constructor(
    private readonly resources: ResourceStore,
    private readonly sightings: WorkerSightings,
    private readonly registry: Pick<WorkerRegistry, 'tell'>,
  ) {}

  async list(): Promise<WorkerListResponse> {
    const [seen, set] = await Promise.all([this.sightings.seenWithin(LISTED_FOR_MS), this.resources.list<WorkerState>('worker', { limit: MAX_WORKERS_LISTED })]);
    const byId = new Map(set.map(({ name, state }) => [name, state]));
    return { items: seen.map((worker) => answer(worker, byId.get(worker.workerId))) };
  }

  async get(id: string): Promise<WorkerResponse> {
    const worker = await this.seen(id);
    return answer(worker, (await this.resources.get<WorkerState>('worker', id))?.state);
  }

  pause(id: string, operator: Operator, correlationId: string): Promise<WorkerResponse> {
    return this.change(id, correlationId, (state, { now }) => pause(state, now, operator, ({ at }) => ({ type: 'worker.paused', at, payload: { workerId: id, at, ...operator } })));
  }

  resume(id: string, operator: Operator, correlationId: string): Promise<WorkerResponse> {
    return this.change(id, correlationId, (state, { now }) => resume(state, () => ({ type: 'worker.resumed', at: now, payload: { workerId: id, at: now, ...operator } })));
  }

  private async change(id: string, correlationId: string, decide: (state: WorkerState, ctx: ResourceContext) => ResourceDecision<WorkerState, unknown>): Promise<WorkerResponse> {
    const worker = await this.seen(id);
    const { resource } = await this.resources.change<WorkerState, unknown>('worker', id, { correlationId }, (state, ctx) => decide(state ?? {}, ctx));
    this.registry.tell(id, resource?.state.paused !== undefined);
    return answer(worker, resource?.state);
  }

  private async seen(id: string): Promise<SeenWorker> {
    const worker = (await this.sightings.seenWithin(LISTED_FOR_MS)).find(({ workerId }) => workerId === id);
    if (worker === undefined) throw new ApiError('not_found', { detail: `no worker ${id} has announced itself lately` });
    return worker;
  }
}

function answer({ workerId, startedAt, seenAt, live, queues, types, slots, version }: SeenWorker, state: WorkerState | undefined): WorkerResponse {
  return { workerId, startedAt, seenAt, live, queues: [...queues], types: [...types], slots, version, paused: state?.paused };
}
