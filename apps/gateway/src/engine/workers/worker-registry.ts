import type { WorkerAnnounced } from '#contracts';
import type { WorkerControls } from '#domain';
import type { ResourceStore, WorkerSightings } from '#event-log';
import type { ControlSender } from '../control-sender';
import type { LiveWorkers } from './live-workers';

/** What is stored of a worker beside its last sighting. */
export interface WorkerState extends WorkerControls {
  readonly registeredAt?: string;
}

/** So many incarnations are remembered as registered; one that is forgotten is looked up again. */
const REMEMBERED = 10_000;

/**
 * Hears the workers' announcements: notes who is there, tells the log once per incarnation, and answers each with whether it is paused, which repairs an
 * answer that was lost. An announcement heard by two gateways, or twice by one, registers once: the resource's revision decides.
 */
export class WorkerRegistry {
  private readonly registered = new Set<string>();

  constructor(
    private readonly resources: ResourceStore,
    private readonly sightings: WorkerSightings,
    private readonly control: ControlSender,
    private readonly live: LiveWorkers,
    private readonly isPaused: (workerId: string) => boolean,
  ) {}

  /** @throws StoreUnavailable */
  async announced(announcements: readonly { readonly payload: WorkerAnnounced; readonly correlationId: string }[]): Promise<void> {
    const newest = new Map(announcements.map((announcement) => [announcement.payload.workerId, announcement]));
    await this.sightings.record([...newest.values()].map(({ payload }) => payload));
    const unheardOf = [...newest.values()].filter(({ payload }) => !this.registered.has(payload.workerId));
    await Promise.all(unheardOf.map(async ({ payload, correlationId }) => this.register(payload, correlationId)));
    if (unheardOf.length > 0) await this.live.look();
    for (const workerId of newest.keys()) this.tell(workerId, this.isPaused(workerId));
  }

  tell(workerId: string, paused: boolean): void {
    this.control.send(paused ? 'intake.paused' : 'intake.resumed', workerId, { workerId });
  }

  private async register({ workerId, startedAt, queues, types, slots }: WorkerAnnounced, correlationId: string): Promise<void> {
    await this.resources.change<WorkerState, undefined>('worker', workerId, { correlationId }, (state, { now }) => {
      if (state?.registeredAt !== undefined) return { outcome: undefined };
      const payload = { workerId, startedAt, queues, types, slots };
      return { state: { ...state, registeredAt: now }, events: [{ type: 'worker.registered', at: now, payload }], outcome: undefined };
    });
    if (this.registered.size >= REMEMBERED) this.registered.clear();
    this.registered.add(workerId);
  }
}
