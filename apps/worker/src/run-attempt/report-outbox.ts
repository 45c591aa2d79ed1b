import type { SendReport } from './protocol';

/**
 * Reports that must arrive: kept in order until the broker has confirmed them, sent again after a reconnect.
 *
 * `settles` is what may be done at the broker once the report is safe: acking before that could lose the end of a job with its worker.
 */
export class ReportOutbox<Settles> {
  private readonly entries = new Map<number, Entry<Settles>>();
  private unsent: Entry<Settles>[] = [];
  private later: { entry: Entry<Settles>; dueMs: number }[] = [];
  private lastId = 0;

  /** Reports that are not confirmed yet. */
  get size(): number {
    return this.entries.size;
  }

  add(report: DistributiveOmit<SendReport, 'reportId'>, settles: Settles): void {
    const reportId = ++this.lastId;
    const entry = { report: { ...report, reportId }, settles };
    this.entries.set(reportId, entry);
    this.unsent.push(entry);
  }

  /** What to send now, in the order it was added; each once until it fails. */
  takeDue(nowMs: number): SendReport[] {
    if (this.later.length > 0) {
      this.unsent.push(...this.later.filter(({ dueMs }) => dueMs <= nowMs).map(({ entry }) => entry));
      this.later = this.later.filter(({ dueMs }) => dueMs > nowMs);
    }
    return this.unsent.splice(0).filter(({ report }) => this.entries.has(report.reportId as number)).map(({ report }) => report);
  }

  confirmed(reportId: number): Settles | undefined {
    const entry = this.entries.get(reportId);
    this.entries.delete(reportId);
    return entry?.settles;
  }

  /** The broker would not take it; to be tried again at `dueMs`. */
  failed(reportId: number, dueMs: number): void {
    const entry = this.entries.get(reportId);
    if (entry) this.later.push({ entry, dueMs });
  }

  /** A new connection: everything unconfirmed is to be sent again, in order. */
  sendAllAgain(): void {
    this.later = [];
    this.unsent = [...this.entries.values()];
  }

  nextDueMs(): number | undefined {
    return this.later.reduce<number | undefined>((next, { dueMs }) => Math.min(next ?? Infinity, dueMs), undefined);
  }
}

interface Entry<Settles> {
  readonly report: SendReport;
  readonly settles: Settles;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
