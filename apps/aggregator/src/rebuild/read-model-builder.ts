/**
 * Builds read models from nothing while the ones in service go on being served and written.
 *
 *   new generation (own collections, own checkpoints) ──replay of the feed──► indexes ──the events since──► checkpoint ──► pointer swap
 *
 * Fetching and parsing the next events, folding these and writing the documents that are settled overlap. Secondary indexes are built once
 * the collection is full, which costs a fraction of keeping them during the replay. The pointer moves last, by compare-and-swap on the
 * generation; readers and the other aggregators follow it within a second, and whatever happened since the last replayed event is repaired
 * like any other hole. Every ten seconds everything is written and the checkpoint of the new generation follows: a builder that dies leaves a collection that
 * nothing points to, and the next build goes on with it.
 *
 * A lease spares two aggregators the same work. Nothing breaks without it: each builds a generation of its own and the higher one stays.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type BuildPace, collectionName, DocumentLoader, type LoggedEvent, type ReadModelDocument, type ReadModelStore, projectionName } from '#read-model';
import { type LogFeed, FeedUnavailable, readAhead } from '../feed/log-feed';
import type { Rebuilder, RebuildReason } from '../project-log/log-projection';
import type { AnyProjector } from '../read-models/read-models';
import type { Trimmed } from '../retention/job-retention';

/** A collection that is being filled. */
export interface Generation {
  readonly projector: AnyProjector;
  readonly projection: string;
  readonly collection: string;
  readonly generation: number;
  readonly epoch: string;
  readonly loader: DocumentLoader<ReadModelDocument>;
  position: number;
}

export interface BuildProgress {
  (progress: { readonly projections: readonly string[]; readonly position: number; readonly head: number }): void;
}

const LEASE_RENEWAL_MS = 5_000;
const LEASE_POLL_MS = 500;

/** As often as somebody who looks at it wants to know. */
const TELL_EVERY_MS = 1_000;

/** What is done again after a kill; writing open documents more often than once costs. */
const SAVE_EVERY_MS = 10_000;

/** Memory for documents that are not settled yet, all read models together. */
const OPEN_BYTES = 192 * 1024 * 1024;

/** The lease ran out while this builder stood still, and another one builds now. */
class BuildTaken extends Error {
  constructor() {
    super('somebody else builds these read models now');
  }
}

export class ReadModelBuilder implements Rebuilder {
  constructor(
    private readonly store: ReadModelStore,
    private readonly feed: LogFeed,
    private readonly options: {
      /** This process among its siblings; holds the lease. */
      readonly holder: string;
      readonly onProgress?: BuildProgress;
      /** The log lacks something before this event. Without it such a log cannot be replayed. */
      readonly onGap?: (event: LoggedEvent) => void;
      /** Milliseconds between two points to go on from after a kill. */
      readonly saveEveryMs?: number;
      /** Takes out of what was built what is not kept so long. */
      readonly trim?: (built: readonly Trimmed[]) => Promise<void>;
      readonly onBuilt?: (built: { projections: readonly string[]; reason: RebuildReason; events: number; durationMs: number }) => void;
    },
  ) {}

  async rebuild(projectors: readonly AnyProjector[], seen: ReadonlyMap<string, number>, reason: RebuildReason): Promise<void> {
    for (;;) {
      const head = await this.feed.head();
      const pointers = await this.store.pointers.read(projectors.map((projector) => projector.model));
      const wanted = projectors.filter((projector) => {
        const pointer = pointers.get(projectionName(projector.model));
        return !pointer || pointer.epoch !== head.epoch || pointer.generation <= (seen.get(pointer._id) ?? 0);
      });
      if (wanted.length === 0) return;
      if (await this.lease(wanted)) {
        try {
          await this.build(wanted, head.epoch, reason);
        } finally {
          await this.release(wanted);
        }
        return;
      }
      await delay(LEASE_POLL_MS);
    }
  }

  /** Empty collections for these read models. */
  async begin(projectors: readonly AnyProjector[], epoch: string): Promise<Generation[]> {
    const generations: Generation[] = [];
    for (const projector of projectors) generations.push(this.generationOf(projector, { ...(await this.store.createGeneration(projector.model, epoch)), position: 0 }, projectors.length));
    return generations;
  }

  /** What a builder that was killed has left, if all of it stands at one place of this log; undefined when there is nothing to go on with. */
  private async resume(projectors: readonly AnyProjector[], epoch: string): Promise<Generation[] | undefined> {
    const [pointers, begun] = await Promise.all([this.store.pointers.read(projectors.map((projector) => projector.model)), this.store.pointers.begun()]);
    const left = projectors.map((projector) => {
      const projection = projectionName(projector.model);
      const generation = begun.find((build) => build.projection === projection)?.generation ?? 0;
      return { projector, generation, collection: collectionName(projector.model, generation), isNew: generation > (pointers.get(projection)?.generation ?? 0) };
    });
    const { checkpoints } = await this.store.checkpoints.read(left.map(({ collection }) => collection));
    const position = checkpoints.get(left[0]?.collection ?? '')?.position ?? 0;
    const isWhole = position > 0 && left.every(({ collection, isNew }) => isNew && checkpoints.get(collection)?.position === position && checkpoints.get(collection)?.epoch === epoch);
    return isWhole ? left.map(({ projector, generation, collection }) => this.generationOf(projector, { generation, collection, epoch, position }, projectors.length)) : undefined;
  }

  private generationOf(projector: AnyProjector, place: Pick<Generation, 'generation' | 'collection' | 'epoch' | 'position'>, siblings: number): Generation {
    const loader = new DocumentLoader(this.store.writable<ReadModelDocument>(place.collection, projector), projector, OPEN_BYTES / siblings, this.options.onGap, place.position > 0);
    return { projector, projection: projectionName(projector.model), ...place, loader };
  }

