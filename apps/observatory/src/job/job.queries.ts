import type { Freshness, Job, JobAsOf, JobEventsResponse, TimelineEntry, Uuid } from '#contracts';
import { type JobDocument, JOBS, TIMELINE, type TimelineDocument, toEnvelopes, toJob, toTimeline } from '#read-model';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Redaction } from '../redaction/redaction';
import { jobAt, type Moment } from './job-as-of';
import type { JobEventsQuery } from './job.query';

export type JobThen = { readonly kind: 'job'; readonly job: Job; readonly asOf: JobAsOf } | { readonly kind: 'unknown_job' } | { readonly kind: 'not_yet'; readonly submittedAt: string; readonly position: number };

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

  /** The job as it was, folded from the events that its timeline keeps. */
  async jobAt(id: Uuid, moment: Moment, atLeast: number | undefined): Promise<{ then: JobThen; freshness: Freshness }> {
    const { timeline, freshness } = await this.read(id, atLeast);
    const events = timeline ? toEnvelopes(timeline) : [];
    const [first] = events;
    if (!first) return { then: { kind: 'unknown_job' }, freshness };
    const found = jobAt(events, moment);
    if (!found) return { then: { kind: 'not_yet', submittedAt: first.occurredAt, position: first.stream.position }, freshness };
    return { then: { kind: 'job', job: this.redaction.job(found.job), asOf: found.asOf }, freshness };
  }

  async timeline(id: Uuid, atLeast: number | undefined): Promise<{ entries: TimelineEntry[] | undefined; freshness: Freshness }> {
    const { timeline, freshness } = await this.read(id, atLeast);
    return { entries: timeline && toTimeline(timeline).map((entry) => this.redaction.entry(entry)), freshness };
  }

  /** The events themselves, oldest first. */
  async events(id: Uuid, { limit, cursor, atLeast }: JobEventsQuery): Promise<{ page: Omit<JobEventsResponse, 'jobId' | 'freshness'> | undefined; freshness: Freshness }> {
    const { timeline, freshness } = await this.read(id, atLeast);
    if (!timeline) return { page: undefined, freshness };
    const later = toEnvelopes(timeline).filter(({ stream }) => stream.version > Number(cursor ?? 0));
    const shown = later.slice(0, limit);
    const nextCursor = later.length > limit ? String(shown.at(-1)?.stream.version) : undefined;
    return { page: { items: shown.map((event) => this.redaction.envelope(event) as unknown as JobEventsResponse['items'][number]), omitted: timeline.version - timeline.envelopes.length, nextCursor }, freshness };
  }

  private async read(id: Uuid, atLeast: number | undefined): Promise<{ timeline: TimelineDocument | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.read<TimelineDocument, TimelineDocument | null>(TIMELINE, atLeast, (timelines) => timelines.findOne({ _id: id }, { readConcern: 'majority' }));
    return { timeline: answer ?? undefined, freshness };
  }
}
