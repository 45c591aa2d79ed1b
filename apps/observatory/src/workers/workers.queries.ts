import type { Freshness, WorkerView } from '#contracts';
import { type JobDocument, JOBS, type NarrowedDocuments, type ResourceDocument, RESOURCES, toResourceState, type WorkerDocument, WORKERS } from '#read-model';
import { decodeKeyCursor, encodeKeyCursor } from '../read-model-access/key-cursor';
import type { PageQuery } from '../read-model-access/page.query';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Scope } from '../tenancy/scope';
import { documentOf, named } from '../resources/resource-queries';
import { runningOf, workerView } from './worker-views';

const OPTIONS = { readConcern: 'majority', maxTimeMS: 5_000 } as const;
/** As many as are looked at of those that are there. */
const MOST_LIVE = 10_000;
/** Those that told of themselves lately come before those that did not; each part by name. */
const PLACE = /^[01]\/.{1,128}$/s;

/** Workers that are there and workers that were. */
export class WorkersQueries {
  constructor(private readonly access: ReadModelAccess) {}

  async list(scope: Scope, { limit, cursor, atLeast }: PageQuery): Promise<{ items: WorkerView[]; nextCursor: string | undefined; freshness: Freshness }> {
    const from = cursor === undefined ? '0/' : decodeKeyCursor('worker', cursor, PLACE);
    const live = await this.live();
    const { answer, freshness } = await this.access.readTogether(scope, [RESOURCES, JOBS], atLeast, async (shown) => {
      const resources = shown.shared();
      const here = live.filter(({ _id }) => `0/${_id}` > from).slice(0, limit + 1);
      const gone = here.length > limit ? [] : await goneAfter(resources, from.startsWith('1/') ? from.slice(2) : '', live.map(({ _id }) => _id), limit + 1 - here.length);
      const places = [...here.map(({ _id }) => `0/${_id}`), ...gone.map(({ name }) => `1/${name}`)];
      const known = new Map([...(await named(resources, 'worker', here.map(({ _id }) => _id))), ...gone.map((document) => toResourceState('worker', document))].map((state) => [state.workerId, state]));
      const told = new Map(here.map((document) => [document._id, document]));
      const jobs = await jobsRunBy(shown.of<JobDocument>(JOBS), here);
      const now = Date.now();
      const items = places.slice(0, limit).map((place) => place.slice(2)).map((id) => workerView(id, known.get(id), told.get(id), runningOf(told.get(id), jobs), now));
      return { items, last: places.length > limit ? places[limit - 1] : undefined };
    });
    return { items: answer.items, nextCursor: answer.last === undefined ? undefined : encodeKeyCursor('worker', answer.last), freshness };
  }

  async one(scope: Scope, workerId: string, atLeast: number | undefined): Promise<{ worker: WorkerView | undefined; freshness: Freshness }> {
    const told = (await this.access.peek<WorkerDocument, WorkerDocument | null>(WORKERS.collection, (workers) => workers.findOne({ _id: workerId }))) ?? undefined;
    const { answer, freshness } = await this.access.readTogether(scope, [RESOURCES, JOBS], atLeast, async (shown) => {
      const document = await documentOf(shown.shared(), 'worker', workerId);
      if (!document && !told) return undefined;
      const jobs = await jobsRunBy(shown.of<JobDocument>(JOBS), told ? [told] : []);
      return workerView(workerId, document ? toResourceState('worker', document) : undefined, told, runningOf(told, jobs), Date.now());
    });
    return { worker: answer, freshness };
  }

  /** What those that are there told of themselves last, by name. */
  live(): Promise<WorkerDocument[]> {
    return this.access.peek<WorkerDocument, WorkerDocument[]>(WORKERS.collection, (workers) => workers.find({}, { maxTimeMS: 5_000 }).sort({ _id: 1 }).limit(MOST_LIVE).toArray());
  }
}

function goneAfter(resources: NarrowedDocuments<ResourceDocument>, after: string, live: string[], limit: number): Promise<ResourceDocument[]> {
  return resources.find({ kind: 'worker', deletedAt: { $exists: false }, name: { $gt: after, $nin: live } }, OPTIONS).sort({ name: 1 }).limit(limit).toArray();
}

async function jobsRunBy(jobs: NarrowedDocuments<JobDocument>, workers: readonly WorkerDocument[]): Promise<Map<string, JobDocument>> {
  const ids = workers.flatMap(({ running }) => running);
  if (ids.length === 0) return new Map();
  const projection = { type: 1, queue: 1, status: 1, attempt: 1, startedAt: 1, submittedAt: 1, workerId: 1 } as const;
  return new Map((await jobs.find({ _id: { $in: ids } }, { ...OPTIONS, projection }).toArray()).map((job) => [job._id, job]));
}
