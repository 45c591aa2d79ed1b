import type { Freshness, QueueView } from '#contracts';
import {
  ACTIVITY, type ActivityDocument, type JobDocument, JOBS, type NarrowedDocuments, NO_JOBS, OVERVIEW, RESOURCES, TENANT_OVERVIEW, type WorkerDocument,
} from '#read-model';
import { activitySince } from '../activity/activity-documents';
import { queueTotals } from '../activity/recent-activity';
import { countsOf } from '../overview/counts';
import { decodeKeyCursor, encodeKeyCursor, NAME } from '../read-model-access/key-cursor';
import type { PageQuery } from '../read-model-access/page.query';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Scope } from '../tenancy/scope';
import { allOf } from '../resources/resource-queries';
import { isAlive } from '../workers/worker-views';
import type { WorkersQueries } from '../workers/workers.queries';
import { oldestWaiting } from './oldest-waiting';

const HOUR = 60;

export interface QueueDetail {
  readonly queue: QueueView;
  readonly workers: string[];
  readonly types: string[];
}

/** Queues that jobs were ever in, or that somebody set something of. */
export class QueuesQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly workers: WorkersQueries,
  ) {}

  async list(scope: Scope, { limit, cursor, atLeast }: PageQuery): Promise<{ items: QueueView[]; nextCursor: string | undefined; freshness: Freshness }> {
    const after = cursor === undefined ? '' : decodeKeyCursor('queue', cursor, NAME);
    const { answer, freshness } = await this.views(scope, atLeast, (names) => names.filter((name) => name > after).slice(0, limit + 1));
    const items = answer.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: answer.length > limit && last ? encodeKeyCursor('queue', last.name) : undefined, freshness };
  }

  async one(scope: Scope, name: string, atLeast: number | undefined): Promise<{ found: QueueDetail | undefined; freshness: Freshness }> {
    const [live, { answer, freshness }] = await Promise.all([this.live(), this.views(scope, atLeast, (names) => names.filter((one) => one === name))]);
    const [queue] = answer;
    if (!queue) return { found: undefined, freshness };
    const takers = live.filter(({ queues }) => queues.includes(name));
    return { found: { queue, workers: takers.map(({ _id }) => _id), types: [...new Set(takers.flatMap(({ types }) => types))].sort() }, freshness };
  }

  private async live(): Promise<WorkerDocument[]> {
    const now = Date.now();
    return (await this.workers.live()).filter((worker) => isAlive(worker, now));
  }

  private async views(scope: Scope, atLeast: number | undefined, choose: (names: string[]) => string[]): Promise<{ answer: QueueView[]; freshness: Freshness }> {
    const now = Date.now();
    const live = this.live();
    return this.access.readTogether(scope, [OVERVIEW, TENANT_OVERVIEW, RESOURCES, ACTIVITY, JOBS], atLeast, async (shown) => {
      const [overview, set, activity, workers] = await Promise.all([
        countsOf(shown, scope),
        allOf(shown.shared(), 'queue'),
        activitySince(shown.of<ActivityDocument>(ACTIVITY), now, HOUR - 1),
        live,
      ]);
      const counts = new Map((overview?.queues ?? []).map((queue) => [queue.queue, queue.counts]));
      const controls = new Map(set.map((state) => [state.queue, state]));
      const totals = queueTotals(activity);
      const jobs: NarrowedDocuments<JobDocument> = shown.of(JOBS);
      const names = choose([...new Set([...counts.keys(), ...controls.keys()])].sort());
      return Promise.all(
        names.map(async (name): Promise<QueueView> => ({
          name,
          counts: { ...NO_JOBS, ...counts.get(name) },
          paused: controls.get(name)?.paused,
          concurrency: controls.get(name)?.concurrency,
          liveWorkers: workers.filter(({ queues }) => queues.includes(name)).length,
          oldestWaiting: (counts.get(name)?.QUEUED ?? 0) === 0 ? undefined : await oldestWaiting(jobs, name, now),
          lastHour: totals.get(name) ?? { submitted: 0, completed: 0, failed: 0 },
        })),
      );
    });
  }
}
