import { isTerminal } from '#domain';
import type { VersionedJob } from './job-row';

/**
 * Rows of jobs that were read or written lately, so that a job's next step usually needs no read. A cached row may be stale (another gateway
 * wrote since): a write based on it then loses its compare-and-swap, and a decision that writes nothing is never taken from here; see
 * the executor. Jobs that have ended are not kept: nothing more happens to them.
 */
export class RowCache {
  private readonly rows = new Map<string, VersionedJob>();
  private bytes = 0;

  /** @param capacity jobs at most, and @param byteCapacity bytes of payload at most; the one unused for longest goes first */
  constructor(
    private readonly capacity = 50_000,
    private readonly byteCapacity = 128 * 1024 * 1024,
  ) {}

  get(jobId: string): VersionedJob | undefined {
    const row = this.rows.get(jobId);
    if (row !== undefined) {
      this.rows.delete(jobId);
      this.rows.set(jobId, row);
    }
    return row;
  }

  put(row: VersionedJob): void {
    this.drop(row.state.id);
    if (isTerminal(row.state.status)) return;
    this.rows.set(row.state.id, row);
    this.bytes += row.payloadBytes;
    while (this.rows.size > this.capacity || this.bytes > this.byteCapacity) {
      const oldest = this.rows.keys().next();
      if (oldest.done === true) break;
      this.drop(oldest.value);
    }
  }

  drop(jobId: string): void {
    const row = this.rows.get(jobId);
    if (row === undefined) return;
    this.rows.delete(jobId);
    this.bytes -= row.payloadBytes;
  }
}
