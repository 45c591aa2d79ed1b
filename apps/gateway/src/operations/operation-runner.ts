import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable, uuidV7, type OperationReader, type ResourceStore } from '#event-log';
import { toProblem } from '#http';
import type { Logger } from '#observability';
import { Looks } from '../engine/looks';
import type { ApplyAction } from './apply-action';
import { advanceOperation, claimOperation, matchOf, timeOf, type Dealt, type OperationState, type Step } from './operation-state';

/** What the relay's events did not tell (a new leader) is found by looking. */
const LOOK_EVERY_MS = 1_000;
/** Jobs of the table that one page looks at: some milliseconds of one statement. */
const SCAN = 2_000;
/** Jobs between two notes of how far it is; so many are done again after a crash, at most. */
const CHUNK = 200;
/** Jobs under way at once. They join the group commits of clients, and are few beside the 256 that fit into one. */
const AT_ONCE = 50;
/** How far it is is noted at least this often, and its cancellation seen. */
const NOTE_EVERY_MS = 1_000;
/** Something is away or full: the job is tried again. */
const AGAIN_AFTER_MS = 500;
/** Operations at work at once; the others wait their turn. */
const MOST_AT_WORK = 4;

export interface OperationRunnerParts {
  readonly resources: ResourceStore;
  readonly reader: OperationReader;
  readonly apply: ApplyAction;
  readonly logger: Logger;
}

/**
 * Runs bulk operations where the relay leads. It is in nobody's way: it has few jobs under way at once, and after each handful it pauses as long as
 * that took, so at most half of the time is its own and it slows down with everybody else. When it stops in the middle, by a new leader or a
 * kill, the next leader goes on from the last note.
 */
export class OperationRunner {
  private readonly atWork = new Map<string, string>();
  private readonly looks: Looks;

  constructor(private readonly parts: OperationRunnerParts) {
    this.looks = new Looks(() => this.look(), { everyMs: LOOK_EVERY_MS, logger: parts.logger, failure: 'operations could not be read' });
  }

  start(): void {
    this.looks.start();
  }

  stop(): void {
    this.looks.stop();
    this.atWork.clear();
  }

  sent({ type }: { readonly type: string }): void {
    if (type === 'operation.started') this.looks.soon();
  }

  private async look(): Promise<void> {
    for (const { name, state } of await this.parts.reader.running<OperationState>(1_000)) {
      if (!this.looks.running || this.atWork.has(name)) continue;
      // One that is to stop needs no turn.
      if (this.atWork.size >= MOST_AT_WORK && state.cancelRequested === undefined) continue;
      const runner = uuidV7();
      this.atWork.set(name, runner);
      void this.run(name, runner);
    }
  }

  private async run(name: string, runner: string): Promise<void> {
    const { logger } = this.parts;
    try {
      const claimed = await this.claim(name, runner);
      if (claimed !== undefined) await this.work(claimed, runner);
    } catch (err) {
      // The next look takes it up again from its last note.
      if (err instanceof StoreUnavailable) logger.warn({ operationId: name }, 'an operation waits for the store');
      else logger.error({ err, operationId: name }, 'an operation was cut short');
    } finally {
      if (this.holds(name, runner)) this.atWork.delete(name);
    }
  }

  private async claim(name: string, runner: string): Promise<OperationState | undefined> {
    const { reader, resources } = this.parts;
    const first = await reader.firstJob();
    const { outcome } = await resources.change<OperationState, OperationState | undefined>('operation', name, { correlationId: name }, (state, { nowMs }) => {
      const fromMs = first === undefined ? nowMs : timeOf(first);
      const { submittedAfter } = state?.filter ?? {};
      return claimOperation(state, runner, submittedAfter === undefined ? fromMs : Math.max(fromMs, Date.parse(submittedAfter)));
    });
    return outcome;
  }

  private async work(operation: OperationState, runner: string): Promise<void> {
    let dealt: Step['dealt'] = [];
    if (operation.inFlight.length > 0) dealt = await this.deal(operation, operation.inFlight, true, runner);
    const chunks = this.chunks(operation, runner);
    for (;;) {
      const chunk = (await chunks.next()).value;
      if (chunk === undefined || !this.holds(operation.id, runner)) return;
      if ((await this.note(operation, runner, { ...chunk, dealt })) === 'over') return;
      dealt = await this.deal(operation, chunk.inFlight, false, runner);
    }
  }

  /** What is to be done, chunk by chunk, as far as the pages read; a chunk may be empty, so that progress is noted where little matches. */
  private async *chunks(operation: OperationState, runner: string): AsyncGenerator<Omit<Step, 'dealt'>, undefined> {
    const match = matchOf(operation);
    let { cursor } = operation;
    let counted = 0;
    let notedAtMs = performance.now();
    while (this.holds(operation.id, runner)) {
      const beganAtMs = performance.now();
      const { ids, last } = await this.parts.reader.page(match, cursor, SCAN);
      if (last === undefined) {
        yield { counted, cursor, inFlight: [], last: true };
        return undefined;
      }
      if (operation.dryRun) counted += ids.length;
      else {
        for (let at = 0; at < ids.length; at += CHUNK) {
          const inFlight = ids.slice(at, at + CHUNK);
          yield { counted: 0, cursor: at + CHUNK >= ids.length ? last : (inFlight.at(-1) as string), inFlight, last: false };
          notedAtMs = performance.now();
        }
      }
      cursor = last;
      if (performance.now() - notedAtMs > NOTE_EVERY_MS) {
        yield { counted, cursor, inFlight: [], last: false };
        counted = 0;
        notedAtMs = performance.now();
      }
      if (ids.length === 0 || operation.dryRun) await sleep(performance.now() - beganAtMs);
    }
    return undefined;
  }

  private async note(operation: OperationState, runner: string, step: Step): Promise<'goes_on' | 'over'> {
    const { id, correlationId } = operation;
    const { outcome } = await this.parts.resources.change<OperationState, 'goes_on' | 'over'>('operation', id, { correlationId }, (state, { now }) => advanceOperation(state, runner, step, now));
    return outcome;
  }

  /** Does it to all of them, a handful at a time. */
  private async deal(operation: OperationState, ids: readonly string[], again: boolean, runner: string): Promise<Step['dealt']> {
    const dealt: { jobId: string; result: Dealt }[] = [];
    for (let at = 0; at < ids.length && this.holds(operation.id, runner); at += AT_ONCE) {
      const beganAtMs = performance.now();
      const results = await Promise.all(ids.slice(at, at + AT_ONCE).map(async (jobId) => ({ jobId, result: await this.dealWith(operation, jobId, again, runner) })));
      dealt.push(...results);
      await sleep(performance.now() - beganAtMs);
    }
    return dealt;
  }

  private async dealWith({ id, action, by, reason }: OperationState, jobId: string, again: boolean, runner: string): Promise<Dealt> {
    for (let tried = again; ; tried = true) {
      try {
        return await this.parts.apply(action, jobId, { by, reason, again: tried });
      } catch (error) {
        const { status, code, detail } = toProblem(error);
        if (status !== 503) {
          if (status === 500) this.parts.logger.error({ err: error, operationId: id, jobId }, 'an operation failed for a job');
          return { code, detail };
        }
        if (!this.holds(id, runner)) return 'skipped';
        await sleep(AGAIN_AFTER_MS);
      }
    }
  }

  /** Whether this run of the operation is still the one that is wanted here. */
  private holds(name: string, runner: string): boolean {
    return this.looks.running && this.atWork.get(name) === runner;
  }
}
