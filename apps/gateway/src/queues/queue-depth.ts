/**
 * How many jobs wait in one queue, as well as it can be known without asking the broker for each job. Pure.
 *
 * The broker's count is old when it comes, and it lacks what is accepted but has not left the log yet. So jobs are counted from their acceptance until
 * the relay's cursor has passed them; for a moment some are counted twice, never none. A bound on this holds also while the broker is down.
 */
export class QueueDepth {
  private atBroker = 0;
  /** Accepted since the last look. */
  private fresh = 0;
  /** Accepted before the last look; their events lie at positions up to the head of the next one. */
  private settling = 0;
  /** Accepted earlier, with the position up to which their events lie. */
  private readonly logged: { readonly jobs: number; readonly upTo: number }[] = [];

  get jobs(): number {
    return this.atBroker + this.fresh + this.settling + this.logged.reduce((sum, part) => sum + part.jobs, 0);
  }

  /** Counts jobs in, unless that would be more than `max`. */
  admit(jobs: number, max: number): boolean {
    if (this.jobs + jobs > max) return false;
    this.fresh += jobs;
    return true;
  }

  /**
   * A look at the broker.
   *
   * @param head position of the log's newest event
   * @param cursor position up to which the relay had sent events, read before the broker was asked
   */
  looked({ atBroker, head, cursor }: { readonly atBroker: number; readonly head: number; readonly cursor: number }): void {
    this.atBroker = atBroker;
    if (this.settling > 0) this.logged.push({ jobs: this.settling, upTo: head });
    this.settling = this.fresh;
    this.fresh = 0;
    while ((this.logged[0]?.upTo ?? Number.POSITIVE_INFINITY) <= cursor) this.logged.shift();
  }
}
