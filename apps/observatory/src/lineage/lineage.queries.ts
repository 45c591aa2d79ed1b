import type { Freshness, JobLife, JobLineageResponse, JobRelative, Uuid } from '#contracts';
import { attemptsOf, findKeys, PARENTS, type JobDocument, JOBS, type NarrowedDocuments, type ScheduleDocument, SCHEDULES, TIMELINE, type TimelineDocument } from '#read-model';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Redaction } from '../redaction/redaction';
import type { Scope } from '../tenancy/scope';

/** Lives that are followed in each direction. */
const MOST_LIVES = 50;
const CHILDREN_SHOWN = 200;

const OF_A_LIFE = { type: 1, status: 1, submittedAt: 1, finishedAt: 1, error: 1, redrivenFrom: 1, redrivenTo: 1, after: 1, scheduleId: 1 } as const;
const OPTIONS = { projection: OF_A_LIFE, readConcern: 'majority', maxTimeMS: 5_000 } as const;

/** Where jobs come from and what came of them. */
export class LineageQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
  ) {}

  async lineage(scope: Scope, jobId: Uuid, atLeast: number | undefined): Promise<{ lineage: Omit<JobLineageResponse, 'freshness'> | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.readTogether(scope, [JOBS, TIMELINE, SCHEDULES], atLeast, async (shown) => {
      const jobs = shown.of<JobDocument>(JOBS);
      const job = await jobs.findOne({ _id: jobId }, OPTIONS);
      if (!job) return undefined;
      const parents = [...(job.after ?? [])];
      const keys = (findKeys({ after: [jobId] }) ?? []).filter((key) => key !== PARENTS);
      const [timeline, lives, schedule, above, below] = await Promise.all([
        shown.of<TimelineDocument>(TIMELINE).findOne({ _id: jobId }, { readConcern: 'majority' }),
        livesOf(jobs, job),
        job.scheduleId === undefined ? undefined : shown.of<ScheduleDocument>(SCHEDULES).findOne({ _id: job.scheduleId }, { readConcern: 'majority' }),
        parents.length === 0 ? [] : jobs.find({ _id: { $in: parents } }, OPTIONS).toArray(),
        jobs.find({ foundBy: { $all: keys } }, { ...OPTIONS, hint: 'found_by_newest' }).sort({ _id: -1 }).limit(CHILDREN_SHOWN + 1).toArray(),
      ]);
      return {
        jobId,
        attempts: timeline ? attemptsOf(timeline).map((attempt) => this.redaction.attempt(attempt)) : [],
        lives,
        schedule: job.scheduleId === undefined ? undefined : { id: job.scheduleId, name: schedule?.name },
        parents: above.map(relativeOf),
        children: below.slice(0, CHILDREN_SHOWN).map(relativeOf),
        moreChildren: below.length > CHILDREN_SHOWN,
      };
    });
    return { lineage: answer, freshness };
  }
}

/** The lives before it and after it, first to last, itself among them. */
async function livesOf(jobs: NarrowedDocuments<JobDocument>, job: JobDocument): Promise<JobLife[]> {
  const before: JobDocument[] = [];
  const after: JobDocument[] = [];
  for (let id = job.redrivenFrom; id !== undefined && before.length < MOST_LIVES - 1; ) {
    const life: JobDocument | null = await jobs.findOne({ _id: id }, OPTIONS);
    if (!life) break;
    before.push(life);
    id = life.redrivenFrom;
  }
  for (let id = job.redrivenTo; id !== undefined && after.length < MOST_LIVES; ) {
    const life: JobDocument | null = await jobs.findOne({ _id: id }, OPTIONS);
    if (!life) break;
    after.push(life);
    id = life.redrivenTo;
  }
  return [...before.reverse(), job, ...after].map(({ _id, status, submittedAt, finishedAt, error }) => ({ jobId: _id, status, submittedAt, finishedAt, errorCode: error?.code }));
}

function relativeOf({ _id, type, status }: JobDocument): JobRelative {
  return { jobId: _id, type, status };
}
