import type { Freshness, JobTypeView } from '#contracts';
import { RESOURCES, type ResourceStates } from '#read-model';
import { decodeKeyCursor, encodeKeyCursor, NAME } from '../read-model-access/key-cursor';
import type { PageQuery } from '../read-model-access/page.query';
import type { ReadModelAccess } from '../read-model-access/read-model-access';
import type { Scope } from '../tenancy/scope';
import { allOf } from '../resources/resource-queries';
import { isAlive } from '../workers/worker-views';
import type { WorkersQueries } from '../workers/workers.queries';

const WORKERS_NAMED = 100;

/** Job types that somebody defined or paused, and those that workers say they can run. */
export class JobTypesQueries {
  constructor(
    private readonly access: ReadModelAccess,
    private readonly workers: WorkersQueries,
  ) {}

  async list(scope: Scope, { limit, cursor, atLeast }: PageQuery): Promise<{ items: JobTypeView[]; nextCursor: string | undefined; freshness: Freshness }> {
    const after = cursor === undefined ? '' : decodeKeyCursor('type', cursor, NAME);
    const { views, freshness } = await this.views(scope, atLeast, (names) => names.filter((name) => name > after).slice(0, limit + 1));
    const items = views.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: views.length > limit && last ? encodeKeyCursor('type', last.name) : undefined, freshness };
  }

  async one(scope: Scope, name: string, atLeast: number | undefined): Promise<{ jobType: JobTypeView | undefined; freshness: Freshness }> {
    const { views, freshness } = await this.views(scope, atLeast, (names) => names.filter((one) => one === name));
    return { jobType: views[0], freshness };
  }

  private async views(scope: Scope, atLeast: number | undefined, choose: (names: string[]) => string[]): Promise<{ views: JobTypeView[]; freshness: Freshness }> {
    const now = Date.now();
    const live = (await this.workers.live()).filter((worker) => isAlive(worker, now));
    const { answer: set, freshness } = await this.access.readTogether(scope, [RESOURCES], atLeast, (shown) => allOf(shown.shared(), 'job_type'));
    const defined = new Map(set.map((state) => [state.name, state]));
    const names = choose([...new Set([...defined.keys(), ...live.flatMap(({ types }) => types)])].sort());
    const views = names.map((name): JobTypeView => {
      const able = live.filter(({ types }) => types.includes(name));
      return {
        name,
        definition: definitionOf(defined.get(name)),
        paused: defined.get(name)?.paused,
        liveWorkers: able.length,
        // Which workers there are is the platform's business; that there are some is everybody's.
        handledBy: !scope.isOfPlatform ? [] : able.slice(0, WORKERS_NAMED).map(({ _id }) => _id),
        queues: [...new Set(able.flatMap(({ queues }) => queues))].sort(),
      };
    });
    return { views, freshness };
  }
}

/** A type that was paused and never defined has no definition. */
function definitionOf(state: ResourceStates['job_type'] | undefined): JobTypeView['definition'] {
  return state?.version === undefined ? undefined : { ...state, version: state.version };
}
