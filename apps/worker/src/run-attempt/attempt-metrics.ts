import { counter, gauge, histogram, type CounterChild, type HistogramChild } from '#observability';
import type { AbortReason, HandBackReason, HandlerOutcome, ProtocolObserver } from './protocol';

/** What this worker counts about its attempts. */
export class AttemptMetrics implements ProtocolObserver {
  private readonly answers = {
    granted: counter('attemptsAsked').labels({ answer: 'granted' }),
    denied: counter('attemptsAsked').labels({ answer: 'denied' }),
    expired: counter('attemptsAsked').labels({ answer: 'expired' }),
  };
  private readonly returned = {
    slots_busy: counter('deliveriesReturned').labels({ reason: 'slots_busy' }),
    paused: counter('deliveriesReturned').labels({ reason: 'paused' }),
    shutdown: counter('deliveriesReturned').labels({ reason: 'shutdown' }),
  };
  private readonly grantSeconds = histogram('grantDuration').labels({});
  private readonly slotsBusy = gauge('workerSlotsBusy').labels({});
  private readonly finished = new Map<string, CounterChild>();
  private readonly seconds = new Map<string, HistogramChild>();

  constructor(slots: number) {
    gauge('workerSlots').labels({}).set(slots);
  }

  granted(afterMs: number): void {
    this.answers.granted.inc();
    this.grantSeconds.observe(afterMs / 1_000);
  }

  denied(): void {
    this.answers.denied.inc();
  }

  expired(): void {
    this.answers.expired.inc();
  }

  handedBack(count: number, reason: HandBackReason): void {
    this.returned[reason].inc(count);
  }

  busy(slots: number): void {
    this.slotsBusy.set(slots);
  }

  /** @param type a type of the registry, or `unknown`: types come from clients and must not become labels */
  ended(type: string, outcome: HandlerOutcome, aborted: AbortReason | undefined, tookMs: number): void {
    const how = aborted === 'timed_out' ? aborted : outcome.kind === 'succeeded' ? 'succeeded' : aborted ? 'aborted' : outcome.cause;
    const key = `${type} ${how}`;
    let child = this.finished.get(key);
    if (!child) this.finished.set(key, (child = counter('attemptsFinished').labels({ job_type: type, outcome: how })));
    child.inc();
    let seconds = this.seconds.get(type);
    if (!seconds) this.seconds.set(type, (seconds = histogram('attemptDuration').labels({ job_type: type })));
    seconds.observe(tookMs / 1_000);
  }
}
