import { type FlowSummary, type Freshness, isTerminal, type JobCounts, type JobFlowResponse, type Uuid } from '#contracts';
import { findKeys, PARENTS, type JobDocument, JOBS, type NarrowedDocuments, NO_JOBS } from '#read-model';
import { decodeKeyCursor, encodeKeyCursor, UUID } from '../read-model-access/key-cursor';
import type { PageQuery } from '../read-model-access/page.query';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Scope } from '../tenancy/scope';
import { type FlowJob, type FlowSource, type GatheredFlow, gatherFlow, graphOf } from './flow-graph';

/** Jobs of a flow that are shown. */
const MOST_JOBS = 2_000;
/** Jobs of a flow that are counted for the list of flows. */
const MOST_COUNTED = 500;
const QUERY_TIMEOUT_MS = 5_000;
/** Children that are looked at in one step of the list; most belong to few flows. */
const STEP = 200;

const OF_A_NODE = { type: 1, queue: 1, status: 1, attempt: 1, submittedAt: 1, startedAt: 1, finishedAt: 1, error: 1, after: 1, onParentFailure: 1 } as const;

export class FlowsQueries {
  constructor(private readonly access: ReadModelAccess) {}

  /** All jobs that hang together with one. */
  async flow(scope: Scope, jobId: Uuid, atLeast: number | undefined): Promise<{ flow: Omit<JobFlowResponse, 'freshness'> | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.read<JobDocument, GatheredFlow | undefined>(scope, JOBS, atLeast, (jobs) => gatherFlow(sourceOf(jobs), jobId, MOST_JOBS));
    return { flow: answer && { jobId, ...graphOf(answer), truncated: answer.truncated }, freshness };
  }

  /**
   * A page of flows, those with the latest jobs first: a walk along the jobs that have parents, newest first, each of which leads to its flow. A
   * flow is listed at its newest such job, and passed over at the others.
   */
  async list(scope: Scope, { limit, cursor, atLeast }: PageQuery): Promise<{ items: FlowSummary[]; nextCursor: string | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.read<JobDocument, { items: FlowSummary[]; last: Uuid | undefined }>(scope, JOBS, atLeast, async (jobs) => {
      const source = sourceOf(jobs);
      const seen = new Set<Uuid>();
      const items: FlowSummary[] = [];
      for (let last = cursor === undefined ? undefined : decodeKeyCursor('flow', cursor, UUID); ; ) {
        const children = await childrenBefore(jobs, last);
        for (const { _id: child } of children) {
          if (items.length === limit) return { items, last };
          last = child;
          if (seen.has(child)) continue;
          const flow = await gatherFlow(source, child, MOST_COUNTED);
          if (flow === undefined) continue;
          for (const id of flow.jobs.keys()) seen.add(id);
          if (newestChildOf(flow) <= child) items.push(summaryOf(flow));
        }
        if (children.length < STEP) return { items, last: undefined };
      }
    });
    return { items: answer.items, nextCursor: answer.last === undefined ? undefined : encodeKeyCursor('flow', answer.last), freshness };
  }
}

function sourceOf(jobs: NarrowedDocuments<JobDocument>): FlowSource {
  const options = { projection: OF_A_NODE, readConcern: 'majority', maxTimeMS: QUERY_TIMEOUT_MS } as const;
  return {
    jobs: async (ids) => (await jobs.find({ _id: { $in: [...ids] } }, options).toArray()).map(flowJobOf),
    childrenOf: async (parents, limit) => {
      const keys = parents.flatMap((parent) => findKeys({ after: [parent] })?.filter((key) => key !== PARENTS) ?? []);
      return (await jobs.find({ foundBy: { $in: keys } }, { ...options, hint: 'found_by_newest' }).limit(limit).toArray()).map(flowJobOf);
    },
  };
}

function childrenBefore(jobs: NarrowedDocuments<JobDocument>, last: Uuid | undefined): Promise<{ _id: Uuid }[]> {
  return jobs
    .find({ foundBy: PARENTS, ...(last !== undefined && { _id: { $lt: last } }) }, { projection: { _id: 1 }, readConcern: 'majority', maxTimeMS: QUERY_TIMEOUT_MS, hint: 'found_by_newest' })
    .sort({ _id: -1 })
    .limit(STEP)
    .toArray();
}

function flowJobOf({ _id, type, queue, status, attempt, submittedAt, startedAt, finishedAt, error, after = [], onParentFailure }: JobDocument): FlowJob {
  return { id: _id, type, queue, status, attempt, submittedAt, startedAt, finishedAt, errorCode: error?.code, onParentFailure, after };
}

function newestChildOf({ jobs }: GatheredFlow): Uuid {
  let newest = '';
  for (const { id, after } of jobs.values()) if (after.length > 0 && id > newest) newest = id;
  return newest;
}

function summaryOf({ jobs, truncated }: GatheredFlow): FlowSummary {
  const byAge = [...jobs.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const counts: JobCounts = { ...NO_JOBS };
  let finishedAt: string | undefined = '';
  for (const job of byAge) {
    counts[job.status] += 1;
    if (!isTerminal(job.status)) finishedAt = undefined;
    else if (finishedAt !== undefined && (job.finishedAt ?? '') > finishedAt) finishedAt = job.finishedAt;
  }
  const [first] = byAge;
  return { id: first?.id ?? '', type: first?.type ?? '', jobs: jobs.size, truncated, counts, submittedAt: first?.submittedAt ?? '', latestAt: byAge.at(-1)?.submittedAt ?? '', finishedAt: finishedAt === '' ? undefined : finishedAt };
}
