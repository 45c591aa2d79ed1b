/**
 * Keeps the read models equal to the log.
 *
 *   broker ──deliveries──► planBatch ──┬─ apply:  fold, write documents (majority) ─► checkpoint (majority) ─► the caller acks
 *                                      └─ repair: the same, with events read from the feed
 *   gateway ──head, now and then──► HeadWatch ─► complete | repair (lost at the tail) | rebuild (another log)
 *
 * Nothing here relies on being the only aggregator. A second one, or one that wakes up after its work was taken over, folds the same events
 * into the same documents and loses every compare-and-swap that comes too late; checkpoints only move forward. What is known in memory
 * (place, cached documents) is therefore a guess that is corrected by reading again: before a hole is repaired, after the store changed
 * hands, and whenever a checkpoint did not move as expected.
 *
 * A read model may stand behind the others (it was rebuilt a moment ago): the place of the whole is the lowest, and each takes only what is
 * new to it.
 */
import type { LoggedEvent } from '#read-model';
import { type LogFeed, type LogHead, FeedUnavailable, readAhead } from '../feed/log-feed';
import type { AnyProjector } from '../read-models/read-models';
import { type LogPlace, planBatch } from './plan-batch';
import type { ActiveModel, ReadModels } from './read-models.port';
import type { HeadWatch } from './watch-head';

export type RebuildReason = 'epoch' | 'head_behind' | 'version' | 'asked';

/** Builds read models from position 0 and makes them the ones that are served. */
export interface Rebuilder {
  /** @param seen generations that are not good enough, by projection; returns when each has a newer one, whoever built it */
  rebuild(projectors: readonly AnyProjector[], seen: ReadonlyMap<string, number>, reason: RebuildReason): Promise<void>;
}

/** What happens is told here; metrics and logs are made of it. */
export interface ProjectionObserver {
  applied(events: readonly LoggedEvent[], models: readonly ActiveModel[], durationMs: number): void;
  duplicates(events: number): void;
  foreign(events: number): void;
  repaired(range: { after: number; upTo: number; cause: 'hole' | 'tail' | 'document' }): void;
  lookedAtHead(head: LogHead, models: readonly ActiveModel[]): void;
}

export class LogProjection {
  private models: ActiveModel[] = [];
  private loadedAtChange = -1;
  private turn: Promise<unknown> = Promise.resolve();
  /** Documents that are known to lack something that the log lacks as well. */
  private readonly broken = new Set<string>();

  constructor(
    private readonly readModels: ReadModels,
    private readonly feed: LogFeed,
    private readonly rebuilder: Rebuilder,
    private readonly observer: ProjectionObserver,
    /** Told of an event before which the log lacks something; the read models then show what there is. Without it they wait for it, for ever. */
    private readonly onGap?: (event: LoggedEvent) => void,
  ) {}

  /** Lowest position that all read models have, as far as this instance knows; undefined before the first load. */
  get place(): LogPlace | undefined {
    const [first] = this.models;
    return first && { epoch: first.epoch, position: Math.min(...this.models.map((model) => model.position)) };
  }

  /** Finds the read models, builds those that do not exist. Throws when store or feed are away; call it again. */
  start(): Promise<void> {
    return this.inTurn(() => this.load());
  }

  /**
   * Applies what the broker delivered. Returns when it is safe to acknowledge all of it but what it returns: events that claim a place which
   * the log does not have. Throws when it is not safe; the same deliveries can be handed in again.
   */
  handle(delivered: readonly LoggedEvent[]): Promise<readonly LoggedEvent[]> {
    return this.inTurn(async () => {
      if (this.loadedAtChange !== this.readModels.topologyChanges) await this.load();
      let plan = planBatch(this.known(), delivered);
      let unheardOf: LoggedEvent[] = [];
      if (plan.foreign.length > 0 || plan.steps.some((step) => step.kind === 'repair')) {
        // Seldom: what is known here may be old, or the log another one. Look before anything is repaired or dropped.
        await this.load();
        const head = await this.feed.head();
        await this.rebuildIfLogChanged(head);
        unheardOf = delivered.filter((event) => event.stream.epoch === head.epoch && event.stream.position > head.position);
        plan = planBatch(this.known(), unheardOf.length === 0 ? delivered : delivered.filter((event) => !unheardOf.includes(event)));
        if (plan.foreign.length > 0) this.observer.foreign(plan.foreign.length);
      }
      if (plan.duplicates > 0) this.observer.duplicates(plan.duplicates);
      for (const step of plan.steps) {
        if (step.kind === 'apply') await this.apply(step.events);
        else await this.repair(step.after, step.upTo, 'hole');
      }
      return unheardOf;
    });
  }

