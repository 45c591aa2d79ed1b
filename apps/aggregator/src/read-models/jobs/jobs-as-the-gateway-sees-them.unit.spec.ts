import fc from 'fast-check';
import { begin, evolve, type JobEvent, type JobState } from '#domain';
import { foldEvents, type LoggedEvent, toJob } from '#read-model';
import { LogBuilder } from '../../log.builder';
import { jobsProjector } from './jobs.projector';

/** The facts of a job that both sides show. */
const shown = ({ id, tenantId, type, queue, priority, status, payload, correlationId, idempotencyKey, attempt, maxAttempts, losses, version, submittedAt, queuedAt, startedAt, finishedAt, runAt, result, error, cancelRequested }: Omit<JobState, 'failures' | 'closedDeliveries' | 'queuedVersion' | 'resends'>) =>
  JSON.stringify({ id, tenantId, type, queue, priority, status, payload, correlationId, idempotencyKey, attempt, maxAttempts, losses, version, submittedAt, queuedAt, startedAt, finishedAt, runAt, result, error, cancelRequested });

function asTheGatewaySees(events: readonly LoggedEvent[]): JobState {
  const [first, ...rest] = events.map((event) => ({ type: event.eventType, at: event.occurredAt, payload: event.payload }) as JobEvent);
  const origin = { tenantId: events[0]?.tenantId ?? '', correlationId: events[0]?.correlationId ?? '' };
  return rest.reduce(evolve, begin(origin, first as Extract<JobEvent, { type: 'job.submitted' }>));
}

it('shows the same job as the gateway, whatever its life', () => {
  const steps = ['queued', 'started', 'retryFailed', 'retryLost', 'completed', 'failed', 'lostForGood', 'cancelRequested', 'cancelled'] as const;
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 15 }), fc.option(fc.string({ minLength: 1, maxLength: 5 })), fc.json(), (life, idempotencyKey, payload) => {
      const log = new LogBuilder();
      const job = log.job(1, { payload: { payload: JSON.parse(payload) as unknown }, ...(idempotencyKey === null ? {} : { idempotencyKey }) }).submitted();
      const take: Record<(typeof steps)[number], () => unknown> = {
        queued: () => job.queued('retry'),
        started: () => job.started(),
        retryFailed: () => job.retryScheduled('failed'),
        retryLost: () => job.retryScheduled('lost'),
        completed: () => job.completed(JSON.parse(payload)),
        failed: () => job.failed('timed_out'),
        lostForGood: () => job.failed('lost_budget'),
        cancelRequested: () => job.cancelRequested(),
        cancelled: () => job.cancelled(),
      };
      for (const step of life) take[step]();
      const fold = foldEvents(jobsProjector, undefined, log.events);
      if (fold.kind !== 'changed') throw new Error(fold.kind);
      expect(shown(toJob(fold.document) as never)).toBe(shown(asTheGatewaySees(log.events)));
    }),
  );
});
