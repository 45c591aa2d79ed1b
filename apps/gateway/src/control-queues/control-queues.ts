import type { QueueListResponse, QueueResponse } from '#contracts';
import type { QueueControls } from '#domain';
import type { EngineStore, ResourceContext, ResourceDecision, ResourceStore } from '#event-log';
import { ApiError } from '#http';
import type { LiveWorkers } from '../engine/workers/live-workers';
import { pause, resume, type Operator } from '../set-controls/pausable';

const MAX_QUEUES_LISTED = 10_000;

/** What operators set for queues. A queue is there from the first job that names it on. */
export class ControlQueues {
  constructor(
    private readonly resources: ResourceStore,
    private readonly store: EngineStore,
    private readonly workers: LiveWorkers,
  ) {}

  async list(): Promise<QueueListResponse> {
    const [names, set] = await Promise.all([this.store.queues(), this.resources.list<QueueControls>('queue', { limit: MAX_QUEUES_LISTED })]);
    const byName = new Map(set.map(({ name, state }) => [name, state]));
    return { items: names.map((name) => this.answer(name, byName.get(name))) };
  }

  async get(name: string): Promise<QueueResponse> {
    await this.exists(name);
    return this.answer(name, (await this.resources.get<QueueControls>('queue', name))?.state);
  }

  pause(name: string, operator: Operator, correlationId: string): Promise<QueueResponse> {
    return this.change(name, correlationId, (state, { now }) => pause(state, now, operator, ({ at }) => ({ type: 'queue.paused', at, payload: { queue: name, at, ...operator } })));
  }

  resume(name: string, operator: Operator, correlationId: string): Promise<QueueResponse> {
    return this.change(name, correlationId, (state, { now }) => resume(state, () => ({ type: 'queue.resumed', at: now, payload: { queue: name, at: now, ...operator } })));
  }

  setConcurrency(name: string, concurrency: number | null, operator: Operator, correlationId: string): Promise<QueueResponse> {
    return this.change(name, correlationId, (state, { now }) => {
      if ((state.concurrency ?? null) === concurrency) return { outcome: undefined };
      return {
        state: { ...state, concurrency: concurrency ?? undefined },
        events: [{ type: 'queue.concurrency_set', at: now, payload: { queue: name, concurrency, at: now, ...operator } }],
        outcome: undefined,
      };
    });
  }

  private async change(name: string, correlationId: string, decide: (state: QueueControls, ctx: ResourceContext) => ResourceDecision<QueueControls, unknown>): Promise<QueueResponse> {
    await this.exists(name);
    const { resource } = await this.resources.change<QueueControls, unknown>('queue', name, { correlationId }, (state, ctx) => decide(state ?? {}, ctx));
    return this.answer(name, resource?.state);
  }

  private async exists(name: string): Promise<void> {
    if (!(await this.store.queues()).includes(name)) throw new ApiError('not_found', { detail: `there is no queue ${name}: a queue is there from its first job on` });
  }

  private answer(name: string, state: QueueControls | undefined): QueueResponse {
    return { name, paused: state?.paused, concurrency: state?.concurrency, liveWorkers: this.workers.ofQueue(name) };
  }
}