  /**
   * Compares with the end of the log, writes down what it saw for readers to tell their lag by, and repairs what was lost at the tail.
   *
   * @param refresh whether to read the place from the store first: for an instance to which nothing is delivered
   */
  async lookAtHead(watch: HeadWatch, clock: { atMs: number; wall: Date; patienceMs: number }, refresh: boolean): Promise<void> {
    if (refresh || this.loadedAtChange !== this.readModels.topologyChanges) await this.inTurn(() => this.load());
    const place = this.known();
    const head = await this.feed.head();
    const finding = watch.look({ head, place, atMs: clock.atMs, patienceMs: clock.patienceMs });
    const complete = this.models.filter((model) => model.epoch === head.epoch && model.position >= head.position).map((model) => model.collection);
    await this.readModels.recordHead(head, clock.wall, complete, finding.kind === 'rebuild');
    this.observer.lookedAtHead(head, this.models);
    if (finding.kind === 'repair') {
      await this.inTurn(async () => {
        await this.load();
        const { position } = this.known();
        if (position < finding.upTo) await this.repair(position, finding.upTo, 'tail');
      });
    }
    if (finding.kind === 'rebuild') {
      await this.inTurn(async () => {
        await this.load();
        await this.rebuildIfLogChanged(await this.feed.head());
      });
    }
  }

  /** Tells how far behind the read models are by what was last known of them: the lag grows also while their store cannot be asked. */
  async tellLag(): Promise<void> {
    if (this.models.length > 0) this.observer.lookedAtHead(await this.feed.head(), this.models);
  }

  private known(): LogPlace {
    if (!this.place) throw new Error('the read models are not loaded yet');
    return this.place;
  }

  private async load(): Promise<void> {
    const changes = this.readModels.topologyChanges;
    let { models, missing } = await this.readModels.load();
    if (missing.length > 0) {
      await this.rebuilder.rebuild(missing, new Map(), 'version');
      ({ models, missing } = await this.readModels.load());
      if (missing.length > 0) throw new Error(`read models are still missing after they were built: ${missing.map((projector) => projector.model.name).join(', ')}`);
    }
    const epochs = new Set(models.map((model) => model.epoch));
    if (epochs.size > 1) {
      // A rebuild under way has switched some of them already, or was cut short between two switches.
      const { epoch } = await this.feed.head();
      const stale = models.filter((model) => model.epoch !== epoch);
      await this.rebuilder.rebuild(stale.map((model) => model.projector), generationsOf(stale), 'epoch');
      ({ models } = await this.readModels.load());
    }
    this.models = models;
    this.loadedAtChange = changes;
  }

  private async rebuildIfLogChanged(head: LogHead): Promise<void> {
    const reason = this.models.some((model) => model.epoch !== head.epoch) ? 'epoch' : this.models.some((model) => model.position > head.position) ? 'head_behind' : undefined;
    if (reason === undefined) return;
    const stale = this.models.filter((model) => model.epoch !== head.epoch || model.position > head.position);
    await this.rebuilder.rebuild(stale.map((model) => model.projector), generationsOf(stale), reason);
    await this.load();
  }

