import { StoreUnavailable, type CommandExecutor, type EngineStore } from '#event-log';
import type { Logger } from '#observability';
import { Looks } from '../looks';
import { AwaitedParents } from './awaited-parents';

/** What ends within this time is looked up together: the parents of one child tend to end together. */
const GATHER_MS = 5;
/** Children looked at in one question; with their parents' results in memory. */
const CHUNK = 50;
const LOOK_EVERY_MS = 5_000;
const LOOK_LIMIT = 500;

/**
 * Jobs that wait for others. The relay tells the leader of every event in log order, so a job that waits is known here before the end of a parent
 * that came after it; a parent that had ended before is found by looking at the child once when it is new. What a killed leader forgot
 * is found by a look through the store. Queueing a child twice is harmless: the second finds that it does not wait.
 */
export class Flows {
  private readonly awaited = new AwaitedParents();
  private readonly ended = new Set<string>();
  private readonly children = new Set<string>();
  private readonly looks: Looks;
  private loaded = false;
  private working = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly executor: CommandExecutor,
    private readonly store: EngineStore,
    private readonly logger: Logger,
  ) {
    this.looks = new Looks(() => this.look(), { everyMs: LOOK_EVERY_MS, logger, failure: 'jobs that wait for others could not be read' });
  }

  start(): void {
    this.looks.start();
  }

  stop(): void {
    this.looks.stop();
    this.loaded = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.awaited.clear();
    this.ended.clear();
    this.children.clear();
  }

  /** A job was submitted that waits for others. */
  noteChild(childId: string, parents: readonly string[]): void {
    if (!this.looks.running) return;
    this.awaited.add(parents);
    this.children.add(childId);
    this.workSoon();
  }

  /** A job has ended. */
  noteEnd(jobId: string): void {
    if (!this.looks.running || !this.awaited.has(jobId)) return;
    this.ended.add(jobId);
    this.workSoon();
  }

  private workSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.work();
    }, GATHER_MS);
  }

  private async work(): Promise<void> {
    if (this.working) return this.workSoon();
    this.working = true;
    const ended = [...this.ended];
    this.ended.clear();
    try {
      if (ended.length > 0) for (const child of await this.store.childrenOf(ended)) this.children.add(child);
      this.awaited.delete(ended);
      const children = [...this.children];
      this.children.clear();
      const ready = children.length === 0 ? [] : await this.store.readyChildren(children);
      for (let at = 0; at < ready.length; at += CHUNK) await this.release(ready.slice(at, at + CHUNK));
    } catch (err) {
      // The look finds what is left.
      if (!(err instanceof StoreUnavailable)) this.logger.error({ err }, 'jobs that waited for others could not be looked at');
    } finally {
      this.working = false;
    }
  }

  private async release(childIds: readonly string[]): Promise<void> {
    const parents = await this.store.parentsOf(childIds);
    await Promise.all(childIds.map((id) => this.executor.run(id, { kind: 'parents', parents: parents.get(id) ?? [] }, { patient: true })));
  }

  private async look(): Promise<void> {
    if (!this.loaded) await this.load();
    for (const child of await this.store.forgottenChildren(LOOK_LIMIT)) this.children.add(child);
    if (this.children.size > 0) this.workSoon();
  }

  /** For a new leader: whom others wait for. */
  private async load(): Promise<void> {
    this.loaded = true;
    try {
      this.awaited.add(await this.store.awaitedParents(AwaitedParents.MOST + 1));
    } catch (err) {
      this.awaited.overflow();
      throw err;
    }
  }
}
