import { setTimeout as delay } from 'node:timers/promises';
import type { Freshness } from '#contracts';
import { ApiError } from '#http';
import { histogram } from '#observability';
import {
  type ATTEMPT_LOGS, type ATTEMPT_PROGRESS, type AUDIT, type AUDIT_STATE, type INCIDENTS, type DocumentCollection, type DocumentFilter, freshnessOf, isStoreUnavailable, isTooSlow, type JobDocument, JOBS, NarrowedDocuments, projectionName, type ReadModelDefinition,
  type ReadModelDocument, type ReadModelStore, type ResourceDocument, RESOURCES, type SERVICES, SHARED_KINDS, type WORKERS,
} from '#read-model';
import { Crowd } from '../tenancy/crowd';
import type { Scope } from '../tenancy/scope';
import { type ServedModel, ServedModels } from './served-models';
import type { SharedAnswers } from './shared-answers';

/** The longest that a query waits for its position; then the caller is told to come again. */
const AT_LEAST_TIMEOUT_MS = 5_000;

/** How often checkpoints are looked at while somebody waits, all waiting queries together. */
const WAIT_POLL_MS = 15;

/** More waiting queries than this are told to come again at once, so that they cannot pile up behind an aggregator that is away. */
const MAX_WAITING = 2_000;

type Models = readonly [ReadModelDefinition, ...ReadModelDefinition[]];
type Ask<Answer> = (shown: Shown) => Promise<Answer>;

