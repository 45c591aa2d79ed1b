import type { OldestWaiting } from '#contracts';
import type { DocumentFilter, JobDocument, NarrowedDocuments } from '#read-model';

const OPTIONS = { projection: { queue: 1, type: 1, queuedAt: 1, submittedAt: 1 }, readConcern: 'majority', maxTimeMS: 5_000 } as const;

/** The oldest of the jobs that are queued, of one queue or of all: the first step of a walk along an index. */
export async function oldestWaiting(jobs: NarrowedDocuments<JobDocument>, queue: string | undefined, nowMs: number): Promise<OldestWaiting | undefined> {
  const filter: DocumentFilter<JobDocument> = { status: 'QUEUED', ...(queue !== undefined && { queue }) };
  const [job] = await jobs.find(filter, { ...OPTIONS, hint: queue === undefined ? 'status_newest' : 'queue_status_newest' }).sort({ _id: 1 }).limit(1).toArray();
  if (!job) return undefined;
  const since = job.queuedAt ?? job.submittedAt;
  return { jobId: job._id, queue: job.queue, type: job.type, since, waitingMs: Math.max(0, nowMs - Date.parse(since)) };
}
