import { type CheckpointMove, DocumentWriter, envelopeText, type LoggedEvent, projectionName, type ReadModelDocument, type ReadModelStore } from '#read-model';
import type { AnyProjector } from '../read-models/read-models';
import type { LogPlace } from './plan-batch';
import type { ActiveModel, ReadModels } from './read-models.port';

export class MongoReadModels implements ReadModels {
  private writers = new Map<string, DocumentWriter<ReadModelDocument>>();
  private writersSince = 0;

  constructor(
    private readonly store: ReadModelStore,
    private readonly projectors: readonly AnyProjector[],
    /** How much of the latest events is kept for those who follow the log live. */
    private readonly ringBytes: number,
  ) {}

  get topologyChanges(): number {
    return this.store.topologyChanges;
  }

  async load(): Promise<{ models: ActiveModel[]; missing: AnyProjector[] }> {
    const changes = this.store.topologyChanges;
    await this.store.events.ensure(this.ringBytes);
    const pointers = await this.store.pointers.read(this.projectors.map((projector) => projector.model));
    const { checkpoints } = await this.store.checkpoints.read([...pointers.values()].map((pointer) => pointer.collection));
    // Cached documents outlive a reload only while the same primary serves the same collection.
    const kept = changes === this.writersSince ? this.writers : new Map<string, DocumentWriter<ReadModelDocument>>();
    this.writers = new Map();
    this.writersSince = changes;
    const models: ActiveModel[] = [];
    const missing: AnyProjector[] = [];
    for (const projector of this.projectors) {
      const projection = projectionName(projector.model);
      const pointer = pointers.get(projection);
      const checkpoint = pointer && checkpoints.get(pointer.collection);
      if (!pointer || !checkpoint) {
        missing.push(projector);
        continue;
      }
      const { collection, generation } = pointer;
      const writer = kept.get(collection) ?? new DocumentWriter(this.store.writable<ReadModelDocument>(collection, projector), projector);
      this.writers.set(collection, writer);
      models.push({ projector, projection, collection, generation, epoch: checkpoint.epoch, position: checkpoint.position, writer });
    }
    return { models, missing };
  }

  async remember(events: readonly LoggedEvent[]): Promise<void> {
    const [first, last] = [events[0], events.at(-1)];
    if (first === undefined || last === undefined) return;
    await this.store.events.append({ from: first.stream.position, to: last.stream.position, epoch: last.stream.epoch, events: events.map((event) => envelopeText(event)) });
  }

  advance(collections: readonly string[], to: CheckpointMove): Promise<number> {
    return this.store.checkpoints.advance(collections, to);
  }

  recordHead(head: LogPlace, seenAt: Date, complete: readonly string[], force: boolean): Promise<void> {
    return this.store.checkpoints.recordHead(head, seenAt, complete, force);
  }
}
