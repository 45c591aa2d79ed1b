import type { ConsumeMessage } from 'amqplib';
import { createLogger } from '#observability';
import type { ConfirmPublisher } from './confirm-publisher';
import { Parking } from './parking';

const logger = createLogger({ service: 'spec', instanceId: 'spec', level: 'silent' });
const message = { content: Buffer.from('{'), fields: { exchange: 'observatory.reports', routingKey: 'a.b' }, properties: { messageId: 'id-1', type: 'a.b', correlationId: 'c' } } as unknown as ConsumeMessage;

function parkingOn(outcomes: (string | Error)[]) {
  const published: { exchange: string; routingKey: string; body: Buffer; properties: { headers: Record<string, string> } }[] = [];
  const publish = (exchange: string, routingKey: string, body: Buffer, properties: { headers: Record<string, string> }) => {
    published.push({ exchange, routingKey, body, properties });
    const outcome = outcomes.shift() ?? 'confirmed';
    return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
  };
  return { published, parking: new Parking({ publish } as unknown as ConfirmPublisher, logger) };
}

describe('Parking', () => {
  it('sets a copy aside, byte for byte, with where it came from and why', async () => {
    const { parking, published } = parkingOn([]);
    await expect(parking.park(message, 'q', 'not_json', 'x'.repeat(900), () => true)).resolves.toBe(true);
    expect(published[0]).toMatchObject({ exchange: 'observatory.parked', routingKey: 'a.b', body: Buffer.from('{'), properties: { eventId: 'id-1', eventType: 'a.b', correlationId: 'c' } });
    expect(published[0]?.properties.headers).toMatchObject({ 'x-parked-reason': 'not_json', 'x-parked-from': 'q', 'x-parked-exchange': 'observatory.reports', 'x-parked-detail': 'x'.repeat(500) });
  });

  it('tries until the copy is confirmed: a lost connection or a missing queue loses nothing', async () => {
    const { parking, published } = parkingOn([new Error('not_connected'), 'returned', 'confirmed']);
    await expect(parking.park(message, 'q', 'unwanted', '', () => true)).resolves.toBe(true);
    expect(published).toHaveLength(3);
  });

  it('gives up when the original is not ours any more', async () => {
    const { parking, published } = parkingOn([new Error('not_connected')]);
    let ours = 2;
    await expect(parking.park(message, 'q', 'not_json', '', () => --ours > 0)).resolves.toBe(false);
    expect(published).toHaveLength(1);
  });
});
