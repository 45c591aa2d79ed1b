import type { AttemptRef, PayloadOf } from '#contracts';
import { timestamp, type ConfirmPublisher, type EnvelopeMaker } from '#messaging';
import type { Logger } from '#observability';
import { LOG_LEVELS, type HandlerContext, type HandlerLog } from '#worker-sdk';
import { AttemptTelemetry, type TelemetryDue } from './attempt-telemetry';

/** What a handler tells by; closed when its attempt is over, whatever it says later. */
export interface Telling extends Pick<HandlerContext, 'log' | 'progress'> {
  readonly close: () => void;
}

/**
 * Publishes what handlers tell on their way: progress and lines, as transient messages that nobody waits for. What cannot be sent now is
 * dropped, never kept: telemetry shares its connection with the reports, and must not stand in their way.
 */
export class TelemetrySender {
  private readonly talking = new Set<Attempt>();
  private timer: NodeJS.Timeout | undefined;
  private timerMs = Infinity;
  private inFlight = 0;

  constructor(private readonly options: TelemetrySenderOptions) {}

  /** What a handler gets into its hands. Costs next to nothing until it says something. */
  open(ref: AttemptRef, correlationId: string, traceparent?: string): Telling {
    const telemetry = new AttemptTelemetry();
    const attempt: Attempt = { ref, correlationId, traceparent, telemetry };
    const said = (): void => {
      const dueMs = telemetry.nextMs();
      if (dueMs === undefined) return;
      this.talking.add(attempt);
      this.wakeAt(dueMs);
    };
    const line = (level: (typeof LOG_LEVELS)[number]) => (text: string, facts?: object) => {
      const kept = telemetry.log(level, facts === undefined ? String(text) : `${text} ${jsonOf(facts)}`, timestamp(Date.now()), performance.now());
      if (kept === undefined) return;
      this.options.logger[level](facts ?? {}, String(text).slice(0, kept.length));
      said();
    };
    return {
      log: Object.fromEntries(LOG_LEVELS.map((level) => [level, line(level)])) as HandlerLog,
      progress: (value, message) => {
        telemetry.report(value, message);
        said();
      },
      close: () => {
        this.talking.delete(attempt);
        this.publish(attempt, telemetry.end(timestamp(Date.now())));
      },
    };
  }

  private wakeAt(dueMs: number | undefined): void {
    if (dueMs === undefined || dueMs >= this.timerMs) return;
    clearTimeout(this.timer);
    this.timerMs = dueMs;
    this.timer = setTimeout(() => this.flush(), Math.max(0, Math.ceil(dueMs - performance.now())));
    this.timer.unref();
  }

  private flush(): void {
    this.timerMs = Infinity;
    let next: number | undefined;
    for (const attempt of this.talking) {
      this.publish(attempt, attempt.telemetry.take(performance.now()));
      const dueMs = attempt.telemetry.nextMs();
      if (dueMs === undefined) this.talking.delete(attempt);
      else next = Math.min(next ?? Infinity, dueMs);
    }
    this.wakeAt(next);
  }

  private publish(attempt: Attempt, { progress, lines }: TelemetryDue): void {
    const about = { ...attempt.ref, workerId: this.options.workerId };
    if (progress) this.send('attempt.progressed', { ...about, ...progress }, attempt);
    if (lines && !this.send('attempt.logged', { ...about, lines: [...lines] }, attempt)) attempt.telemetry.lost(lines.length);
  }

  private send<T extends 'attempt.progressed' | 'attempt.logged'>(eventType: T, payload: PayloadOf[T], { correlationId, traceparent }: Attempt): boolean {
    const { publisher, makeEnvelope } = this.options;
    if (!publisher.connected || publisher.blocked || this.inFlight >= MAX_IN_FLIGHT) return false;
    const { envelope, body } = makeEnvelope(eventType, payload, { correlationId, traceparent });
    this.inFlight++;
    publisher.publishWith('observatory.telemetry', eventType, body, { eventType, eventId: envelope.eventId, correlationId, transient: true }, () => this.inFlight--);
    return true;
  }
}

export interface TelemetrySenderOptions {
  readonly workerId: string;
  readonly publisher: Pick<ConfirmPublisher, 'connected' | 'blocked' | 'publishWith'>;
  readonly makeEnvelope: EnvelopeMaker;
  readonly logger: Logger;
}

interface Attempt {
  readonly ref: AttemptRef;
  readonly correlationId: string;
  readonly traceparent: string | undefined;
  readonly telemetry: AttemptTelemetry;
}

/** Unconfirmed messages of telemetry; the reports' window is 500. */
const MAX_IN_FLIGHT = 64;

function jsonOf(facts: object): string {
  try {
    return JSON.stringify(facts);
  } catch {
    return '[facts that are no JSON]';
  }
}
