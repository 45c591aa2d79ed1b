import type { EnvelopeOf } from '#contracts';
import { type ReadModelStore, type WorkerDocument, WORKERS } from '#read-model';

/** A worker says that it lives every few seconds; one that is silent for this long is forgotten. */
const FORGET_AFTER_MS = 60_000;

/** Keeps what each worker said of itself last. */
export class WorkerRecorder {
  constructor(private readonly store: ReadModelStore) {}

  async record(heartbeats: readonly EnvelopeOf<'worker.heartbeat'>[]): Promise<void> {
    const latest = new Map<string, EnvelopeOf<'worker.heartbeat'>>();
    for (const heartbeat of heartbeats) {
      const known = latest.get(heartbeat.payload.workerId);
      if (!known || known.occurredAt < heartbeat.occurredAt) latest.set(heartbeat.payload.workerId, heartbeat);
    }
    if (latest.size === 0) return;
    const workers = await this.store.indexed<WorkerDocument>(WORKERS);
    await workers.bulkWrite(
      [...latest.values()].map(({ payload: { workerId, ...facts }, occurredAt }) => ({
        updateOne: { filter: { _id: workerId }, update: { $set: { ...facts, seenAt: occurredAt, expireAt: new Date(Date.now() + FORGET_AFTER_MS) } }, upsert: true },
      })),
      { ordered: false },
    );
  }
}
