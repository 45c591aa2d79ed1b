import type { BacklogReader, EngineStore, LiveJobs, WorkerSightings } from '#event-log';
import { gauge, type Logger } from '#observability';
import { countByState } from './worker-states';
import { Looks } from '../looks';

/** Often enough that every scrape finds something new. */
const LOOK_EVERY_MS = 2_500;
/** One part in fifty of one of the store's cores, however many jobs wait: a million, counted in 300 ms, are counted every 15 s. */
const REST_FACTOR = 50;
/** A worker that has been silent for longer is history. */
const REMEMBER_WORKERS_MS = 300_000;

export interface BacklogGaugesParts {
  readonly backlog: Pick<BacklogReader, 'queues' | 'live'>;
  readonly engine: Pick<EngineStore, 'owners'>;
  readonly sightings: Pick<WorkerSightings, 'seenWithin'>;
  readonly isPaused: (workerId: string) => boolean;
  readonly logger: Logger;
}

/**
 * Gauges of what waits and of who is there, read from PostgreSQL. Only the gateway that relays reads and shows them, so that they are read and
 * shown once; one that stops relaying forgets what it has shown.
 */
export class BacklogGauges {
  private readonly depth = gauge('queueDepth');
  private readonly oldest = gauge('queueOldestAge');
  private readonly live = gauge('jobsLive');
  private readonly workers = gauge('workers');
  private readonly looks: readonly Looks[];
  private leads = false;

  constructor(private readonly parts: BacklogGaugesParts) {
    const options = { everyMs: LOOK_EVERY_MS, restFactor: REST_FACTOR, logger: parts.logger, failure: 'gauges could not be read from the store' };
    this.looks = [() => this.lookAtQueues(), () => this.lookAtJobs(), () => this.lookAtWorkers()].map((look) => new Looks(look, options));
  }

  start(): void {
    this.leads = true;
    for (const looks of this.looks) looks.start();
  }

  stop(): void {
    this.leads = false;
    for (const looks of this.looks) looks.stop();
    for (const metric of [this.depth, this.oldest, this.live, this.workers]) metric.reset();
  }

  private async lookAtQueues(): Promise<void> {
    const backlogs = await this.parts.backlog.queues();
    if (!this.leads) return;
    // Queues beyond the cap share a series: what they hold together, and the longest that one of them lets wait.
    const shown = new Map<string, { jobs: number; oldestMs: number }>();
    for (const { queue, jobs, oldestMs } of backlogs) {
      const name = this.depth.shown({ queue }).queue;
      const before = shown.get(name);
      shown.set(name, { jobs: (before?.jobs ?? 0) + jobs, oldestMs: Math.max(before?.oldestMs ?? 0, oldestMs) });
    }
    for (const [queue, { jobs, oldestMs }] of shown) {
      this.depth.labels({ queue }).set(jobs);
      this.oldest.labels({ queue }).set(oldestMs / 1_000);
    }
  }

  private async lookAtJobs(): Promise<void> {
    const live = await this.parts.backlog.live();
    if (!this.leads) return;
    for (const [status, read] of Object.entries(STATUSES)) this.live.labels({ status: status as keyof typeof STATUSES }).set(read(live));
  }

  private async lookAtWorkers(): Promise<void> {
    const { engine, sightings, isPaused } = this.parts;
    const [seen, owners] = await Promise.all([sightings.seenWithin(REMEMBER_WORKERS_MS), engine.owners()]);
    if (!this.leads) return;
    const counts = countByState(seen, { isPaused, runs: (id) => owners.includes(id) });
    for (const [state, workers] of counts) this.workers.labels({ state }).set(workers);
  }
}

const STATUSES = {
  WAITING: ({ waiting }) => waiting,
  SCHEDULED: ({ scheduled }) => scheduled,
  QUEUED: ({ queued }) => queued,
  RUNNING: ({ running }) => running,
  RETRYING: ({ retrying }) => retrying,
} as const satisfies Readonly<Record<string, (live: LiveJobs) => number>>;
