import type { Scheduler } from '../kernel/scheduler';
import type { JobColumns, StoredEvent } from './rows';

export interface ResourceRow {
  readonly kind: string;
  readonly name: string;
  readonly streamId: string;
  readonly rev: number;
  readonly version: number;
  readonly tenantId: string;
  /** JSON. */
  readonly state: string;
}

/** The tables as statements use them. */
export interface Tables {
  readonly scheduler: Scheduler;
  readonly head: number;
  readonly epoch: string;
  /** The server's clock, Unix milliseconds. */
  readonly wallMs: number;
  readonly jobs: Map<string, JobColumns>;
  readonly keys: Map<string, string>;
  readonly events: readonly StoredEvent[];
  readonly streams: ReadonlyMap<string, readonly StoredEvent[]>;
  readonly queues: Map<string, { readonly declared: boolean }>;
  readonly resources: Map<string, ResourceRow>;
  /** Raised by each change of what may stand between a job and its grant. */
  controlsVersion: number;
  readonly slots: Map<string, number>;
  readonly tokens: Map<string, { tokens: number; atMs: number }>;
  /** Who waits for whom: the parents of each child. */
  readonly parents: Map<string, string[]>;
  readonly dedupeKeys: Map<string, { jobId: string; untilMs: number }>;
  /** Announced workers: the text of the announcement, and when it came. */
  readonly sightings: Map<string, { readonly state: string; readonly atMs: number }>;
  /** New jobs that had an owner from the first moment: their first job.queued needs no message. */
  readonly grantedWithSubmission: Set<string>;
  readonly clock: { applied: number; sent: number; sentAtMs: number };
  readonly lease: { holder: string; epoch: number; expiresAtMs: number; cursor: number };
  readonly ticksByWallTime: boolean;
  readonly ignoresTokens: boolean;
  readonly pausesWorkersQuietly: boolean;
  append(event: StoredEvent): void;
  /** Something was asked for that must never be. */
  broken(what: string): void;
  /** The slots of a key have changed: `limit` is what the grant counted on. */
  slotsTaken(key: string, limit: number): void;
  /** The compare-and-swap of a row. */
  mayWrite(before: JobColumns, changed: JobColumns, rev: number): boolean;
  checkRow(before: JobColumns | undefined, after: JobColumns): void;
  moveCursor(epoch: number, cursor: number): boolean;
}