  private async repair(after: number, upTo: number, cause: 'hole' | 'tail'): Promise<void> {
    let reached = after;
    for await (const { events, head } of readAhead(this.feed.read({ after, upTo }))) {
      await this.apply(events);
      // A feed that goes on behind a hole has said how far the log goes.
      reached = this.onGap === undefined ? (events.at(-1)?.stream.position ?? reached) : Math.max(reached, head.position);
    }
    if (reached < upTo) throw new FeedUnavailable(`the feed ended at position ${reached}, but position ${upTo} exists`);
    this.observer.repaired({ after, upTo, cause });
  }

  /** Contiguous events, the first of them at most one after the lowest place. Documents first, checkpoints when the majority has them. */
  private async apply(events: readonly LoggedEvent[]): Promise<void> {
    const last = events.at(-1);
    if (!last) return;
    const startedAt = performance.now();
    const { epoch } = last.stream;
    const behind = this.models.filter((model) => model.position < last.stream.position);
    if (behind.some((model) => model.epoch !== epoch)) throw new FeedUnavailable(`the log changed its epoch to ${epoch} while it was read`);
    // All of them come to rest before a failure is told: a retry must not run beside the rest of this try.
    const writes = await Promise.allSettled(behind.map((model) => this.applyTo(model, events)));
    for (const write of writes) if (write.status === 'rejected') throw write.reason;
    await this.readModels.remember(events);
    const moved = await this.readModels.advance(behind.map((model) => model.collection), { position: last.stream.position, epoch, eventAt: last.occurredAt });
    for (const model of behind) model.position = last.stream.position;
    if (moved < behind.length) this.loadedAtChange = -1; // another instance is ahead, or the collection is not the served one any more
    this.observer.applied(events, behind, performance.now() - startedAt);
  }

  private async applyTo(model: ActiveModel, events: readonly LoggedEvent[]): Promise<void> {
    const fresh = (events[0]?.stream.position ?? 0) > model.position ? events : events.filter((event) => event.stream.position > model.position);
    const { gaps } = await model.writer.apply(fresh);
    const upTo = events.at(-1)?.stream.position ?? 0;
    const unheardOf = gaps.filter(({ id }) => !this.broken.has(brokenKey(model, id)));
    if (unheardOf.length > 0) await this.readAgain(model, new Set(unheardOf.map(({ id }) => id)), { after: Math.min(...unheardOf.map(({ position }) => position)), upTo });
    if (gaps.length > unheardOf.length) await model.writer.apply(fresh.filter((event) => this.broken.has(brokenKey(model, model.projector.route(event)))), { acrossGaps: true });
  }

  /** The store has lost writes that it had acknowledged (an older copy of it was put back, say). The log still has them, or nobody has. */
  private async readAgain(model: ActiveModel, ids: ReadonlySet<string>, { after, upTo }: { after: number; upTo: number }): Promise<void> {
    for await (const chunk of readAhead(this.feed.read({ after, upTo }))) {
      const lost = chunk.events.filter((event) => ids.has(model.projector.route(event) ?? ''));
      const { gaps } = await model.writer.apply(lost);
      if (gaps.length === 0) continue;
      if (this.onGap === undefined) throw new Error(`documents of ${model.collection} do not fit the log: ${gaps.map((gap) => gap.id).slice(0, 3).join(', ')}`);
      for (const { id, next } of gaps) this.giveUp(model, id, lost.find((event) => model.projector.route(event) === id && model.projector.sequence(event) === next));
      await model.writer.apply(lost, { acrossGaps: true });
    }
    this.observer.repaired({ after, upTo, cause: 'document' });
  }

  private giveUp(model: ActiveModel, id: string, event: LoggedEvent | undefined): void {
    if (this.broken.size >= BROKEN_KEPT) this.broken.clear();
    this.broken.add(brokenKey(model, id));
    if (event !== undefined) this.onGap?.(event);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

/** More than this many broken documents are another kind of trouble; one that was forgotten is looked up once more. */
const BROKEN_KEPT = 10_000;

function brokenKey(model: ActiveModel, id: string | null): string {
  return `${model.collection} ${id}`;
}

function generationsOf(models: readonly ActiveModel[]): Map<string, number> {
  return new Map(models.map((model) => [model.projection, model.generation]));
}
