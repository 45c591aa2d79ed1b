import type { CheckpointMove, LoggedEvent, WriteReport } from '#read-model';
import type { AnyProjector } from '../read-models/read-models';
import type { LogPlace } from './plan-batch';

/** One read model as it is served right now, and where it stands. */
export interface ActiveModel {
  readonly projector: AnyProjector;
  /** `jobs@1`. */
  readonly projection: string;
  readonly collection: string;
  readonly generation: number;
  readonly epoch: string;
  readonly writer: ModelWriter;
  position: number;
}

export interface ModelWriter {
  /** Folds events into documents; what is applied already is skipped. Returns when the majority has them. */
  apply(events: readonly LoggedEvent[], options?: { readonly acrossGaps?: boolean }): Promise<WriteReport>;
}

/** The stored read models, as the projection of the log uses them. MongoDB in service, memory in a simulation. */
export interface ReadModels {
  /** Grows when the store changed hands: what was loaded before must be loaded again. */
  readonly topologyChanges: number;
  /** Follows the pointers and reads the checkpoints. `missing` are the read models that nobody has built yet. */
  load(): Promise<{ models: ActiveModel[]; missing: AnyProjector[] }>;
  /** Keeps contiguous events for those who follow the log live. */
  remember(events: readonly LoggedEvent[]): Promise<void>;
  /** Moves checkpoints forward; tells how many moved. */
  advance(collections: readonly string[], to: CheckpointMove): Promise<number>;
  recordHead(head: LogPlace, seenAt: Date, complete: readonly string[], force: boolean): Promise<void>;
}
