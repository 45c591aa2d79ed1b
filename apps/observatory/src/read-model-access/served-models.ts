import type { Checkpoint, Pointer, ReadModelDefinition, ReadModelStore, RecordedHead } from '#read-model';
import { projectionName } from '#read-model';

/** Where one read model is and how far it has come. */
export interface ServedModel {
  readonly collection: string;
  readonly checkpoint: Checkpoint;
  readonly head: RecordedHead | undefined;
}

/** A rebuild is followed within this time; the collection that was served before stays until the next rebuild. */
const POINTERS_LAST_MS = 1_000;

/**
 * A checkpoint that was read a moment ago is as true as one that is read now, only lower: documents never go back. So all requests within
 * this time share one read.
 */
const CHECKPOINTS_LAST_MS = 10;

/** Follows pointers and checkpoints on behalf of all requests: however many there are, the store is asked a bounded number of times. */
export class ServedModels {
  private pointers: Map<string, Pointer> = new Map();
  private pointersAtMs = -Infinity;
  private latest: Promise<Map<string, ServedModel>> | undefined;
  private latestAtMs = -Infinity;

  constructor(
    private readonly store: Pick<ReadModelStore, 'pointers' | 'checkpoints'>,
    private readonly models: readonly ReadModelDefinition[],
  ) {}

  /** Every read model that is built, by projection name. The positions are lower bounds for whatever is read after this returns. */
  read(): Promise<ReadonlyMap<string, ServedModel>> {
    const now = performance.now();
    if (!this.latest || now - this.latestAtMs > CHECKPOINTS_LAST_MS) {
      this.latestAtMs = now;
      const reading = this.load(now);
      this.latest = reading;
      reading.catch(() => {
        if (this.latest === reading) this.latest = undefined;
      });
    }
    return this.latest;
  }

  private async load(now: number): Promise<Map<string, ServedModel>> {
    const pointersAreOld = now - this.pointersAtMs > POINTERS_LAST_MS || this.pointers.size < this.models.length;
    if (pointersAreOld) {
      this.pointers = await this.store.pointers.read(this.models);
      this.pointersAtMs = now;
    }
    const { checkpoints, head } = await this.store.checkpoints.read([...this.pointers.values()].map((pointer) => pointer.collection));
    const served = new Map<string, ServedModel>();
    for (const model of this.models) {
      const pointer = this.pointers.get(projectionName(model));
      const checkpoint = pointer && checkpoints.get(pointer.collection);
      if (pointer && checkpoint) served.set(pointer._id, { collection: pointer.collection, checkpoint, head });
    }
    if (served.size < this.pointers.size) this.pointersAtMs = -Infinity; // a collection is gone: the pointer has moved
    return served;
  }
}