interface Waiting {
  readonly projection: string;
  readonly atLeast: number;
  readonly untilMs: number;
  readonly settle: (model: ServedModel | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/** What processes of the platform tell of themselves: it belongs to no tenant. */
type PlatformTelemetry = (typeof WORKERS)['collection'] | (typeof SERVICES)['collection'] | (typeof AUDIT_STATE)['collection'];
/** What handlers tell of attempts. */
type AttemptTelemetry = (typeof ATTEMPT_LOGS)['collection'] | (typeof ATTEMPT_PROGRESS)['collection'];

/** The read models that a question goes to, as far as whoever asks may see them. */
export interface Shown {
  of<Document extends ReadModelDocument>(model: ReadModelDefinition): NarrowedDocuments<Document>;
  /** Queues, job types, limits and workers, which all tenants share. */
  shared(): NarrowedDocuments<ResourceDocument>;
  /** How much of what is shared the jobs of all tenants take. */
  crowd(): Crowd;
}

/**
 * The only way to the documents of this service: whatever is asked here is asked within a scope, and nobody is handed a collection. Answers say how fresh they are. The checkpoint is read first and the documents afterwards, so the position an answer
 * carries is never higher than what it shows.
 */
export class ReadModelAccess {
  private readonly served: ServedModels;
  private readonly waiting = new Set<Waiting>();
  private polling = false;
  private readonly inTime = histogram('freshnessWait').labels({ outcome: 'reached' });
  private readonly timedOut = histogram('freshnessWait').labels({ outcome: 'timed_out' });

  constructor(
    private readonly store: ReadModelStore,
    models: readonly ReadModelDefinition[],
    private readonly timeoutMs = AT_LEAST_TIMEOUT_MS,
  ) {
    this.served = new ServedModels(store, models);
  }

  /**
   * Asks a read model, once it has reached `atLeast`.
   *
   * @throws ApiError `at_least_timeout` when it does not reach it within 5 s, `not_ready` when it is not built yet, `store_unavailable`
   */
  async read<Document extends ReadModelDocument, Answer>(
    scope: Scope,
    model: ReadModelDefinition,
    atLeast: number | undefined,
    ask: (documents: NarrowedDocuments<Document>) => Promise<Answer>,
  ): Promise<{ answer: Answer; freshness: Freshness }> {
    return answered(async () => {
      const { collection, checkpoint, head } = await this.modelAt(projectionName(model), atLeast ?? 0);
      const answer = await ask(new NarrowedDocuments(this.store.documents<Document>(collection), scope.narrowing(model)));
      return { answer, freshness: freshnessOf(checkpoint, head, Date.now()) };
    });
  }

  /**
   * Asks several read models, once each has reached `atLeast`. The answer is as fresh as the one that is furthest behind.
   *
   * @throws ApiError as `read` does
   */
  async readTogether<Answer>(scope: Scope, models: Models, atLeast: number | undefined, ask: Ask<Answer>): Promise<{ answer: Answer; freshness: Freshness }> {
    return answered(async () => {
      const served = await this.modelsAt(models, atLeast);
      return { answer: await ask(this.shownOf(served, scope)), freshness: furthestBehind(served) };
    });
  }

  /**
   * The same; whoever asks the same within the same scope while the read models stand where they stand shares one answer.
   *
   * @param question all that the answer depends on beside the read models
   * @throws ApiError as `read` does
   */
  async readShared<Answer>(scope: Scope, models: Models, atLeast: number | undefined, { answers, question }: { answers: SharedAnswers<Answer>; question: string }, ask: Ask<Answer>): Promise<{ answer: Answer; freshness: Freshness }> {
    return answered(async () => {
      const served = await this.modelsAt(models, atLeast);
      const where = [...served.values()].map(({ collection, checkpoint }) => `${collection}/${checkpoint.epoch}/${checkpoint.position}`).join(' ');
      const answer = await answers.answer(`${where} ${scope.key} ${question}`, () => ask(this.shownOf(served, scope)));
      return { answer, freshness: furthestBehind(served) };
    });
  }

  /**
   * Asks something that is no read model, once the read models have reached `atLeast`.
   *
   * @param model whose freshness the answer has
   */
  async reached<Answer>(model: ReadModelDefinition, atLeast: number | undefined, ask: () => Promise<Answer>): Promise<{ answer: Answer; freshness: Freshness }> {
    return answered(async () => {
      const { checkpoint, head } = await this.modelAt(projectionName(model), atLeast ?? 0);
      const answer = await ask();
      return { answer, freshness: freshnessOf(checkpoint, head, Date.now()) };
    });
  }

  /** What was told of attempts, by their names: whoever knows those has found the job that they belong to within its scope. */
  told<Document extends { readonly _id: string }>(collection: AttemptTelemetry, ids: readonly string[], projection: Readonly<Record<string, unknown>> = {}): Promise<Document[]> {
    const documents = this.store.documents<Document>(collection);
    // The driver's types do not know `_id` of a document whose type is still open, nor that a projection leaves its shape.
    return answered(() => documents.find({ _id: { $in: [...ids] } } as unknown as DocumentFilter<Document>, { projection }).toArray() as unknown as Promise<Document[]>);
  }

  /**
   * Asks a collection of telemetry, which is no read model: it has no position, and whatever stands in it may be missing a moment later.
   *
   * @throws ApiError `store_unavailable`
   */
  peek<Document extends { readonly _id: string }, Answer>(collection: PlatformTelemetry, ask: (documents: DocumentCollection<Document>) => Promise<Answer>): Promise<Answer> {
    return answered(() => ask(this.store.documents<Document>(collection)));
  }

  /** Asks the copy of the audit trail, which is no read model of the log: as far as whoever asks may see it. */
  audited<Document extends { readonly _id: string }, Answer>(scope: Scope, { collection, indexes }: typeof AUDIT | typeof INCIDENTS, ask: (documents: NarrowedDocuments<Document>) => Promise<Answer>): Promise<Answer> {
    return answered(() => ask(new NarrowedDocuments(this.store.documents<Document>(collection), scope.narrowing({ name: collection, version: 1, indexes }))));
  }

  /** Freshness of every read model that is built; for health and metrics. */
  async freshness(): Promise<Freshness[]> {
    return [...(await this.served.read()).values()].map(({ checkpoint, head }) => freshnessOf(checkpoint, head, Date.now()));
  }

  private async modelsAt(models: Models, atLeast: number | undefined): Promise<ReadonlyMap<string, ServedModel>> {
    return new Map(await Promise.all(models.map(async (model) => [model.name, await this.modelAt(projectionName(model), atLeast ?? 0)] as const)));
  }

  private shownOf(served: ReadonlyMap<string, ServedModel>, scope: Scope): Shown {
    const everything = <Document extends ReadModelDocument>(model: ReadModelDefinition): DocumentCollection<Document> => {
      const found = served.get(model.name);
      if (!found) throw new Error(`the read model ${model.name} was not asked for`);
      return this.store.documents<Document>(found.collection);
    };
    return {
      of: <Document extends ReadModelDocument>(model: ReadModelDefinition) => new NarrowedDocuments<Document>(everything(model), scope.narrowing(model)),
      shared: () => new NarrowedDocuments(everything<ResourceDocument>(RESOURCES), { within: SHARED, indexFor: (index) => index }),
      crowd: () => new Crowd(everything<JobDocument>(JOBS), scope),
    };
  }

  private async modelAt(projection: string, atLeast: number): Promise<ServedModel> {
    const model = (await this.served.read()).get(projection);
    if (!model) throw new ApiError('not_ready', { detail: `the read model ${projection} is not built yet` });
    if (model.checkpoint.position >= atLeast) return model;
    const startedAt = performance.now();
    const later = this.waiting.size >= MAX_WAITING ? undefined : await this.wait(projection, atLeast);
    const seconds = (performance.now() - startedAt) / 1_000;
    if (later) {
      this.inTime.observe(seconds);
      return later;
    }
    this.timedOut.observe(seconds);
    throw new ApiError('at_least_timeout', { detail: `the read model ${projection} has not reached position ${atLeast} within ${this.timeoutMs / 1_000} s` });
  }

  private wait(projection: string, atLeast: number): Promise<ServedModel | undefined> {
    return new Promise((settle, fail) => {
      this.waiting.add({ projection, atLeast, untilMs: performance.now() + this.timeoutMs, settle, fail });
      if (!this.polling) void this.poll();
    });
  }

  private async poll(): Promise<void> {
    this.polling = true;
    while (this.waiting.size > 0) {
      try {
        this.settle(await this.served.read());
      } catch (error) {
        for (const one of this.waiting) one.fail(error);
        this.waiting.clear();
      }
      await delay(WAIT_POLL_MS);
    }
    this.polling = false;
  }

  private settle(served: ReadonlyMap<string, ServedModel>): void {
    const now = performance.now();
    for (const one of this.waiting) {
      const model = served.get(one.projection);
      const isReached = model !== undefined && model.checkpoint.position >= one.atLeast;
      if (!isReached && now < one.untilMs) continue;
      this.waiting.delete(one);
      one.settle(isReached ? model : undefined);
    }
  }
}

function furthestBehind(served: ReadonlyMap<string, ServedModel>): Freshness {
  const now = Date.now();
  const [first, ...others] = [...served.values()].map(({ checkpoint, head }) => freshnessOf(checkpoint, head, now));
  if (!first) throw new Error('no read model was asked for');
  return others.reduce((behind, one) => (one.position < behind.position ? one : behind), first);
}

const SHARED: DocumentFilter<ResourceDocument> = { kind: { $in: [...SHARED_KINDS] } };

async function answered<Answer>(question: () => Promise<Answer>): Promise<Answer> {
  try {
    return await question();
  } catch (error) {
    if (isTooSlow(error)) throw new ApiError('store_unavailable', { detail: 'MongoDB needed longer for this than it may: too few match among too many; ask for a state, a type, a queue, a tag or a stretch of time as well', cause: error });
    if (isStoreUnavailable(error)) throw new ApiError('store_unavailable', { detail: 'MongoDB does not answer', cause: error });
    throw error;
  }
}
