import type { DecisionContext, Gates, RetryPolicy } from '#domain';
import type { LogProducer } from './log-envelope';
import type { LoggedEvent } from './logged-event';
import type { StoreClock } from './store-clock';
import type { StoreLogger, StorePool } from './store-pool';

export interface CommandExecutorOptions {
  readonly pool: StorePool;
  readonly clock: StoreClock;
  readonly producer: LogProducer;
  readonly logger: StoreLogger;
  /** Pauses and limits as they are known here; asked anew for each group. */
  readonly gates?: () => Gates;
  /** What the policy says to a start; absent where nobody governs. */
  readonly verdictOf?: () => DecisionContext['verdictOf'];
  /** Other pauses and limits are in force than the group was decided on: they have to be read before anything is granted. */
  readonly controlsChanged?: (version: number) => Promise<void>;
  /** Keys that something may wait for: slots that are free again, and keys on which a job was withheld a moment ago. */
  readonly onClaims?: (keys: ReadonlySet<string>) => void;
  readonly retryPolicy?: RetryPolicy;
  readonly random?: () => number;
  /** Told of every group that was surely committed, in log order, with nothing left out between one call and what the log says next. */
  readonly onCommitted?: (events: readonly LoggedEvent[]) => void;
}

export interface RunOptions {
  /** Waits for a store that is down instead of failing. For what must not be lost: reports, timers. */
  readonly patient: boolean;
  readonly causationId?: string;
  /** The trace context it came with. */
  readonly traceparent?: string;
  /** Size of what the command brings, where that is not small. */
  readonly bytes?: number;
}
