import { LIVE_FOR_MS, StoreUnavailable, type SeenWorker, type WorkerSightings } from '#event-log';
import type { Logger } from '#observability';

const LOOK_EVERY_MS = 1_000;
/** What is older says nothing: after an outage every worker looks silent until it has announced itself again. */
const FRESH_FOR_MS = 5_000;

/** Which workers are there, as of a second ago, so that asking costs nothing. */
export class LiveWorkers {
  private live: readonly SeenWorker[] = [];
  private readAtMs = Number.NEGATIVE_INFINITY;
  /** Answers for this look; most submits name one of a few types. */
  private readonly known = new Map<string, boolean>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly sightings: WorkerSightings,
    private readonly logger: Logger,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  start(): void {
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    void this.look();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  get all(): readonly SeenWorker[] {
    return this.live;
  }

  /** Whether some live worker runs jobs of the type from the queue; true as well while nobody can know. */
  handles(queue: string, type: string): boolean {
    if (this.nowMs() - this.readAtMs > FRESH_FOR_MS) return true;
    const key = `${queue} ${type}`;
    let handled = this.known.get(key);
    if (handled === undefined) {
      handled = this.live.some((worker) => worker.queues.includes(queue) && worker.types.includes(type));
      this.known.set(key, handled);
    }
    return handled;
  }

  /** Whether this worker is there and runs jobs of the type from the queue. */
  runs(workerId: string, queue: string, type: string): boolean {
    return this.live.some((worker) => worker.workerId === workerId && worker.queues.includes(queue) && worker.types.includes(type));
  }

  handlesType(type: string): boolean {
    return this.live.some((worker) => worker.types.includes(type));
  }

  ofQueue(queue: string): number {
    return this.live.filter((worker) => worker.queues.includes(queue)).length;
  }

  /** Reads who is there. What was recorded before the call is known when it resolves. */
  async look(): Promise<void> {
    this.looking ??= this.read().finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async read(): Promise<void> {
    try {
      this.live = await this.sightings.seenWithin(LIVE_FOR_MS);
      this.readAtMs = this.nowMs();
      this.known.clear();
    } catch (err) {
      if (!(err instanceof StoreUnavailable)) this.logger.error({ err }, 'the live workers could not be read');
    }
  }
}
