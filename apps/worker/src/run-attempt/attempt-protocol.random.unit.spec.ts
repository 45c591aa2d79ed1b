import fc from 'fast-check';
import type { EnvelopeOf } from '#contracts';
import { AttemptProtocol } from './attempt-protocol';
import type { ProtocolInput, ProtocolOutput } from './protocol';
import { GRANT_HOLDS_MS } from './protocol-timing';

/**
 * The protocol under random schedules: lost, late and repeated answers, stalls, cut connections, refused reports, timeouts, deaf handlers, pauses, shutdown. A broker and a
 * gateway in a few lines stand around it, and every output is checked against what may happen at all.
 */

interface Message {
  readonly name: string;
  readonly connection: number;
  settled?: 'acked' | 'handed back';
  mayAck: boolean;
}

class World {
  private ms = 5_000;
  private connection = 1;
  private names = 0;
  private deliveries = 0;
  private publisherUp = false;
  private stopped = false;
  private paused = false;
  private readonly messages = new Map<string, Message>();
  private readonly messageOf = new Map<string, Message>();
  private readonly asks: { jobId: string; deliveryId: string; ask: number; sentMs: number }[] = [];
  private readonly usableUntilMs = new Map<string, number>();
  private readonly started = new Set<string>();
  private readonly running = new Set<string>();
  private readonly fenced = new Set<string>();
  /** Which report told the end of a delivery; there is one at most. */
  private readonly endedBy = new Map<string, number>();
  private readonly unconfirmed = new Map<number, string[]>();
  private readonly protocol: AttemptProtocol<Message>;

  constructor(private readonly slots: number) {
    this.protocol = new AttemptProtocol<Message>({
      workerId: 'w',
      slots,
      newDeliveryId: () => {
        const id = `d${++this.deliveries}`;
        this.messageOf.set(id, this.messages.get(`m${this.names}`) as Message);
        return id;
      },
      observer: { granted: () => undefined, denied: () => undefined, expired: () => undefined, handedBack: () => undefined },
    });
  }

  feed(input: ProtocolInput<Message>): void {
    const now = { ms: this.ms, wall: this.ms };
    this.protocol.step(input, now);
    for (const output of this.protocol.takeOutputs(now)) this.check(output);
    expect(this.protocol.busy).toBeLessThanOrEqual(this.slots);
    const next = this.protocol.nextTimerMs();
    if (next !== undefined && next <= this.ms) throw new Error(`the timer at ${next} is due at ${this.ms} and would fire without end`);
  }

  /** @param timeoutMs 0 for none */
  deliver(timeoutMs = 0): void {
    const message: Message = { name: `m${++this.names}`, connection: this.connection, mayAck: false };
    this.messages.set(message.name, message);
    const job = { correlationId: 'c', payload: { jobId: `j${this.names}`, ...(timeoutMs === 0 ? {} : { timeoutMs }) } } as EnvelopeOf<'job.queued'>;
    this.feed({ kind: 'delivered', job, handle: message, priority: 'normal', redelivered: false, bytes: 100 });
  }

  /** @param pick counts back from the newest ask */
  answer(pick: number, how: 'granted' | 'denied' | 'denied returned' | 'fenced' | 'cancelled'): void {
    const ask = this.asks[this.asks.length - 1 - (pick % Math.max(1, this.asks.length))];
    if (!ask) return;
    const ref = { jobId: ask.jobId, deliveryId: ask.deliveryId };
    const message = this.messageOf.get(ask.deliveryId) as Message;
    if (how === 'granted') {
      const untilMs = ask.sentMs + GRANT_HOLDS_MS;
      if (this.ms < untilMs) this.usableUntilMs.set(ask.deliveryId, Math.max(untilMs, this.usableUntilMs.get(ask.deliveryId) ?? 0));
      return this.feed({ kind: 'granted', grants: [{ ...ref, ask: ask.ask, attempt: 1 }] });
    }
    if (how === 'denied') {
      message.mayAck ||= !this.started.has(ask.deliveryId);
      return this.feed({ kind: 'denied', denials: [{ ...ref, reason: 'terminal' }] });
    }
    if (how === 'denied returned') return this.feed({ kind: 'denied', denials: [{ ...ref, reason: 'paused', returned: true }] });
    if (how === 'fenced') {
      message.mayAck = true;
      if (this.running.has(ask.deliveryId) && !this.endedBy.has(ask.deliveryId)) this.fenced.add(ask.deliveryId);
    }
    this.feed({ kind: 'revoked', revocations: [{ ...ref, reason: how }] });
  }

