import { randomUUID } from 'node:crypto';
import { CONTRACT_VERSION_OF, type EventType, type PayloadOf, TOPOLOGY, validator } from '#contracts';
import type { Service } from '#http';
import { ATTEMPT_LOGS, ATTEMPT_PROGRESS, type AttemptLogDocument, type ProgressDocument, ReadModelStore, type ServiceDocument, SERVICES, tellingId, toServiceInstance, type WorkerDocument, WORKERS } from '#read-model';
import { eventually, freshMongo, freshVhost } from '#testing';
import { Relay, startAggregator } from '../aggregator.harness';
import { serveLog } from '../feed/log-server.builder';
import { LogBuilder } from '../log.builder';

jest.setTimeout(30_000);

const envelope = <T extends EventType>(eventType: T, payload: PayloadOf[T], occurredAt: string): never =>
  ({
    contractVersion: CONTRACT_VERSION_OF[eventType], eventType, eventId: randomUUID(), occurredAt, producer: { service: 'worker', instanceId: 'worker-1', version: '0.1.0' },
    correlationId: 'c-1', idempotencyKey: 'k-1', payload,
  }) as never;
const heartbeat = (workerId: string, busy: number, occurredAt: string): never =>
  envelope('worker.heartbeat', { workerId, service: 'worker', version: '0.1.0', startedAt: '2026-01-01T00:00:00.000Z', slots: 4, busy, queues: ['default'], types: ['simulate.work'], running: [] }, occurredAt);

const serviceBeat = (ready: boolean, occurredAt: string): never =>
  envelope('service.heartbeat', { service: 'gateway', instanceId: 'gateway-7', version: '0.1.0', startedAt: '2026-01-01T00:00:00.000Z', ready, checks: [{ name: 'postgres', ready }] }, occurredAt);

it('keeps what each worker and each service said of itself last, for as long as it goes on saying so, and what handlers told', async () => {
  const gateway = await serveLog(new LogBuilder());
  const [mongo, amqpUrl] = [await freshMongo(), await freshVhost()];
  const store = new ReadModelStore({ ...mongo, name: 'spec' });
  const relay = new Relay(amqpUrl);
  let service: Service | undefined;
  try {
    await relay.start();
    service = await startAggregator({ amqpUrl, mongo, gatewayUrl: gateway.url });
    await eventually(() => service?.health.isReady() ?? false, { message: 'the aggregator is ready' });
    const ref = { jobId: randomUUID(), deliveryId: randomUUID() };
    const progress = envelope('attempt.progressed', { ...ref, workerId: 'a', value: 0.5 }, '2026-01-01T00:00:00.000Z');
    const lines = envelope('attempt.logged', { ...ref, workerId: 'a', lines: [{ at: '2026-01-01T00:00:00.000Z', level: 'warn', text: 'hm' }] }, '2026-01-01T00:00:00.000Z');
    await relay.publish(
      [heartbeat('a', 1, '2026-01-01T00:00:01.000Z'), progress, lines, heartbeat('a', 3, '2026-01-01T00:00:03.000Z'), heartbeat('b', 0, '2026-01-01T00:00:02.000Z'), heartbeat('a', 2, '2026-01-01T00:00:02.000Z'), serviceBeat(false, '2026-01-01T00:00:02.000Z'), serviceBeat(true, '2026-01-01T00:00:01.000Z')],
      TOPOLOGY.exchanges.telemetry.name,
    );
    const workers = store.documents<WorkerDocument>(WORKERS.collection);
    await eventually(async () => {
      const found = await workers.find().sort({ _id: 1 }).toArray();
      expect(found).toMatchObject([{ _id: 'a', busy: 3, seenAt: '2026-01-01T00:00:03.000Z' }, { _id: 'b', busy: 0 }]);
      expect(found.every((worker) => worker.expireAt.getTime() > Date.now())).toBe(true);
    });
    await eventually(async () => {
      expect(await store.documents<ProgressDocument>(ATTEMPT_PROGRESS.collection).find().toArray()).toMatchObject([{ _id: tellingId(ref), value: 0.5 }]);
      expect(await store.documents<AttemptLogDocument>(ATTEMPT_LOGS.collection).find().toArray()).toMatchObject([{ _id: tellingId(ref), lines: [{ level: 'warn', text: 'hm' }] }]);
    });
    const services = store.documents<ServiceDocument>(SERVICES.collection);
    await eventually(async () => {
      const told = (await services.find().sort({ _id: 1 }).toArray()).map(toServiceInstance);
      // Its own as well.
      expect(told).toMatchObject([{ service: 'aggregator', instanceId: 'aggregator-1', checks: expect.arrayContaining([{ name: 'mongodb', ready: true }]) as unknown }, { instanceId: 'gateway-7', ready: false, seenAt: '2026-01-01T00:00:02.000Z' }]);
      for (const instance of told) expect(validator('ServiceInstance')(instance)).toMatchObject({ ok: true });
    }, { timeoutMs: 10_000 });
    expect((await services.indexes()).find((index) => index.key['expireAt'] === 1)).toMatchObject({ expireAfterSeconds: 0 });
    expect((await workers.indexes()).find((index) => index.key['expireAt'] === 1)).toMatchObject({ expireAfterSeconds: 0 });
  } finally {
    await relay.stop();
    await service?.stop();
    await store.close();
    await gateway.close();
  }
});
