import type { ProjectionRebuild, ProjectionView } from '#contracts';
import { type Build, type Checkpoint, collectionName, freshnessOf, projectionName, type ReadModelDefinition, type ReadModelStore, type RecordedHead } from '#read-model';

/** Which generation of each read model is served, how fresh it is, and what is being built beside it. */
export class ProjectionsQueries {
  constructor(
    private readonly store: Pick<ReadModelStore, 'pointers' | 'checkpoints'>,
    private readonly models: readonly ReadModelDefinition[],
  ) {}

  async list(): Promise<ProjectionView[]> {
    const [pointers, begun] = await Promise.all([this.store.pointers.read(this.models), this.store.pointers.begun()]);
    const building = new Map(begun.map((build) => [build.projection, { ...build, collection: collectionOf(build) }]));
    const collections = [...[...pointers.values()].map(({ collection }) => collection), ...[...building.values()].map(({ collection }) => collection)];
    const { checkpoints, head } = await this.store.checkpoints.read(collections);
    const now = Date.now();
    return [...this.models].map(projectionName).sort().map((projection): ProjectionView => {
      const pointer = pointers.get(projection);
      const checkpoint = pointer && checkpoints.get(pointer.collection);
      const build = building.get(projection);
      const isBeside = build !== undefined && build.generation > (pointer?.generation ?? 0);
      const rebuild = isBeside ? rebuildOf(build, checkpoints.get(build.collection), head) : undefined;
      if (!pointer || !checkpoint) return { projection, lagEvents: head?.position ?? 0, lagMs: 0, rebuild };
      const { position, headPosition, lagEvents, lagMs } = freshnessOf(checkpoint, head, now);
      return { projection, generation: pointer.generation, collection: pointer.collection, switchedAt: pointer.switchedAt.toISOString(), position, headPosition, lagEvents, lagMs, rebuild };
    });
  }
}

/** A build that was given up leaves its number behind, and its collection until the next one: it is shown while its checkpoint is there. */
function rebuildOf({ generation, collection, active, pace }: Build & { collection: string }, checkpoint: Checkpoint | undefined, head: RecordedHead | undefined): ProjectionRebuild | undefined {
  if (!checkpoint && !active) return undefined;
  const position = Math.max(checkpoint?.position ?? 0, active ? (pace?.position ?? 0) : 0);
  const headPosition = head?.position ?? pace?.head;
  const progress = headPosition === undefined || headPosition === 0 ? 0 : Math.min(1, Math.round((position / headPosition) * 10_000) / 10_000);
  return { generation, collection, position, headPosition, progress, active, etaAt: active ? etaOf(pace) : undefined };
}

/** At its pace so far; what comes after the last event (indexes, the switch) takes as long as it takes, and then nobody can say. */
function etaOf(pace: Build['pace']): string | undefined {
  if (pace === undefined || pace.eventsPerSecond <= 0 || pace.position >= pace.head) return undefined;
  return new Date(pace.at.getTime() + ((pace.head - pace.position) * 1_000) / pace.eventsPerSecond).toISOString();
}

function collectionOf({ projection, generation }: Build): string {
  const [name = '', version = '0'] = projection.split('@');
  return collectionName({ name, version: Number(version) }, generation);
}
