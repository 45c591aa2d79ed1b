import { counter, type CounterChild, type Logger } from '#observability';
import type { JobDocument, LoggedEvent, Projector } from '#read-model';
import type { LogHole } from '../feed/gateway-feed';
import { type Invariant, violationOf } from './log-invariants';

/** An event is folded again after a conflict or a failed write; it is told of once as long as it is among the last of them. */
const REMEMBERED = 1_000;

/** Counts what the log must not hold, and says so in the service's log. Never throws: a broken job must not keep the others from being shown. */
export class InvariantWatch {
  private readonly told = new Set<string>();
  private readonly counters: Readonly<Record<Invariant, CounterChild>> = {
    second_terminal: counter('invariantViolations').labels({ invariant: 'second_terminal' }),
    version_gap: counter('invariantViolations').labels({ invariant: 'version_gap' }),
    position_gap: counter('invariantViolations').labels({ invariant: 'position_gap' }),
    illegal_transition: counter('invariantViolations').labels({ invariant: 'illegal_transition' }),
  };

  constructor(private readonly logger: Logger) {}

  /** The projector of jobs, with an eye on what it folds. */
  over(projector: Projector<JobDocument>): Projector<JobDocument> {
    return {
      ...projector,
      project: (document, event) => {
        const invariant = violationOf(document, event);
        if (invariant !== undefined) this.violated(invariant, event);
        return projector.project(document, event);
      },
    };
  }

  violated(invariant: Invariant, { eventType, stream }: Pick<LoggedEvent, 'eventType' | 'stream'>): void {
    this.tell(invariant, stream, { eventType, streamId: stream.id, version: stream.version });
  }

  /** A document lacks what came before this event, and the log does too. One that counts by position lacks what {@link hole} has told of. */
  gap(event: LoggedEvent): void {
    if (!this.told.has(keyOf('position_gap', event.stream))) this.violated('version_gap', event);
  }

  /** Positions are missing in the log. */
  hole({ after, next, epoch }: LogHole): void {
    this.tell('position_gap', { epoch, position: next }, { after });
  }

  private tell(invariant: Invariant, { epoch, position }: { readonly epoch: string; readonly position: number }, facts: object): void {
    const key = keyOf(invariant, { epoch, position });
    if (this.told.has(key)) return;
    if (this.told.size >= REMEMBERED) this.told.clear();
    this.told.add(key);
    this.counters[invariant].inc();
    this.logger.error({ invariant, position, ...facts }, 'the log holds what it must not hold');
  }
}

function keyOf(invariant: Invariant, { epoch, position }: { readonly epoch: string; readonly position: number }): string {
  return `${invariant} ${epoch} ${position}`;
}
