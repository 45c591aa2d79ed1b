import type { EnvelopeOf } from '#contracts';
import { type ReadModelStore, type ServiceDocument, SERVICES } from '#read-model';

/** A process says that it lives every few seconds; one that is silent for this long is forgotten. */
const FORGET_AFTER_MS = 60_000;

/** Keeps what each process of the platform said of itself last. */
export class ServiceRecorder {
  constructor(private readonly store: ReadModelStore) {}

  async record(heartbeats: readonly EnvelopeOf<'service.heartbeat'>[]): Promise<void> {
    const latest = new Map<string, EnvelopeOf<'service.heartbeat'>>();
    for (const heartbeat of heartbeats) {
      const known = latest.get(heartbeat.payload.instanceId);
      if (!known || known.occurredAt < heartbeat.occurredAt) latest.set(heartbeat.payload.instanceId, heartbeat);
    }
    if (latest.size === 0) return;
    const services = await this.store.indexed<ServiceDocument>(SERVICES);
    const expireAt = new Date(Date.now() + FORGET_AFTER_MS);
    await services.bulkWrite(
      [...latest.values()].map(({ payload: { instanceId, ...facts }, occurredAt }) => ({
        updateOne: { filter: { _id: instanceId }, update: { $set: { ...facts, seenAt: occurredAt, expireAt } }, upsert: true },
      })),
      { ordered: false },
    );
  }
}