  /** Replays the log into generations that stand at the same position, to its end or to exactly `upTo`. Returns the number of events. */
  async replay(generations: readonly Generation[], upTo?: number): Promise<number> {
    const [first] = generations;
    if (!first) return 0;
    let events = 0;
    let eventAt: string | undefined;
    let saved = first.position;
    let renewAt = performance.now() + LEASE_RENEWAL_MS;
    const begunAt = performance.now();
    const begunFrom = first.position;
    let tellAt = 0;
    let saveAt = performance.now() + (this.options.saveEveryMs ?? SAVE_EVERY_MS);
    for await (const chunk of readAhead(this.feed.read({ after: first.position, upTo }))) {
      if (chunk.head.epoch !== first.epoch) throw new FeedUnavailable(`the log changed its epoch to ${chunk.head.epoch} during a rebuild`);
      const last = chunk.events.at(-1);
      if (!last) continue;
      const folds = await Promise.allSettled(generations.map((generation) => generation.loader.apply(chunk.events)));
      for (const fold of folds) if (fold.status === 'rejected') throw fold.reason;
      events += chunk.events.length;
      for (const generation of generations) generation.position = last.stream.position;
      this.options.onProgress?.({ projections: generations.map((generation) => generation.projection), position: last.stream.position, head: chunk.head.position });
      eventAt = last.occurredAt;
      if (performance.now() > tellAt) {
        await this.tell(generations, { position: first.position, head: chunk.head.position, eventsPerSecond: Math.round(((first.position - begunFrom) * 1_000) / (performance.now() - begunAt)) });
        tellAt = performance.now() + TELL_EVERY_MS;
      }
      if (performance.now() > saveAt) {
        await this.save(generations, eventAt);
        saved = first.position;
        saveAt = performance.now() + (this.options.saveEveryMs ?? SAVE_EVERY_MS);
      }
      if (performance.now() > renewAt) {
        if (!(await this.lease(generations.map((generation) => generation.projector)))) throw new BuildTaken();
        renewAt = performance.now() + LEASE_RENEWAL_MS;
      }
    }
    if (eventAt !== undefined && first.position > saved) await this.save(generations, eventAt);
    return events;
  }

  private async tell(generations: readonly Generation[], pace: BuildPace): Promise<void> {
    await Promise.all(generations.map(({ projection, generation }) => this.store.pointers.tellPace(projection, generation, pace)));
  }

  /** Documents first, checkpoints when the majority has them. */
  private async save(generations: readonly Generation[], eventAt: string): Promise<void> {
    await Promise.all(generations.map((generation) => generation.loader.finish()));
    const { position = 0, epoch = '' } = generations[0] ?? {};
    const moved = await this.store.checkpoints.advance(generations.map(({ collection }) => collection), { position, epoch, eventAt });
    // Somebody has taken the collection away, or filled it further.
    if (moved < generations.length) throw new BuildTaken();
  }

  /** Makes the generations the ones that are served, and removes what is older than the ones they replace. */
  async serve(generations: readonly Generation[]): Promise<void> {
    for (const { projector, collection, generation, epoch, projection } of generations) {
      const before = (await this.store.pointers.read([projector.model])).get(projection);
      const outcome = await this.store.pointers.swap(projector.model, { generation, collection, epoch }, new Date());
      if (outcome === 'superseded') await this.store.dropGeneration(collection);
      else await this.removeOlderThan(projection, before?.generation ?? generation, collection);
    }
  }

  /** Takes out what is not kept so long; their indexes must be there. */
  async trim(generations: readonly Generation[]): Promise<void> {
    await this.options.trim?.(generations.map(({ projector: { model }, collection }) => ({ model, collection })));
  }

  async discard(generations: readonly Generation[]): Promise<void> {
    for (const { collection } of generations) await this.store.dropGeneration(collection);
  }

  private async build(projectors: readonly AnyProjector[], epoch: string, reason: RebuildReason): Promise<void> {
    const startedAt = performance.now();
    const generations = (await this.resume(projectors, epoch)) ?? (await this.begin(projectors, epoch));
    try {
      let events = await this.replay(generations);
      for (const { collection, projector } of generations) await this.store.ensureIndexes(collection, projector.model);
      events += await this.replay(generations);
      await this.trim(generations);
      await this.serve(generations);
      this.options.onBuilt?.({ projections: generations.map((generation) => generation.projection), reason, events, durationMs: performance.now() - startedAt });
    } catch (error) {
      // What somebody else has taken over is theirs.
      if (!(error instanceof BuildTaken)) await this.discard(generations).catch(() => undefined);
      throw error;
    }
  }

  private async removeOlderThan(projection: string, generation: number, served: string): Promise<void> {
    for (const checkpoint of await this.store.checkpoints.ofProjection(projection)) {
      const number = Number(checkpoint._id.slice(checkpoint._id.lastIndexOf('_') + 1));
      if (checkpoint._id !== served && number < generation) await this.store.dropGeneration(checkpoint._id);
    }
  }

  private async lease(projectors: readonly AnyProjector[]): Promise<boolean> {
    const held: AnyProjector[] = [];
    for (const projector of projectors) {
      if ((await this.store.pointers.lease(projector.model, this.options.holder)) === 'held') held.push(projector);
    }
    if (held.length === projectors.length) return true;
    await this.release(held);
    return false;
  }

  private async release(projectors: readonly AnyProjector[]): Promise<void> {
    for (const projector of projectors) await this.store.pointers.release(projector.model, this.options.holder).catch(() => undefined);
  }
}
