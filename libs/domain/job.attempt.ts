import type { JobAttempt } from '#contracts';
import type { JobEvent, JobState } from './job';

/**
 * The row of the attempts table that an event opens or closes, or undefined when the event is not about an attempt.
 *
 * @param before the job before the event: knows the owner where the event does not name it
 */
export function attemptOf(before: JobState, event: JobEvent): JobAttempt | undefined {
  switch (event.type) {
    case 'job.started': {
      const p = event.payload;
      return { jobId: p.jobId, number: p.attempt, state: 'RUNNING', deliveryId: p.deliveryId, workerId: p.workerId, startedAt: p.startedAt };
    }
    case 'job.completed': {
      const p = event.payload;
      return {
        jobId: p.jobId,
        number: p.attempt,
        state: 'SUCCEEDED',
        deliveryId: p.deliveryId,
        workerId: p.workerId,
        startedAt: p.startedAt,
        endedAt: p.finishedAt,
        durationMs: p.durationMs,
      };
    }
    case 'job.retry_scheduled': {
      const p = event.payload;
      const startedAt = p.startedAt ?? p.endedAt;
      return {
        jobId: p.jobId,
        number: p.attempt,
        state: p.cause === 'failed' ? 'FAILED' : p.cause === 'timed_out' ? 'TIMED_OUT' : 'LOST',
        deliveryId: p.deliveryId,
        workerId: p.workerId,
        startedAt,
        endedAt: p.endedAt,
        durationMs: Math.max(0, Date.parse(p.endedAt) - Date.parse(startedAt)),
        error: p.error,
      };
    }
    case 'job.failed': {
      const p = event.payload;
      if (p.deliveryId === undefined || p.workerId === undefined) return undefined;
      return {
        jobId: p.jobId,
        number: p.attempt,
        state: p.cause === 'failed' ? 'FAILED' : p.cause === 'timed_out' ? 'TIMED_OUT' : p.cause === 'deadline' ? 'CANCELLED' : 'LOST',
        deliveryId: p.deliveryId,
        workerId: p.workerId,
        startedAt: p.startedAt ?? p.finishedAt,
        endedAt: p.finishedAt,
        durationMs: p.durationMs ?? 0,
        error: p.error,
      };
    }
    case 'job.cancelled': {
      const p = event.payload;
      const { owner } = before;
      if (p.attempt === undefined || p.deliveryId === undefined || owner?.startedAt === undefined) return undefined;
      return {
        jobId: p.jobId,
        number: p.attempt,
        state: 'CANCELLED',
        deliveryId: p.deliveryId,
        workerId: owner.workerId,
        startedAt: owner.startedAt,
        endedAt: p.finishedAt,
        durationMs: Math.max(0, Date.parse(p.finishedAt) - Date.parse(owner.startedAt)),
      };
    }
    case 'job.submitted':
    case 'job.queued':
    case 'job.cancel_requested':
    case 'job.redriven':
    case 'job.held':
    case 'job.approved':
      return undefined;
  }
}
