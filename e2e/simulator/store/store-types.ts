import type { Scheduler } from '../kernel/scheduler';
import type { JobColumns, StoredEvent } from './rows';

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
  readonly clock: { applied: number; sent: number; sentAtMs: number };
  readonly lease: { holder: string; epoch: number; expiresAtMs: number; cursor: number };
  readonly ticksByWallTime: boolean;
  append(event: StoredEvent): void;
  /** The compare-and-swap of a row. */
  mayWrite(before: JobColumns, changed: JobColumns, rev: number): boolean;
  checkRow(before: JobColumns | undefined, after: JobColumns): void;
  moveCursor(epoch: number, cursor: number): boolean;
}
