/**
 * The last events of the log, for whoever follows it live: a capped collection, one document for each batch that was projected. It is written after the
 * documents of the batch and before its checkpoint: whoever hears of an event finds it in the read models, and a crash in between only has it told twice.
 * A reader goes by positions: what it has is skipped, and a hole means that it came too late.
 *
 * Nothing here is waited for by a majority. The checkpoint that follows in the same log of operations is, so what it covers is safe as well.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Collection, type Db, MongoServerError } from 'mongodb';

/** Contiguous events, oldest first. */
export interface EventBatch {
  readonly from: number;
  readonly to: number;
  readonly epoch: string;
  /** Whole envelopes. */
  readonly events: readonly string[];
}

export const EVENT_RING = 'event_ring';

/** A batch larger than this is kept in parts; a document may have 16 MiB. */
const MAX_BATCH_CHARACTERS = 4 * 1024 * 1024;
const NAMESPACE_EXISTS = 48;
/** How long the server keeps a reader that has everything waiting before it answers with nothing. */
const AWAIT_MS = 1_000;
/** Between two tries to follow: the ring is empty, was made anew, or its server is away. */
const AGAIN_AFTER_MS = 150;

export class EventRing {
  constructor(private readonly db: Db) {}

  /** Makes the ring; one that exists stays as it is. */
  async ensure(bytes: number): Promise<void> {
    try {
      await this.db.createCollection(EVENT_RING, { capped: true, size: bytes });
    } catch (error) {
      if (!(error instanceof MongoServerError && error.code === NAMESPACE_EXISTS)) throw error;
    }
  }

  async append(batch: EventBatch): Promise<void> {
    await this.ring.insertMany(parts(batch).map((part) => ({ ...part })), { ordered: true, writeConcern: { w: 1 } });
  }

  /** The newest batches, newest first, that have events below `before`. */
  async newest(batches: number, before: number = Number.MAX_SAFE_INTEGER): Promise<EventBatch[]> {
    return this.ring.find({ from: { $lt: before } }, { projection: { _id: 0 }, sort: { $natural: -1 }, limit: batches }).toArray();
  }

  /** The batches that have events above `position`, oldest first. */
  async after(position: number, batches: number): Promise<EventBatch[]> {
    return this.ring.find({ to: { $gt: position } }, { projection: { _id: 0 }, sort: { $natural: 1 }, limit: batches }).toArray();
  }

  /** The position of the oldest event that is kept; undefined when there is none. */
  async oldest(): Promise<number | undefined> {
    return (await this.ring.findOne({}, { projection: { from: 1 }, sort: { $natural: 1 } }))?.from;
  }

  /**
   * Batches as they come, from the first with an event above `after()`; goes on through every loss of the server until it is aborted.
   *
   * @param onAway told what is wrong each time that the ring cannot be followed
   */
  async *follow(after: () => number, signal: AbortSignal, onAway: (error: unknown) => void): AsyncGenerator<EventBatch, undefined> {
    while (!signal.aborted) {
      const cursor = this.ring.find({ to: { $gt: after() } }, { projection: { _id: 0 }, tailable: true, awaitData: true, maxAwaitTimeMS: AWAIT_MS, batchSize: 100 });
      const stop = (): void => void cursor.close().catch(() => undefined);
      signal.addEventListener('abort', stop, { once: true });
      try {
        for await (const batch of cursor) yield batch;
      } catch (error) {
        if (!signal.aborted) onAway(error);
      } finally {
        signal.removeEventListener('abort', stop);
        await cursor.close().catch(() => undefined);
      }
      await delay(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
  }

  private get ring(): Collection<EventBatch> {
    return this.db.collection<EventBatch>(EVENT_RING);
  }
}

/** The batch as documents that are not too large. */
export function parts(batch: EventBatch): EventBatch[] {
  const found: EventBatch[] = [];
  let events: string[] = [];
  let characters = 0;
  let from = batch.from;
  for (const text of batch.events) {
    if (events.length > 0 && characters + text.length > MAX_BATCH_CHARACTERS) {
      found.push({ from, to: from + events.length - 1, epoch: batch.epoch, events });
      from += events.length;
      events = [];
      characters = 0;
    }
    events.push(text);
    characters += text.length;
  }
  if (events.length > 0) found.push({ from, to: from + events.length - 1, epoch: batch.epoch, events });
  return found;
}
