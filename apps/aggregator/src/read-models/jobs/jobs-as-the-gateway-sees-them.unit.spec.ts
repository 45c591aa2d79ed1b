import fc from 'fast-check';
import { type Job, JOB_STATUSES, type JobStatus, validator } from '#contracts';
import type { JobState } from '#domain';
import { attemptsOf, foldEvents, groupByDocument, type JobDocument, type LoggedEvent, type OverviewDocument, type Projector, type ReadModelDocument, type TimelineDocument, toJob, toTimeline } from '#read-model';
import { asTheGatewaySees, randomLife, writeLives } from '../../random-lives.builder';
import { overviewProjector } from '../overview/overview.projector';
import { timelineProjector } from '../timeline/timeline.projector';
import { jobsProjector } from './jobs.projector';

function documents<D extends ReadModelDocument>(projector: Projector<D>, events: readonly LoggedEvent[]): D[] {
  return [...groupByDocument(projector, events).values()].map((group) => {
    const fold = foldEvents(projector, undefined, group);
    if (fold.kind !== 'changed') throw new Error(fold.kind);
    return fold.document;
  });
}

/** A job as an answer shows it: every field of the contract, and no other, in one order. */
const shown = (job: Job): unknown => {
  const json = JSON.parse(JSON.stringify(job)) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** The state of a decision is the job of the contract and what only the gateway has to know. */
const asJob = ({ requestHash: _r, failures: _f, owner: _o, closedDeliveries: _c, queuedVersion: _q, sentAt: _s, resends: _n, withheldOn: _w, ...job }: JobState): Job => job;

const lives = fc.array(randomLife, { minLength: 1, maxLength: 4 }).map((some) => writeLives(some).events);

it('the jobs read model and the gateway show the same job, whatever its life', () => {
  fc.assert(
    fc.property(lives, (events) => {
      const read = documents<JobDocument>(jobsProjector, events).map(toJob);
      for (const job of read) expect(validator('Job')(JSON.parse(JSON.stringify(job)))).toMatchObject({ ok: true });
      expect(read.map(shown)).toEqual(asTheGatewaySees(events).map(({ job }) => shown(asJob(job))));
    }),
    { numRuns: 300 },
  );
});

it('the timeline tells the same attempts as the gateway, in entries that the contract accepts', () => {
  fc.assert(
    fc.property(lives, (events) => {
      const timelines = documents<TimelineDocument>(timelineProjector, events);
      for (const entry of timelines.flatMap(toTimeline)) expect(validator('TimelineEntry')(entry)).toMatchObject({ ok: true });
      expect(timelines.map(attemptsOf)).toEqual(asTheGatewaySees(events).map(({ attempts }) => attempts));
    }),
    { numRuns: 300 },
  );
});

it('the overview counts each job once, in the state and the queue that it is in', () => {
  fc.assert(
    fc.property(lives, (events) => {
      const jobs = asTheGatewaySees(events).map(({ job }) => job);
      const count = (of: readonly JobState[]): Record<JobStatus, number> =>
        Object.fromEntries(JOB_STATUSES.map((status) => [status, of.filter((job) => job.status === status).length])) as Record<JobStatus, number>;
      const [overview] = documents<OverviewDocument>(overviewProjector, events);
      expect(overview).toMatchObject({ counts: count(jobs), submitted: jobs.length, completed: count(jobs).COMPLETED, failed: count(jobs).FAILED, cancelled: count(jobs).CANCELLED });
      for (const { queue, counts } of overview?.queues ?? []) expect(counts).toEqual(count(jobs.filter((job) => job.queue === queue)));
    }),
    { numRuns: 300 },
  );
});

it('the lives that these tests look at end in every way, wait in every way and fail in every way', () => {
  const statuses = new Set<string>();
  const told = new Set<string>();
  fc.assert(
    fc.property(lives, (events) => {
      for (const { eventType, payload } of events) {
        const { cause, reason } = payload as { cause?: string; reason?: string };
        told.add(`${eventType} ${(eventType === 'job.queued' ? reason : cause) ?? ''}`.trim());
      }
      for (const event of events) statuses.add((event.payload as { status: string }).status);
    }),
    { numRuns: 300, seed: 1 },
  );
  expect([...statuses].sort()).toEqual([...JOB_STATUSES].sort());
  const causes = { 'job.failed': ['deadline', 'parked', 'failed', 'timed_out', 'lost_budget', 'policy'], 'job.retry_scheduled': ['failed', 'timed_out', 'lost'], 'job.cancelled': ['superseded', 'overlap', 'parent_ended'], 'job.queued': ['due', 'run_now', 'parents_ended', 'retry', 'lost', 'returned', 'approved'] };
  const expected = Object.entries(causes).flatMap(([eventType, some]) => some.map((cause) => `${eventType} ${cause}`));
  expect([...told]).toEqual(expect.arrayContaining([...expected, 'job.started', 'job.completed', 'job.redriven', 'job.held', 'job.approved', 'job.cancel_requested deadline']));
});
