import type { EnvelopeOf } from '#contracts';
import { ATTEMPT_LOGS, ATTEMPT_PROGRESS, type AttemptLogDocument, type AttemptProgressDocument, type ReadModelStore } from '#read-model';

type Progressed = EnvelopeOf<'attempt.progressed'>;
type Logged = EnvelopeOf<'attempt.logged'>;

const MS_PER_HOUR = 3_600_000;

/** Keeps what attempts tell on their way: the last progress of each, and all their lines, for some hours. A message that comes twice is kept once. */
export class AttemptRecorder {
  private indexed = false;

  constructor(
    private readonly store: ReadModelStore,
    private readonly retentionHours: number,
  ) {}

  async record(progressed: readonly Progressed[], logged: readonly Logged[]): Promise<void> {
    if (progressed.length + logged.length === 0) return;
    if (!this.indexed) {
      await Promise.all([ATTEMPT_PROGRESS, ATTEMPT_LOGS].map((model) => this.store.ensureIndexes(model.collection, model)));
      this.indexed = true;
    }
    await Promise.all([this.keepProgress(progressed), this.keepLines(logged)]);
  }

  private async keepProgress(progressed: readonly Progressed[]): Promise<void> {
    const latest = new Map<string, Progressed>();
    for (const one of progressed) {
      const known = latest.get(one.payload.deliveryId);
      if (!known || known.occurredAt <= one.occurredAt) latest.set(one.payload.deliveryId, one);
    }
    if (latest.size === 0) return;
    const expireAt = this.expiry();
    await this.store.documents<AttemptProgressDocument>(ATTEMPT_PROGRESS.collection).bulkWrite(
      [...latest.values()].map(({ payload: { deliveryId, jobId, workerId, value, message }, occurredAt }) => ({
        replaceOne: { filter: { _id: deliveryId }, replacement: { jobId, workerId, value, ...(message === undefined ? {} : { message }), at: occurredAt, expireAt }, upsert: true },
      })),
      { ordered: false },
    );
  }

  private async keepLines(logged: readonly Logged[]): Promise<void> {
    if (logged.length === 0) return;
    const expireAt = this.expiry();
    await this.store.documents<AttemptLogDocument>(ATTEMPT_LOGS.collection).bulkWrite(
      logged.map(({ eventId, payload: { jobId, deliveryId, workerId, lines } }) => ({
        updateOne: { filter: { _id: eventId }, update: { $setOnInsert: { jobId, deliveryId, workerId, lines, expireAt } }, upsert: true },
      })),
      { ordered: false },
    );
  }

  private expiry(): Date {
    return new Date(Date.now() + this.retentionHours * MS_PER_HOUR);
  }
}
