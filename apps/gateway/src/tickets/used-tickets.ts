/** Which tickets were used, for refusing them fast. It may forget at any time: the store decides. */
export interface UsedTickets {
  /** The job that the ticket was used for, as far as it is known. */
  find(id: string): Promise<string | undefined>;
  add(id: string, jobId: string, expiresAtMs: number): void;
}

/** A hundred bytes each. */
const MOST = 50_000;

/** Those that this process has seen lately, before those that all processes have seen. */
export class RememberedTickets implements UsedTickets {
  private readonly jobs = new Map<string, string>();

  constructor(private readonly shared?: UsedTickets) {}

  find(id: string): Promise<string | undefined> {
    const jobId = this.jobs.get(id);
    if (jobId !== undefined || this.shared === undefined) return Promise.resolve(jobId);
    return this.shared.find(id);
  }

  add(id: string, jobId: string, expiresAtMs: number): void {
    this.jobs.set(id, jobId);
    this.shared?.add(id, jobId, expiresAtMs);
    if (this.jobs.size <= MOST) return;
    const [oldest] = this.jobs.keys();
    if (oldest !== undefined) this.jobs.delete(oldest);
  }
}