  own(pick: number): void {
    const deliveryId = [...this.running][pick % Math.max(1, this.running.size)];
    if (deliveryId === undefined) return;
    (this.messageOf.get(deliveryId) as Message).mayAck = true;
    this.feed({ kind: 'owned', attempts: [{ jobId: 'j', deliveryId }] });
  }

  end(pick: number): void {
    const deliveryId = [...this.running][pick % Math.max(1, this.running.size)];
    if (deliveryId === undefined) return;
    this.running.delete(deliveryId);
    this.feed({ kind: 'handler_ended', deliveryId, outcome: { kind: 'succeeded' } });
  }

  settleReport(pick: number, confirmed: boolean): void {
    const entry = [...this.unconfirmed][pick % Math.max(1, this.unconfirmed.size)];
    if (!entry) return;
    const [reportId, settles] = entry;
    this.unconfirmed.delete(reportId);
    if (!confirmed) return this.feed({ kind: 'report_failed', reportId });
    for (const deliveryId of settles) if (this.messageOf.has(deliveryId)) (this.messageOf.get(deliveryId) as Message).mayAck = true;
    this.feed({ kind: 'report_confirmed', reportId });
  }

  publisher(up: boolean): void {
    if (up === this.publisherUp) return;
    this.publisherUp = up;
    if (!up) this.unconfirmed.clear();
    this.feed({ kind: up ? 'publisher_up' : 'publisher_down' });
  }

  cut(): void {
    this.connection++;
    this.feed({ kind: 'consumer_down' });
  }

  pass(ms: number, stalled: boolean): void {
    const until = this.ms + ms;
    for (let next = this.protocol.nextTimerMs(); !stalled && next !== undefined && next <= until; next = this.protocol.nextTimerMs()) {
      this.ms = next;
      this.feed({ kind: 'time_passed' });
    }
    this.ms = until;
    if (stalled) this.feed({ kind: 'time_passed' });
  }

  pause(paused: boolean): void {
    this.paused = paused;
    this.feed({ kind: paused ? 'intake_paused' : 'intake_resumed' });
  }

  stop(): void {
    this.stopped = true;
    this.feed({ kind: 'stop' });
  }

  /** Short jobs one after the other, until the worker asks ahead of its slots. */
  rush(): void {
    for (let i = 0; i < 4 * this.slots; i++) {
      this.deliver();
      this.answer(0, 'granted');
      this.end(0);
      this.settleReport(0, true);
      this.pass(60, true);
    }
  }

  /** Lets everything come to its end; then nothing may be held, and every message of this connection must be settled. */
  settleAll(): void {
    this.publisher(true);
    this.pause(false);
    for (let round = 0; round < 200 && !this.protocol.drained; round++) {
      this.asks.forEach((ask, index) => !this.started.has(ask.deliveryId) && this.answer(this.asks.length - 1 - index, 'granted'));
      while (this.running.size > 0) this.end(0);
      while (this.unconfirmed.size > 0) this.settleReport(0, true);
      this.pass(500, false);
    }
    expect(this.protocol.drained).toBe(true);
    const open = [...this.messages.values()].filter((message) => message.connection === this.connection && !message.settled);
    expect(open.map((message) => message.name)).toEqual([]);
  }

  private check(output: ProtocolOutput<Message>): void {
    switch (output.kind) {
      case 'start':
        if (this.started.has(output.deliveryId)) throw new Error(`${output.deliveryId} started twice`);
        if (this.ms >= (this.usableUntilMs.get(output.deliveryId) ?? 0)) throw new Error(`${output.deliveryId} started without a grant in time`);
        if (this.paused) throw new Error(`${output.deliveryId} started while paused`);
        if (this.stopped) throw new Error(`${output.deliveryId} started after the stop`);
        if (this.messageOf.get(output.deliveryId)?.settled) throw new Error(`${output.deliveryId} started after its message was settled`);
        this.started.add(output.deliveryId);
        this.running.add(output.deliveryId);
        return;
      case 'ack':
        return output.handles.forEach((message) => this.settle(message, 'acked'));
      case 'hand_back':
        return output.handles.forEach((message) => this.settle(message, 'handed back'));
      case 'send':
        return this.sent(output);
      default:
        return;
    }
  }

