import { parseEnvelope, type Envelope } from '#contracts';
import { envelopeFactory, type PublishCallback } from '#messaging';
import { createLogger } from '#observability';
import { TelemetrySender } from './telemetry-sender';

const make = envelopeFactory({ service: 'worker', instanceId: 'w-1', version: '0.0.0' });
const ref = { jobId: '0190f5fe-7c00-7a00-8000-000000000001', deliveryId: '0190f5fe-7c00-7a00-8000-000000000002' };

function senderOf(state: { connected: boolean; blocked: boolean } = { connected: true, blocked: false }) {
  const sent: { envelope: Envelope; done: PublishCallback }[] = [];
  const lines: Record<string, unknown>[] = [];
  const publisher = {
    get connected() {
      return state.connected;
    },
    get blocked() {
      return state.blocked;
    },
    publishWith: (exchange: string, _key: string, body: Buffer, { transient }: { transient?: boolean }, done: PublishCallback) => {
      const parsed = parseEnvelope(body);
      if (!parsed.ok) throw new Error(parsed.detail);
      expect([exchange, transient]).toEqual(['observatory.telemetry', true]);
      sent.push({ envelope: parsed.envelope, done });
    },
  };
  const logger = createLogger({ service: 'worker', instanceId: 'w-1', level: 'debug', destination: { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) } });
  const sender = new TelemetrySender({ workerId: 'w-1', publisher, makeEnvelope: make, logger });
  const texts = () => sent.flatMap(({ envelope }) => (envelope.eventType === 'attempt.logged' ? envelope.payload.lines.map(({ text }) => text) : []));
  return { sender, sent, lines, state, texts };
}

describe('TelemetrySender', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('publishes what was said, in valid messages, and writes lines into the worker’s own log too', () => {
    const { sender, sent, lines } = senderOf();
    const { log, progress, close } = sender.open(ref, 'c-1');
    progress(0.5, 'half');
    log.error('broken', { part: 'drum' });
    jest.advanceTimersByTime(50);
    expect(sent.map(({ envelope }) => [envelope.correlationId, envelope.payload])).toMatchObject([
      ['c-1', { ...ref, workerId: 'w-1', value: 0.5, message: 'half' }],
      ['c-1', { ...ref, workerId: 'w-1', lines: [{ level: 'error', text: 'broken {"part":"drum"}' }] }],
    ]);
    expect(lines).toMatchObject([{ level: 'error', msg: 'broken', part: 'drum' }]);
    close();
    expect(sent).toHaveLength(2);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('says the rest when the attempt is over, and nothing after that', () => {
    const { sender, texts, lines } = senderOf();
    const { log, close } = sender.open(ref, 'c-1');
    log.info('one');
    close();
    log.info('two');
    jest.advanceTimersByTime(10_000);
    expect(texts()).toEqual(['one']);
    expect(lines).toHaveLength(1);
  });

  it('keeps the attempts apart', () => {
    const { sender, sent } = senderOf();
    const [one, other] = [sender.open(ref, 'c-1'), sender.open({ ...ref, deliveryId: ref.jobId }, 'c-2')];
    one.progress(0.1);
    other.progress(0.2);
    jest.advanceTimersByTime(10);
    expect(sent.map(({ envelope }) => envelope.correlationId)).toEqual(['c-1', 'c-2']);
  });

  it('drops what cannot be sent: the publisher is down or blocked, or too much is on its way', () => {
    const { sender, sent, state, texts } = senderOf({ connected: false, blocked: false });
    const { log, close } = sender.open(ref, 'c-1');
    log.info('lost');
    jest.advanceTimersByTime(100);
    expect(sent).toEqual([]);
    Object.assign(state, { connected: true, blocked: true });
    log.info('lost too');
    jest.advanceTimersByTime(2_000);
    expect(sent).toEqual([]);
    state.blocked = false;
    const others = Array.from({ length: 80 }, () => sender.open(ref, 'c-1'));
    for (const other of others) other.progress(0.5);
    jest.advanceTimersByTime(10);
    expect(sent).toHaveLength(64);
    for (const { done } of sent.splice(0)) done(null, 'confirmed');
    close();
    expect(texts()).toEqual(['2 lines dropped']);
  });

  it('never throws at a handler, whatever it is told', () => {
    const { sender, texts } = senderOf();
    const { log, progress, close } = sender.open(ref, 'c-1');
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    log.info('odd', cycle);
    log.info(undefined as never);
    progress(undefined as never);
    close();
    expect(texts()).toEqual(['odd [facts that are no JSON]', 'undefined']);
  });
});
