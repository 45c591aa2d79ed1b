import { validator } from '#contracts';
import { envelopeFactory } from './envelope-factory';
import { ServiceHeartbeat } from './service-heartbeat';

const identity = { service: 'gateway', instanceId: 'gateway-1', version: '0.1.0', startedAt: new Date('2026-03-01T12:00:00.000Z') };

function setUp(checks: () => { name: string; ready: boolean; detail?: string }[]) {
  const sent: { exchange: string; key: string; body: { payload: unknown } }[] = [];
  const listeners: (() => void)[] = [];
  const broker = { connected: true, blocked: false };
  const publisher = {
    get connected() {
      return broker.connected;
    },
    get blocked() {
      return broker.blocked;
    },
    onUp: (listener: () => void) => void listeners.push(listener),
    publishWith: (exchange: string, key: string, body: Buffer) => void sent.push({ exchange, key, body: JSON.parse(body.toString()) as { payload: unknown } }),
  };
  const heartbeat = new ServiceHeartbeat({ publisher, makeEnvelope: envelopeFactory(identity), identity, checks });
  return { sent, broker, heartbeat, up: () => listeners.forEach((listener) => listener()) };
}

describe('the heartbeat of a service', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('says at once, on each connection and every five seconds what the service is and whether it has what it needs', () => {
    let ready = true;
    const { sent, heartbeat, up } = setUp(() => [{ name: 'postgres', ready }, { name: 'rabbitmq', ready: true, detail: 'x'.repeat(600) }]);
    heartbeat.start();
    up();
    ready = false;
    jest.advanceTimersByTime(5_000);
    heartbeat.stop();
    jest.advanceTimersByTime(60_000);
    expect(sent.map(({ exchange, key, body }) => [exchange, key, (body.payload as { ready: boolean }).ready])).toEqual([true, true, false].map((told) => ['observatory.telemetry', 'service.heartbeat', told]));
    for (const { body } of sent) expect(validator('ServiceHeartbeat')(body.payload)).toMatchObject({ ok: true });
    expect(sent[2]?.body.payload).toMatchObject({ service: 'gateway', instanceId: 'gateway-1', startedAt: '2026-03-01T12:00:00.000Z', checks: [{ name: 'postgres', ready: false }, { name: 'rabbitmq' }] });
  });

  it('is silent while the broker is away or refuses messages, and keeps nothing for later', () => {
    const { sent, broker, heartbeat } = setUp(() => []);
    broker.connected = false;
    heartbeat.start();
    jest.advanceTimersByTime(20_000);
    Object.assign(broker, { connected: true, blocked: true });
    jest.advanceTimersByTime(20_000);
    expect(sent).toHaveLength(0);
    broker.blocked = false;
    jest.advanceTimersByTime(5_000);
    heartbeat.stop();
    expect(sent).toHaveLength(1);
  });
});
