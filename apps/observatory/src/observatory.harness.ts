import type { JobStatus } from '#contracts';
import { createService, type Service } from '#http';
import { createLogger } from '#observability';
import { ACTIVITY, ALERTS, ERRORS, type JobDocument, JOBS, NO_ALERTS, NO_JOBS, OVERVIEW, type OverviewDocument, ReadModelStore, RESOURCES, SCHEDULES, TENANT_OVERVIEW, TIMELINE, type TimelineDocument } from '#read-model';
import type { ConsoleFiles } from './console/console-files';
import { loadObservatoryEnv } from './observatory.env';
import { observatoryService } from './observatory.service-options';

export const EPOCH = '0193aaaa-0000-7000-8000-00000000e0c1';

/** An observatory on a database of its own. Asks nobody who they are, unless `environment` says otherwise: what the guard does has specs of its own. */
export async function startObservatory(mongo: { url: string; database: string }, environment: Readonly<Record<string, string>> = {}, console?: ConsoleFiles): Promise<Service> {
  const env = loadObservatoryEnv({ AUTH_MODE: 'off', ...environment, HTTP_PORT: '0', MONGO_URL: mongo.url, MONGO_DATABASE: mongo.database, SHUTDOWN_TIMEOUT_MS: '2000' });
  const service = await createService({ ...observatoryService(env, console), logger: createLogger({ service: 'observatory', instanceId: 'spec', level: 'silent' }) });
  await service.listen();
  return service;
}

/** Writes read models as the aggregator does, but just what a spec wants to find. */
export class Shelf {
  private readonly collections = new Map<string, string>();

  constructor(private readonly store: ReadModelStore) {}

  /** Served, empty read models at position 0. */
  async build(): Promise<void> {
    for (const model of [JOBS, TIMELINE, OVERVIEW, TENANT_OVERVIEW, SCHEDULES, ALERTS, RESOURCES, ERRORS, ACTIVITY]) {
      const generation = await this.store.createGeneration(model, EPOCH);
      await this.store.ensureIndexes(generation.collection, model);
      await this.store.pointers.swap(model, generation, new Date());
      this.collections.set(model.name, generation.collection);
    }
  }

  collection(model: { name: string }): string {
    return this.collections.get(model.name) ?? '';
  }

  async put(...jobs: JobDocument[]): Promise<void> {
    await this.store.documents<JobDocument>(this.collection(JOBS)).insertMany(jobs);
  }

  async tell(timeline: Omit<TimelineDocument, 'tenantId'> & Partial<Pick<TimelineDocument, 'tenantId'>>): Promise<void> {
    await this.store.documents<TimelineDocument>(this.collection(TIMELINE)).insertOne({ tenantId: 'default', ...timeline });
  }

  async count(overview: Partial<OverviewDocument>): Promise<void> {
    const empty = { _id: 'overview', counts: NO_JOBS, submitted: 0, completed: 0, failed: 0, cancelled: 0, retried: 0, lost: 0, queues: [], alerts: NO_ALERTS, version: 1, position: 1 };
    await this.store.documents<OverviewDocument>(this.collection(OVERVIEW)).insertOne({ ...empty, ...overview });
  }

  /** Says that the read models have come this far, and how far the log goes. */
  async reach(position: number, head = position): Promise<void> {
    await this.store.checkpoints.advance([...this.collections.values()], { position, epoch: EPOCH, eventAt: new Date().toISOString() });
    await this.store.checkpoints.recordHead({ position: head, epoch: EPOCH }, new Date(), position === head ? [...this.collections.values()] : []);
  }
}

/** The envelope of an event of a job, as a timeline keeps it. */
export function envelopeText(id: string, version: number, eventType: string, payload: object, occurredAt = '2026-01-01T00:00:00.000Z'): string {
  const about = { jobId: id, previousStatus: null, status: 'QUEUED', type: 'simulate.work', queue: 'default' };
  const producer = { service: 'gateway', instanceId: 'gateway-1', version: '0.1.0' };
  const eventId = `0193000e-0000-7000-8000-${version.toString(16).padStart(12, '0')}`;
  return JSON.stringify({
    contractVersion: '1.0.0', eventType, eventId, occurredAt, producer, correlationId: 'c-1', idempotencyKey: `${id}/${version}`, tenantId: 'default',
    payload: { ...about, ...payload }, stream: { id, version, position: version, epoch: EPOCH },
  });
}

export const jobId = (number: number): string => `0193010b-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

export function jobDocument(number: number, facts: Partial<JobDocument> & { status?: JobStatus } = {}): JobDocument {
  return {
    _id: jobId(number), tenantId: 'default', type: 'simulate.work', queue: 'default', priority: 'normal', status: 'QUEUED', payload: '{"n":1}', correlationId: 'c-1', attempt: 0, maxAttempts: 5,
    losses: 0, submittedAt: '2026-01-01T00:00:00.000Z', version: 2, position: number, ...facts,
  };
}
