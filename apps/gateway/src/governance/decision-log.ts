import type { PolicyVerdict } from '#contracts';
import { counter, type Logger } from '#observability';

/** A decision that somebody may ask about later: everything but what no rule concerned and was allowed. */
export interface Decision {
  readonly at: 'submit' | 'claim';
  readonly verdict: PolicyVerdict;
  readonly tenantId: string;
  readonly type: string;
  readonly queue: string;
  readonly jobId: string;
  readonly principal: string | undefined;
}

/** Decisions that wait to be written; a storm of denials beyond them is counted. */
const MOST_WAITING = 4_096;
const WRITE_EVERY_MS = 200;

/** The log of decisions. To note one is to put it into a list: whoever decides never waits, and nothing is made into text before somebody has time for it. */
export class DecisionLog {
  private waiting: Decision[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly dropped = counter('governanceDecisionsDropped').labels({});

  constructor(private readonly logger: Pick<Logger, 'info'>) {}

  note(decision: Decision): void {
    if (this.waiting.length >= MOST_WAITING) return this.dropped.inc();
    this.waiting.push(decision);
    this.timer ??= setTimeout(() => this.flush(), WRITE_EVERY_MS).unref();
  }

  /** Writes what waits: a line for each decision. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const decisions = this.waiting;
    this.waiting = [];
    for (const { verdict, ...about } of decisions) this.logger.info({ ...about, ...verdict }, 'policy decision');
  }
}
