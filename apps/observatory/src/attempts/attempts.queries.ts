import type { AttemptProgress, JobLogLine } from '#contracts';
import { ApiError } from '#http';
import { ATTEMPT_LOGS, ATTEMPT_PROGRESS, type AttemptLogDocument, type AttemptProgressDocument, isStoreUnavailable, type ReadModelStore } from '#read-model';
import { decodeCursor, encodeCursor } from '../jobs/job-cursor';

/** A job has as many attempts as its policy allows; nobody looks at more. */
const MAX_ATTEMPTS = 100;
/** Messages of a page; each has a hundred lines or fewer from this platform's own worker. */
const MAX_MESSAGES = 20;

/** What attempts told on their way: telemetry, which has no position of the log and so no freshness. */
export class AttemptsQueries {
  constructor(private readonly store: ReadModelStore) {}

  async progress(jobId: string): Promise<AttemptProgress[]> {
    const found = await this.ask(() => this.store.documents<AttemptProgressDocument>(ATTEMPT_PROGRESS.collection).find({ jobId }).sort({ at: -1 }).limit(MAX_ATTEMPTS).toArray());
    return found.map(({ _id, workerId, value, message, at }) => ({ deliveryId: _id, workerId, value, ...(message === undefined ? {} : { message }), at }));
  }

  /** A page of lines, oldest first, and where the next one starts, also when it has nothing yet. */
  async lines(jobId: string, cursor: string | undefined): Promise<{ lines: JobLogLine[]; nextCursor?: string }> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const found = await this.ask(() =>
      this.store
        .documents<AttemptLogDocument>(ATTEMPT_LOGS.collection)
        .find({ jobId, ...(after === undefined ? {} : { _id: { $gt: after } }) })
        .sort({ _id: 1 })
        .limit(MAX_MESSAGES)
        .toArray(),
    );
    const last = found.at(-1)?._id ?? after;
    const lines = found.flatMap(({ deliveryId, workerId, lines: said }) => said.map((line) => ({ ...line, deliveryId, workerId })));
    return { lines, ...(last === undefined ? {} : { nextCursor: encodeCursor(last) }) };
  }

  private async ask<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (isStoreUnavailable(error)) throw new ApiError('store_unavailable', { detail: 'MongoDB does not answer', cause: error });
      throw error;
    }
  }
}
