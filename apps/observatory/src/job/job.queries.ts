import type { Freshness, Job, JobAsOf, JobEventsResponse, Uuid } from '#contracts';
import { type JobDocument, JOBS, TIMELINE, type TimelineDocument, toEnvelopes, toJob, toTimeline } from '#read-model';
import { entityTag } from '../answers/entity-tag';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import { SharedAnswers } from '../read-model-access/shared-answers';
import type { Redaction } from '../redaction/redaction';
import type { Scope } from '../tenancy/scope';
import { jobAt, type Moment } from './job-as-of';
import type { JobEventsQuery } from './job.query';
import { LONG_TIMELINE_EVENTS, RecentTimelines, type RenderedTimeline } from './recent-timelines';

export type JobThen = { readonly kind: 'job'; readonly job: Job; readonly asOf: JobAsOf } | { readonly kind: 'unknown_job' } | { readonly kind: 'not_yet'; readonly submittedAt: string; readonly position: number };

/** Timelines may have megabytes. */
const MOST_SHARED = 8;

/** One job and its life. */
export class JobQueries {
  private readonly recent = new RecentTimelines();
  private readonly timelines = new SharedAnswers<RenderedTimeline | undefined>(MOST_SHARED);

  constructor(
    private readonly access: ReadModelAccess,
    private readonly redaction: Redaction,
  ) {}

  async job(scope: Scope, id: Uuid, atLeast: number | undefined): Promise<{ job: Job | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.read<JobDocument, JobDocument | null>(scope, JOBS, atLeast, (jobs) => jobs.findOne({ _id: id }, { readConcern: 'majority' }));
    return { job: answer ? this.redaction.job(toJob(answer)) : undefined, freshness };
  }

  /** The job as it was, folded from the events that its timeline keeps. */
  async jobAt(scope: Scope, id: Uuid, moment: Moment, atLeast: number | undefined): Promise<{ then: JobThen; freshness: Freshness }> {
    const { timeline, freshness } = await this.read(scope, id, atLeast);
    const events = timeline ? toEnvelopes(timeline) : [];
    const [first] = events;
    if (!first) return { then: { kind: 'unknown_job' }, freshness };
    const found = jobAt(events, moment);
    if (!found) return { then: { kind: 'not_yet', submittedAt: first.occurredAt, position: first.stream.position }, freshness };
    return { then: { kind: 'job', job: this.redaction.job(found.job), asOf: found.asOf }, freshness };
  }

  /** Its entries as JSON: those of a long life are put into words once for as long as nothing happens, and read once for all who ask at the same time. */
  async timeline(scope: Scope, id: Uuid, atLeast: number | undefined): Promise<{ timeline: RenderedTimeline | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.readShared(scope, [TIMELINE], atLeast, { answers: this.timelines, question: id }, async (shown) => {
      const timelines = shown.of<TimelineDocument>(TIMELINE);
      const known = this.recent.get(id);
      if (known !== undefined) {
        const now = await timelines.findOne({ _id: id }, { readConcern: 'majority', projection: { version: 1, position: 1 } });
        if (now?.version === known.version && now.position === known.position) return known;
      }
      const timeline = await timelines.findOne({ _id: id }, { readConcern: 'majority' });
      return timeline ? this.rendered(timeline) : undefined;
    });
    return { timeline: answer, freshness };
  }

  private rendered(timeline: TimelineDocument): RenderedTimeline {
    const { _id, version, position, envelopes } = timeline;
    const entries = JSON.stringify(toTimeline(timeline).map((entry) => this.redaction.entry(entry)));
    const rendered = { version, position, entries, tag: entityTag(entries) };
    if (envelopes.length >= LONG_TIMELINE_EVENTS) this.recent.put(_id, rendered);
    return rendered;
  }

  /** The events themselves, oldest first. */
  async events(scope: Scope, id: Uuid, { limit, cursor, atLeast }: JobEventsQuery): Promise<{ page: Omit<JobEventsResponse, 'jobId' | 'freshness'> | undefined; freshness: Freshness }> {
    const { timeline, freshness } = await this.read(scope, id, atLeast);
    if (!timeline) return { page: undefined, freshness };
    const later = toEnvelopes(timeline).filter(({ stream }) => stream.version > Number(cursor ?? 0));
    const shown = later.slice(0, limit);
    const nextCursor = later.length > limit ? String(shown.at(-1)?.stream.version) : undefined;
    // The contract's envelope has any object as payload; a type made from a schema without an index signature is not one to the compiler.
    const items = shown.map((event) => this.redaction.envelope(event) as unknown as JobEventsResponse['items'][number]);
    return { page: { items, omitted: timeline.version - timeline.envelopes.length, nextCursor }, freshness };
  }

  private async read(scope: Scope, id: Uuid, atLeast: number | undefined): Promise<{ timeline: TimelineDocument | undefined; freshness: Freshness }> {
    const { answer, freshness } = await this.access.read<TimelineDocument, TimelineDocument | null>(scope, TIMELINE, atLeast, (timelines) => timelines.findOne({ _id: id }, { readConcern: 'majority' }));
    return { timeline: answer ?? undefined, freshness };
  }
}