  private sent(output: Extract<ProtocolOutput<Message>, { kind: 'send' }>): void {
    if (!this.publisherUp) throw new Error(`${output.eventType} was sent without a connection`);
    if (output.eventType === 'attempt.asked') for (const ask of output.payload.asks) this.asks.push({ ...ask, sentMs: this.ms });
    if (output.reportId === undefined) return;
    if (this.unconfirmed.has(output.reportId)) throw new Error('a report was sent again while its confirm was still to come');
    const settles = 'attempts' in output.payload ? (output.eventType === 'attempt.returned' ? output.payload.attempts.map(({ deliveryId }) => deliveryId) : []) : 'deliveryId' in output.payload ? [output.payload.deliveryId] : [];
    for (const deliveryId of settles) {
      if (output.eventType !== 'attempt.returned') {
        const before: number = this.endedBy.get(deliveryId) ?? output.reportId;
        if (before !== output.reportId) throw new Error(`${deliveryId} reported its end twice`);
        this.endedBy.set(deliveryId, before);
      }
      if (this.fenced.has(deliveryId)) throw new Error(`${deliveryId} was fenced and reports all the same`);
      if (output.eventType === 'attempt.returned' && this.started.has(deliveryId)) throw new Error(`${deliveryId} was returned although it had started`);
    }
    this.unconfirmed.set(output.reportId, settles);
  }

  private settle(message: Message, how: 'acked' | 'handed back'): void {
    if (message.settled) throw new Error(`${message.name} was ${message.settled} and is now ${how}`);
    if (message.connection !== this.connection) throw new Error(`${message.name} was ${how} on another connection`);
    if (how === 'acked' && !message.mayAck) throw new Error(`${message.name} was acked before its report was safe`);
    message.settled = how;
  }
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 0, 1, 300, 3_000).map((timeoutMs) => (world: World) => world.deliver(timeoutMs)) },
  { weight: 8, arbitrary: fc.nat(12).map((pick) => (world: World) => world.answer(pick, 'granted')) },
  { weight: 3, arbitrary: fc.tuple(fc.nat(12), fc.constantFrom('denied' as const, 'denied returned' as const, 'fenced' as const, 'cancelled' as const)).map(([pick, how]) => (world: World) => world.answer(pick, how)) },
  { weight: 5, arbitrary: fc.nat(10).map((pick) => (world: World) => world.end(pick)) },
  { weight: 6, arbitrary: fc.tuple(fc.nat(10), fc.boolean()).map(([pick, confirmed]) => (world: World) => world.settleReport(pick, confirmed)) },
  { weight: 1, arbitrary: fc.nat(10).map((pick) => (world: World) => world.own(pick)) },
  { weight: 2, arbitrary: fc.boolean().map((up) => (world: World) => world.publisher(up)) },
  { weight: 1, arbitrary: fc.boolean().map((paused) => (world: World) => world.pause(paused)) },
  { weight: 1, arbitrary: fc.constant((world: World) => world.cut()) },
  { weight: 1, arbitrary: fc.constant((world: World) => world.rush()) },
  { weight: 5, arbitrary: fc.tuple(fc.constantFrom(1, 15, 100, 260, 900, 1_100, 2_500, 6_000), fc.boolean()).map(([ms, stalled]) => (world: World) => world.pass(ms, stalled)) },
);

describe('the worker’s protocol under random schedules', () => {
  it.each([1, 2, 5])('with %i slots: settles each message once, starts only under a grant in time, and comes to an end', (slots) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.boolean(), (steps, stops) => {
        const world = new World(slots);
        world.publisher(true);
        for (const run of steps) run(world);
        if (stops) world.stop();
        world.settleAll();
      }),
      { numRuns: 500 },
    );
  });
});
