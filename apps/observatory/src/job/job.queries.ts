import type { Freshness, Job, TimelineEntry, Uuid } from '#contracts';
import { type JobDocument, JOBS, TIMELINE, type TimelineDocument, toJob, toTimeline } from '#read-model';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Redaction } from '../redaction/redaction';

/** One job and its life. */
export class JobQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
  ) {}

  async job(id: Uuid, atLeast: number | undefined): Promise<{ job: Job | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.read<JobDocument, JobDocument | null>(JOBS, atLeast, (jobs) => jobs.findOne({ _id: id }, { readConcern: 'majority' }));
    return { job: answer ? this.redaction.job(toJob(answer)) : undefined, freshness };
  }

  async timeline(id: Uuid, atLeast: number | undefined): Promise<{ entries: TimelineEntry[] | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.read<TimelineDocument, TimelineDocument | null>(TIMELINE, atLeast, (timelines) => timelines.findOne({ _id: id }, { readConcern: 'majority' }));
    return { entries: answer === null ? undefined : toTimeline(answer).map((entry) => this.redaction.entry(entry)), freshness };
  }
}
