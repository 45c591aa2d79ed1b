/**
 * Jobs that ended longer ago than their tenant keeps them leave the read models `jobs` and `timeline`; the log keeps its own.
 *
 * Removing is safe to do twice, by any aggregator, and to stop in the middle: a timeline goes before its job, and what is left of jobs is found again by its end.
 * An event that comes to a job that has left (it was redriven after that) is left out: `Projector.comesAfterEnd`.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type DocumentFilter, isStoreUnavailable, type JobDocument, JOBS, type ReadModelStore, TIMELINE, type TimelineDocument } from '#read-model';
import type { Logger } from '#observability';
import { type Leaving, leavingAt, type RetentionPolicy } from './retention-policy';

/** What leaves does so by the hour; a look finds nothing most of the time, and is one walk along an index. */
const LOOK_EVERY_MS = 600_000;

/** Some milliseconds of a statement, and a pause after it: events that come in have the server most of the time. */
const ROUND = 1_000;
const PAUSE_MS = 20;

/** A collection of jobs or of timelines, by the name of its model. */
export interface Trimmed {
  readonly model: { readonly name: string };
  readonly collection: string;
}

export class JobRetention {
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly store: ReadModelStore,
    private readonly policy: RetentionPolicy,
    private readonly logger?: Logger,
    private readonly nowMs: () => number = Date.now,
  ) {}

  start(): void {
    if (leavingAt(this.policy, this.nowMs()).length === 0) return;
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.timer.unref();
    void this.look();
  }

  stop(): void {
    this.stopped = true;
    clearInterval(this.timer);
  }

  /** Takes out of the served read models what is to leave by now. Returns how many jobs left. */
  async sweep(): Promise<number> {
    const pointers = await this.store.pointers.read([JOBS, TIMELINE]);
    const served = (name: string): string | undefined => [...pointers.values()].find(({ _id }) => _id.startsWith(`${name}@`))?.collection;
    const [jobs, timeline] = [served(JOBS.name), served(TIMELINE.name)];
    if (jobs === undefined) return 0;
    let left = 0;
    for (const leaving of leavingAt(this.policy, this.nowMs())) left += await this.removeJobs(jobs, timeline, leaving);
    return left;
  }

  /** Takes the same out of collections that are built beside the served ones, before anybody is shown them. */
  async trim(built: readonly Trimmed[]): Promise<void> {
    const leaving = leavingAt(this.policy, this.nowMs());
    for (const { model, collection } of built) {
      for (const one of leaving) {
        if (model.name === JOBS.name) await this.removeJobs(collection, undefined, one);
        if (model.name === TIMELINE.name) await this.removeTimelines(collection, one);
      }
    }
  }

  private async removeJobs(jobs: string, timeline: string | undefined, leaving: Leaving): Promise<number> {
    const documents = this.store.documents<JobDocument>(jobs);
    // The index of other tenants holds their jobs alone: one that keeps little does not walk past all that others keep.
    const hint = leaving.tenant === undefined || leaving.tenant === 'default' ? 'ended_latest' : 'tenant_ended_latest';
    const filter = { ...within(leaving), finishedAt: { $lt: leaving.endedBefore } } as DocumentFilter<JobDocument>;
    for (let left = 0; ; ) {
      const ids = (await documents.find(filter, { projection: { _id: 1 }, hint }).limit(ROUND).toArray()).map(({ _id }) => _id);
      if (ids.length === 0 || this.stopped) return left;
      if (timeline !== undefined) await this.store.documents<TimelineDocument>(timeline).deleteMany({ _id: { $in: ids } });
      left += (await documents.deleteMany({ _id: { $in: ids } })).deletedCount;
      await delay(PAUSE_MS);
    }
  }

  /** One walk through all of it: timelines have no index by their end, since only a rebuild asks for it. */
  private async removeTimelines(collection: string, leaving: Leaving): Promise<void> {
    const documents = this.store.documents<TimelineDocument>(collection);
    const filter = { ...within(leaving), endedAt: { $lt: leaving.endedBefore } } as DocumentFilter<TimelineDocument>;
    let ids: string[] = [];
    for await (const { _id } of documents.find(filter, { projection: { _id: 1 }, batchSize: ROUND })) {
      ids.push(_id);
      if (ids.length < ROUND) continue;
      await documents.deleteMany({ _id: { $in: ids } });
      ids = [];
    }
    if (ids.length > 0) await documents.deleteMany({ _id: { $in: ids } });
  }

  private async look(): Promise<void> {
    try {
      const left = await this.sweep();
      if (left > 0) this.logger?.info({ jobs: left }, 'jobs left the read models: they ended longer ago than they are kept');
    } catch (error) {
      // The next look finds what this one did not.
      if (!isStoreUnavailable(error)) this.logger?.error({ err: error }, 'jobs that are to leave the read models could not be removed');
    }
  }
}

function within({ tenant, except }: Leaving): { tenantId?: string | { $nin: readonly string[] } } {
  if (tenant !== undefined) return { tenantId: tenant };
  return except.length === 0 ? {} : { tenantId: { $nin: except } };
}
