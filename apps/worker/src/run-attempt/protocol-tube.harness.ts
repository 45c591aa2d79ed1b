import type { EnvelopeOf, JobPriority } from '#contracts';
import { AttemptProtocol } from './attempt-protocol';
import type { HandlerOutcome, ProtocolInput, ProtocolOutput, SendReport } from './protocol';

export const SUCCEEDED: HandlerOutcome = { kind: 'succeeded', result: { ok: true } };
export const FAILED: HandlerOutcome = { kind: 'failed', cause: 'failed', error: { code: 'boom', message: 'boom', retryable: true } };

/** A worker in a test tube: handles are the names of messages, time passes when told to. */
export class TestTube {
  private ms = 1_000_000;
  deliveries = 0;
  readonly counts = { granted: 0, expired: 0, denied: 0, handedBack: 0 };
  readonly protocol: AttemptProtocol<string>;

  constructor(slots = 2, options: { up?: boolean; cancelGraceMs?: number; handles?: (type: string) => boolean; offersSlots?: boolean } = {}) {
    this.protocol = new AttemptProtocol<string>({
      workerId: 'w-1',
      slots,
      cancelGraceMs: options.cancelGraceMs,
      handles: options.handles,
      offersSlots: options.offersSlots ?? false,
      newDeliveryId: () => `d-${++this.deliveries}`,
      observer: {
        granted: () => this.counts.granted++,
        expired: () => this.counts.expired++,
        denied: () => this.counts.denied++,
        handedBack: (count) => (this.counts.handedBack += count),
      },
    });
    if (options.up !== false) this.do({ kind: 'consumer_up' }, { kind: 'publisher_up' });
  }

  private get now() {
    return { ms: this.ms, wall: 1_700_000_000_000 + this.ms };
  }

  /** All inputs of one turn, then its outputs. */
  do(...inputs: ProtocolInput<string>[]): ProtocolOutput<string>[] {
    for (const input of inputs) this.protocol.step(input, this.now);
    return this.protocol.takeOutputs(this.now);
  }

  /** Lets time pass, firing the timers that the protocol asked for, as a shell does. */
  wait(ms: number): ProtocolOutput<string>[] {
    const until = this.ms + ms;
    const outputs: ProtocolOutput<string>[] = [];
    for (let fired = 0; ; fired++) {
      const next = this.protocol.nextTimerMs();
      if (next === undefined || next > until) break;
      if (fired > 10_000) throw new Error(`the timer at ${next} fires without end`);
      this.ms = Math.max(this.ms, next);
      outputs.push(...this.do({ kind: 'time_passed' }));
    }
    this.ms = until;
    return outputs;
  }

  /** The process is stopped, or the machine suspended: time passes and no timer fires. */
  stall(ms: number): void {
    this.ms += ms;
  }

  deliver(name: string, more: Partial<Delivered> = {}): ProtocolOutput<string>[] {
    return this.do(delivered(name, more));
  }

  grant(deliveryId: string, ask = 1): ProtocolOutput<string>[] {
    return this.do({ kind: 'granted', grants: [{ jobId: 'j', deliveryId, ask, attempt: 1 }] });
  }

  end(deliveryId: string, outcome: HandlerOutcome = SUCCEEDED): ProtocolOutput<string>[] {
    return this.do({ kind: 'handler_ended', deliveryId, outcome });
  }

  probe(deliveryId: string): string | undefined {
    const sent = sends(this.do({ kind: 'probed', attempts: [{ jobId: 'j', deliveryId }] }), 'attempt.probe_answered');
    return sent[0]?.payload.answers[0]?.status;
  }

  confirm(outputs: readonly ProtocolOutput<string>[]): ProtocolOutput<string>[] {
    return this.do(...reportIds(outputs).map((reportId) => ({ kind: 'report_confirmed' as const, reportId })));
  }

  revoke(deliveryId: string, reason: 'fenced' | 'cancelled'): ProtocolOutput<string>[] {
    return this.do({ kind: 'revoked', revocations: [{ jobId: 'j', deliveryId, reason }] });
  }

