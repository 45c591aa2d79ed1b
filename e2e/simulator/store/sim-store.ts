import type { Scheduler } from '../kernel/scheduler';
import { startOfScheduleMs } from '../kernel/virtual-globals';
import { appendBatch } from './append-batch';
import { brokenConstraints, isTerminalRow, type JobColumns, type StoredEvent } from './rows';
import { STATEMENTS } from './statements';
import { appendResource, appendResources } from './append-resource';
import type { ResourceRow, Tables } from './store-types';

/** Who hears what the store does: the checks, and the trace. */
export interface StoreObserver {
  appended(event: StoredEvent): void;
  /** A row changed; `before` is undefined for a new job. */
  changed(before: JobColumns | undefined, after: JobColumns): void;
  cursorMoved(cursor: number): void;
  broken(what: string): void;
}

export interface Result {
  readonly rows: readonly object[];
  readonly rowCount: number;
}

/**
 * PostgreSQL as the gateway meets it, statement by statement: each happens at one instant or not at all. A statement is known by the name it is
 * prepared under; an unknown one is a fault of the simulator and said so.
 */
export class SimStore implements Tables {
  up = true;
  head = 0;
  readonly epoch = '0193ffff-0000-7000-8000-00000000e90c';
  readonly jobs = new Map<string, JobColumns>();
  readonly keys = new Map<string, string>();
  readonly events: StoredEvent[] = [];
  readonly streams = new Map<string, StoredEvent[]>();
  readonly queues = new Map<string, { declared: boolean }>();
  readonly resources = new Map<string, ResourceRow>();
  controlsVersion = 0;
  readonly slots = new Map<string, number>();
  readonly tokens = new Map<string, { tokens: number; atMs: number }>();
  readonly parents = new Map<string, string[]>();
  readonly dedupeKeys = new Map<string, { jobId: string; untilMs: number }>();
  readonly sightings = new Map<string, { readonly state: string; readonly atMs: number }>();
  readonly grantedWithSubmission = new Set<string>();
  readonly clock = { applied: 0, sent: 0, sentAtMs: -Infinity };
  readonly lease = { holder: 'nobody', epoch: 0, expiresAtMs: -Infinity, cursor: 0 };
  wallOffsetMs = 0;
  /** Faults planted in the store's own rules. */
  ignoresRevOfGrants = false;
  ticksByWallTime = false;
  ignoresTokens = false;
  pausesWorkersQuietly = false;

  constructor(
    readonly scheduler: Scheduler,
    private readonly observer: StoreObserver,
  ) {}

  get wallMs(): number {
    return startOfScheduleMs() + this.scheduler.nowMs + this.wallOffsetMs;
  }

  execute(name: string, text: string, values: readonly unknown[]): Result {
    if (name === 'append_batch') return { rows: [appendBatch(this, text, values)], rowCount: 1 };
    if (name === 'append_resource') return { rows: [appendResource(this, text, values)], rowCount: 1 };
    if (name === 'append_resources') {
      const rows = appendResources(this, text, values as readonly (readonly unknown[])[]);
      return { rows, rowCount: rows.length };
    }
    const statement = STATEMENTS[name];
    if (statement === undefined) {
      this.observer.broken(`simulator: the simulated store does not know the statement ${name}`);
      return { rows: [], rowCount: 0 };
    }
    const rows = statement(this, values);
    return { rows, rowCount: rows.length };
  }

  append(event: StoredEvent): void {
    this.head = event.position;
    this.events.push(event);
    const stream = this.streams.get(event.streamId) ?? [];
    this.streams.set(event.streamId, stream);
    if (event.version !== stream.length + 1) this.observer.broken(`versionGaps: ${event.streamId} got version ${event.version} after ${stream.length}`);
    stream.push(event);
    this.observer.appended(event);
  }

  /** The compare-and-swap of a row. */
  mayWrite(before: JobColumns, changed: JobColumns, rev: number): boolean {
    if (this.ignoresRevOfGrants && changed.owner_delivery_id !== null && changed.owner_started_at === null && changed.status === 'QUEUED' && before.status === 'QUEUED') return true;
    return before.rev === rev;
  }

  broken(what: string): void {
    this.observer.broken(what);
  }

  slotsTaken(key: string, limit: number): void {
    const inUse = this.slots.get(key) ?? 0;
    if (inUse > limit || inUse < 0) this.observer.broken(`limits: ${inUse} of ${limit} slots of ${key} are in use`);
  }

  checkRow(before: JobColumns | undefined, after: JobColumns): void {
    for (const constraint of brokenConstraints(after)) this.observer.broken(`constraints: ${constraint} broken by job ${after.id}`);
    const notesNextLife = before?.['redriven_to'] === null && after['redriven_to'] !== null && before.status === after.status;
    if (before !== undefined && isTerminalRow(before) && !notesNextLife) this.observer.broken(`doubleTerminals: ${after.id} was written after its end`);
    this.observer.changed(before, after);
  }

  moveCursor(epoch: number, cursor: number): boolean {
    if (this.lease.epoch !== epoch) return false;
    if (this.lease.cursor < cursor) {
      this.lease.cursor = cursor;
      this.observer.cursorMoved(cursor);
    }
    return true;
  }
}
