import type { AuditDraft, AuditStore } from '#event-log';
import { StatementRefused, StoreUnavailable } from '#event-log';
import type { AuditTrail } from '#http';
import { counter, type CounterChild, gauge, type Logger } from '#observability';
import { draftOf } from './audit-entry';

/** News wait so long for company: one statement for all that came meanwhile. */
const GATHER_MS = 100;
/** How often windows of counted notes are looked at while nothing comes. */
const LOOK_MS = 1_000;
const RETRY_MS = 500;
const PER_STATEMENT = 500;
/** What is kept while the store is away. Beyond it the oldest are let go, which is counted, logged and told by an alert: memory is not. */
const MOST_KEPT = 20_000;

export interface AuditWriterParts {
  readonly trail: AuditTrail;
  readonly store: AuditStore;
  readonly logger: Logger;
  readonly instanceId: string;
  /** Told when rows were written. */
  readonly onWritten?: () => void;
}

/**
 * Stores what the trail of this process has noted, in groups, beside the work: nobody who submits a job waits for it. Whoever has to be sure (a command that changes
 * what others rely on) waits for `stored()`, which is one statement shared by all who wait.
 */
export class AuditWriter {
  private queue: AuditDraft[] = [];
  private readonly waiting: (() => void)[] = [];
  private writing: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private dueAtMs = Number.POSITIVE_INFINITY;
  private oldestAtMs: number | undefined;
  private isRunning = false;
  private readonly stored_: CounterChild = counter('auditEntries').labels({ outcome: 'stored' });
  private readonly lost: CounterChild = counter('auditEntries').labels({ outcome: 'lost' });
  private readonly age = gauge('auditWaitingSeconds').labels({});

  constructor(private readonly parts: AuditWriterParts) {}

  /** Until then nothing is noted but security events, and those in the log alone. */
  start(): void {
    this.isRunning = true;
    this.parts.trail.attach({ wake: () => this.within(GATHER_MS), stored: () => this.stored() });
    this.within(GATHER_MS);
  }

  /** The last notes are written, if the store answers. */
  async stop(): Promise<void> {
    this.isRunning = false;
    clearTimeout(this.timer);
    await this.writing;
    this.collect(true);
    await this.writeOnce().catch((err: unknown) => this.parts.logger.error({ err, entries: this.queue.length }, 'the last entries of the audit trail could not be stored'));
    for (const settle of this.waiting.splice(0)) settle();
  }

  /** Resolves when all that is noted by now is stored. */
  stored(): Promise<void> {
    if (!this.isRunning) return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.within(0);
    });
  }

  private within(ms: number): void {
    if (!this.isRunning || this.writing !== undefined) return;
    const atMs = performance.now() + ms;
    if (atMs >= this.dueAtMs) return;
    clearTimeout(this.timer);
    this.dueAtMs = atMs;
    this.timer = setTimeout(() => this.run(), ms);
    this.timer.unref();
  }

  private run(): void {
    this.dueAtMs = Number.POSITIVE_INFINITY;
    const waited = this.waiting.splice(0);
    this.collect(false);
    this.writing = this.writeOnce().then(
      () => {
        this.writing = undefined;
        for (const settle of waited) settle();
        if (this.waiting.length > 0) this.within(0);
        else if (!this.parts.trail.isEmpty) this.within(LOOK_MS);
      },
      (err: unknown) => {
        this.writing = undefined;
        this.waiting.unshift(...waited);
        this.tellAge();
        if (!(err instanceof StoreUnavailable)) this.parts.logger.error({ err, entries: this.queue.length }, 'the audit trail could not be stored');
        this.within(RETRY_MS);
      },
    );
  }

  private collect(all: boolean): void {
    const notes = this.parts.trail.take(all);
    if (notes.length > 0) this.oldestAtMs ??= performance.now();
    for (const note of notes) this.queue.push(draftOf(note, this.parts.instanceId));
    const beyond = this.queue.length - MOST_KEPT;
    if (beyond <= 0) return;
    this.queue.splice(0, beyond);
    this.lost.inc(beyond);
    this.parts.logger.error({ entries: beyond }, 'entries of the audit trail are lost: the store has been away for too long');
  }

  private async writeOnce(): Promise<void> {
    let wrote = false;
    while (this.queue.length > 0) {
      const group = this.queue.slice(0, PER_STATEMENT);
      await this.write(group);
      this.queue.splice(0, group.length);
      wrote = true;
    }
    this.oldestAtMs = undefined;
    this.tellAge();
    if (wrote) this.parts.onWritten?.();
  }

  /** One that the store will not take must not keep the others from their place. */
  private async write(group: readonly AuditDraft[]): Promise<void> {
    try {
      await this.parts.store.append(group);
      this.stored_.inc(group.length);
    } catch (error) {
      if (!(error instanceof StatementRefused)) throw error;
      if (group.length > 1) {
        for (const one of group) await this.write([one]);
        return;
      }
      this.lost.inc();
      this.parts.logger.error({ err: error, entry: group[0]?.id }, 'the store refused an entry of the audit trail');
    }
  }

  private tellAge(): void {
    this.age.set(this.oldestAtMs === undefined ? 0 : (performance.now() - this.oldestAtMs) / 1_000);
  }
}