  /** A delivery that runs: delivered, asked, granted, started. */
  run(name: string, more: Partial<Delivered> = {}): string {
    this.deliver(name, more);
    const deliveryId = `d-${this.deliveries}`;
    expect(started(this.grant(deliveryId))).toEqual([deliveryId]);
    return deliveryId;
  }
}

interface Delivered {
  priority: JobPriority;
  redelivered: boolean;
  type: string;
  timeoutMs: number;
}

export function delivered(name: string, { type = 't', timeoutMs, ...more }: Partial<Delivered> = {}): ProtocolInput<string> {
  const job = { correlationId: `c-${name}`, payload: { jobId: `j-${name}`, type, ...(timeoutMs === undefined ? {} : { timeoutMs }) } } as EnvelopeOf<'job.queued'>;
  return { kind: 'delivered', job, handle: name, priority: 'normal', redelivered: false, bytes: 500, ...more };
}

export type Sent<T extends SendReport['eventType']> = Extract<SendReport, { eventType: T }>;
export const sends = <T extends SendReport['eventType']>(outputs: readonly ProtocolOutput<string>[], eventType: T): Sent<T>[] =>
  outputs.filter((output): output is Sent<T> => output.kind === 'send' && output.eventType === eventType);
export const sentTypes = (outputs: readonly ProtocolOutput<string>[]): string[] => outputs.flatMap((output) => (output.kind === 'send' ? output.eventType : []));
export const reportIds = (outputs: readonly ProtocolOutput<string>[]): number[] => outputs.flatMap((output) => (output.kind === 'send' ? (output.reportId ?? []) : []));
export const asks = (outputs: readonly ProtocolOutput<string>[]) => sends(outputs, 'attempt.asked').flatMap((sent) => sent.payload.asks.map(({ deliveryId, ask }) => `${deliveryId}#${ask}`));
export const started = (outputs: readonly ProtocolOutput<string>[]) => outputs.flatMap((output) => (output.kind === 'start' ? output.deliveryId : []));
export const acked = (outputs: readonly ProtocolOutput<string>[]) => outputs.flatMap((output) => (output.kind === 'ack' ? output.handles : []));
export const handedBack = (outputs: readonly ProtocolOutput<string>[]) => outputs.flatMap((output) => (output.kind === 'hand_back' ? output.handles : []));
export const aborted = (outputs: readonly ProtocolOutput<string>[]) => outputs.flatMap((output) => (output.kind === 'abort' ? `${output.deliveryId} ${output.reason}` : []));
export const returned = (outputs: readonly ProtocolOutput<string>[]) => sends(outputs, 'attempt.returned').flatMap((sent) => sent.payload.attempts.map(({ deliveryId }) => deliveryId));
export const prefetches = (outputs: readonly ProtocolOutput<string>[]) => outputs.flatMap((output) => (output.kind === 'subscribe' ? output.prefetch : []));
export const abandoned = (outputs: readonly ProtocolOutput<string>[]) => outputs.flatMap((output) => (output.kind === 'abandon' ? output.deliveryId : []));

/** Some jobs every ten milliseconds; each takes one turn to be granted and ends in the turn it starts in. */
export function rush(tube: TestTube, turns: number, jobsPerTurn: number): ProtocolOutput<string>[] {
  const all: ProtocolOutput<string>[] = [];
  let last: ProtocolOutput<string>[] = [];
  for (let i = 0; i < turns || !tube.protocol.drained; i++) {
    tube.stall(10);
    if (i < turns) last.push(...tube.do(...Array.from({ length: jobsPerTurn }, (_, n) => delivered(`rush ${i} ${n}`))));
    const grants = sends(last, 'attempt.asked').flatMap((sent) => sent.payload.asks.map(({ jobId, deliveryId, ask }) => ({ jobId, deliveryId, ask, attempt: 1 })));
    const ended = started(last).map((deliveryId) => ({ kind: 'handler_ended' as const, deliveryId, outcome: SUCCEEDED }));
    const confirmed = reportIds(last).map((reportId) => ({ kind: 'report_confirmed' as const, reportId }));
    all.push(...last);
    last = tube.do({ kind: 'granted', grants }, ...ended, ...confirmed);
  }
  return [...all, ...last];
}
