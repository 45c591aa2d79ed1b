/**
 * A new version of a read model is built beside the old one, which goes on being served to whoever still asks for it, kept up to date by the
 * aggregators that still know it. Once nobody has kept an old version for a day, it answers nothing that is true, and is dropped.
 * Somebody who comes back to it after that builds it from the log, as anybody does who finds nothing.
 */
import { isStoreUnavailable, type Checkpoint, type Pointer, projectionName, type ReadModelDefinition, type ReadModelStore } from '#read-model';
import type { Logger } from '#observability';

/** Long enough to go back to the release before; an aggregator that knows a version says every second that it is complete. */
export const KEPT_MS = 24 * 3_600_000;

const LOOK_EVERY_MS = 3_600_000;

/** The old versions that nobody keeps, told by who is served and what was last complete when. */
export function abandonedVersions(
  pointers: readonly Pointer[],
  checkpoints: ReadonlyMap<string, Checkpoint>,
  models: readonly Pick<ReadModelDefinition, 'name' | 'version'>[],
  nowMs: number,
): Pointer[] {
  const serving = new Map(pointers.map((pointer) => [pointer._id, pointer]));
  const isLongAgo = (at: Date | undefined): boolean => at === undefined || nowMs - at.getTime() >= KEPT_MS;
  return pointers.filter((pointer) => {
    const [name, version] = pointer._id.split('@');
    const model = models.find((one) => one.name === name);
    if (model === undefined || Number(version) >= model.version) return false;
    const successor = serving.get(projectionName(model));
    return successor !== undefined && isLongAgo(successor.switchedAt) && isLongAgo(pointer.switchedAt) && isLongAgo(checkpoints.get(pointer.collection)?.completeAt);
  });
}

/** Drops what nobody keeps: the pointer first, so that nobody finds what is about to go. Returns the names. */
export async function dropAbandonedVersions(store: ReadModelStore, models: readonly ReadModelDefinition[], nowMs: number): Promise<string[]> {
  const pointers = await store.pointers.all();
  const { checkpoints } = await store.checkpoints.read(pointers.map((pointer) => pointer.collection));
  const dropped: string[] = [];
  for (const pointer of abandonedVersions(pointers, checkpoints, models, nowMs)) {
    if (!(await store.pointers.remove(pointer))) continue;
    for (const { _id: collection } of await store.checkpoints.ofProjection(pointer._id)) await store.dropGeneration(collection);
    dropped.push(pointer._id);
  }
  return dropped;
}

/** Looks for them every hour. */
export class OldVersions {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: ReadModelStore,
    private readonly models: readonly ReadModelDefinition[],
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    try {
      const projections = await dropAbandonedVersions(this.store, this.models, Date.now());
      if (projections.length > 0) this.logger.info({ projections }, 'old versions of read models were dropped: nobody has kept them for a day');
    } catch (error) {
      // The next look is in an hour.
      if (!isStoreUnavailable(error)) this.logger.error({ err: error }, 'old versions of read models could not be dropped');
    }
  }
}
