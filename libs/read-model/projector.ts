import type { IndexDescription } from 'mongodb';
import type { LoggedEvent } from './logged-event';

/**
 * What every document of a read model carries beside its facts.
 * `version` is the sequence number of the last event folded into it (see `Projector.sequence`), `position` that event's place in the log.
 */
export interface ReadModelDocument {
  readonly _id: string;
  readonly version: number;
  readonly position: number;
}

/** The documents of one read model in one shape. A change of shape is a new `version`, built beside the old one. */
export interface ReadModelDefinition {
  readonly name: string;
  readonly version: number;
  readonly indexes: readonly IndexDescription[];
}

/**
 * Turns events into documents. All functions are pure: the same events give the same documents, byte for byte, whoever folds them and
 * however often. Shape from emmett (`evolve` beside the document type, one folder per read model).
 */
export interface Projector<Document extends ReadModelDocument> {
  readonly model: ReadModelDefinition;
  /** Which document the event belongs to; `null` if this model has no use for it. */
  route(event: LoggedEvent): string | null;
  /** The event's number among the events of its document: from 1, without gaps; of a sparse model, its position in the log. */
  sequence(event: LoggedEvent): number;
  /**
   * A document that gathers events of many streams knows no number of its next one: whatever lies behind its last event applies. That nothing is left out
   * is then owed to the batches alone, which begin where the checkpoint ends and have no holes; that nothing counts twice, to the compare-and-swap on `version`.
   */
  readonly sparse?: boolean;
  /** The document after the event. Returns fields in one fixed order, so that equal documents are equal bytes. */
  project(document: Document | undefined, event: LoggedEvent): Document;
  /** Roughly how many bytes the document takes in memory; bounds what is kept of recent documents. */
  weigh(document: Document): number;
  /** A guess that nothing more will happen to the document: a rebuild writes it out and forgets it. */
  settled(document: Document): boolean;
  /**
   * Such an event comes only after everything else, however late. Where its document is not there, the document has been kept as long as it was to be, and the
   * event is left out: there is nothing to repair.
   */
  comesAfterEnd?(event: LoggedEvent): boolean;
}

/** `jobs@1`: how a read model and its version are written in answers and pointers. */
export function projectionName(model: Pick<ReadModelDefinition, 'name' | 'version'>): string {
  return `${model.name}@${model.version}`;
}

/** `jobs_v1_7`: the collection of the seventh generation of `jobs@1`. */
export function collectionName(model: Pick<ReadModelDefinition, 'name' | 'version'>, generation: number): string {
  return `${model.name}_v${model.version}_${generation}`;
}
