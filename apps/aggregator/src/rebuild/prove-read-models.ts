/**
 * Proves invariant 6: a read model that was kept up event by event equals one that is built from the start of the log, byte for byte.
 *
 * Builds collections beside the served ones and compares document by document. While events go on arriving the two stand at different
 * positions, so documents that differ are looked at again: a snapshot of the served ones is taken, the built ones are brought exactly to where
 * it stands, and both are compared; a difference that stays is real.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { compareCollections, compareDocuments, type DocumentDifference, positionOf, projectionName, type RawDocument, rawDocuments, type ReadModelDocument, type ReadModelStore } from '#read-model';
import type { LogFeed } from '../feed/log-feed';
import type { AnyProjector } from '../read-models/read-models';
import type { Generation, ReadModelBuilder } from './read-model-builder';

export interface Proof {
  readonly events: number;
  readonly eventsPerSecond: number;
  readonly documents: number;
  readonly models: readonly { readonly projection: string; readonly documents: number; readonly differences: readonly DocumentDifference[] }[];
  /** How many documents differ, over all models: 0 is the proof. */
  readonly differences: number;
}

/** Enough for traffic to pause between two reads; with the log at rest the first round settles it. */
const ROUNDS = 40;
const ROUND_PAUSE_MS = 100;

export async function proveReadModels(store: ReadModelStore, feed: LogFeed, builder: ReadModelBuilder, projectors: readonly AnyProjector[]): Promise<Proof> {
  const { epoch } = await feed.head();
  const startedAt = performance.now();
  const generations = await builder.begin(projectors, epoch);
  try {
    const events = await builder.replay(generations);
    const seconds = (performance.now() - startedAt) / 1_000;
    await trimAlike(store, builder, generations);
    const models: Proof['models'][number][] = [];
    for (const generation of generations) models.push({ projection: generation.projection, ...(await compare(store, builder, generation)) });
    return {
      events,
      eventsPerSecond: Math.round(events / seconds),
      documents: models.reduce((sum, model) => sum + model.documents, 0),
      models,
      differences: models.reduce((sum, model) => sum + model.differences.length, 0),
    };
  } finally {
    await builder.discard(generations);
  }
}

/** What is not kept so long may still stand in the served ones, or in neither: it is to be in none. */
async function trimAlike(store: ReadModelStore, builder: ReadModelBuilder, generations: readonly Generation[]): Promise<void> {
  for (const { collection, projector } of generations) await store.ensureIndexes(collection, projector.model);
  await builder.trim(generations);
  const pointers = await store.pointers.read(generations.map(({ projector }) => projector.model));
  await builder.trim(generations.flatMap((generation) => {
    const served = pointers.get(generation.projection);
    return served === undefined ? [] : [{ ...generation, collection: served.collection }];
  }));
}

async function compare(store: ReadModelStore, builder: ReadModelBuilder, built: Generation): Promise<{ documents: number; differences: DocumentDifference[] }> {
  const pointer = (await store.pointers.read([built.projector.model])).get(projectionName(built.projector.model));
  if (!pointer) throw new Error(`${built.projection} is not served by anything yet`);
  const [served, fresh] = [store.documents<ReadModelDocument>(pointer.collection), store.documents<ReadModelDocument>(built.collection)];
  let { documents, differences } = await compareCollections(served, fresh);
  for (let round = 0; differences.length > 0 && round < ROUNDS; round += 1) {
    if (round > 0) await delay(ROUND_PAUSE_MS);
    const suspects = differences.map((difference) => difference.id);
    const checkpoint = (await store.checkpoints.read([pointer.collection])).checkpoints.get(pointer.collection)?.position ?? 0;
    const snapshot: RawDocument[] = [];
    for await (const document of rawDocuments(served, suspects)) snapshot.push(document);
    // Documents may be written a moment before the checkpoint says so: the furthest of both is where the served model stands.
    const target = snapshot.map(positionOf).reduce((furthest, position) => Math.max(furthest, position), checkpoint);
    if (target > built.position) await builder.replay([built], target);
    differences = (await compareDocuments(snapshot, rawDocuments(fresh, suspects))).differences;
    documents = await fresh.countDocuments();
    // Both stand at the same place: what differs here differs for good.
    if (checkpoint === target && built.position === target) break;
  }
  return { documents, differences };
}
