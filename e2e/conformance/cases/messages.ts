import assert from 'node:assert/strict';
import type { ConformanceCase } from '../case';

/** How a worker connects and what its messages look like. */
export const MESSAGE_CASES: readonly ConformanceCase[] = [
  {
    name: 'publishing and consuming have a connection each',
    rules: ['M1'],
    async run({ worker, submit }) {
      const job = submit();
      await job.granted();
      await job.ended();
      const consuming = new Set(worker.tap.methods.filter(({ kind }) => kind === 'consume').map(({ connection }) => connection));
      const both = worker.tap.publishes.filter(({ connection }) => consuming.has(connection));
      assert.equal(both.length, 0, `${both.length} messages were published on a connection that consumes`);
    },
  },
  {
    name: 'every message is mandatory and confirmed, reports are persistent and reach the report queue',
    rules: ['M2'],
    async run({ worker, submit }) {
      const job = submit();
      await job.granted();
      const { publish, envelope } = await job.ended();
      await worker.until(() => worker.gateway.arrived.has(envelope.eventId), 'the report reaches the report queue');
      assert.equal(publish.properties.deliveryMode, 2, 'the end of an attempt was not persistent');
      for (const one of worker.tap.publishes) {
        assert.ok(one.mandatory, `${one.routingKey} was not mandatory`);
        assert.ok(one.confirmable, `${one.routingKey} went out on a channel without confirms`);
        if (one.exchange === 'observatory.reports') assert.equal(one.properties.contentType, 'application/json', `${one.routingKey} has another content type`);
      }
    },
  },
  {
    name: 'a new process has a new worker id',
    rules: ['M4'],
    alone: {},
    async run({ worker, another }) {
      const second = await another();
      assert.notEqual(second.id, worker.id, 'both processes call themselves the same');
    },
  },
  {
    name: 'every message is a valid envelope, and carries the correlation id of its job',
    rules: ['M6'],
    async run({ worker, submit }) {
      const [good, bad] = [submit({ correlationId: 'order-7' }), submit({ payload: { failWith: { code: 'broken' } } })];
      await good.granted();
      await bad.granted();
      const [first, second] = [await good.ended(), await bad.ended()];
      assert.deepEqual(worker.invalid, []);
      assert.equal(first.envelope.correlationId, 'order-7');
      assert.equal(second.envelope.correlationId, bad.correlationId);
      const eventIds = worker.said.map(({ envelope }) => `${envelope.eventId} ${envelope.eventType}`);
      const twice = eventIds.filter((one, index) => eventIds.indexOf(one) !== index);
      assert.deepEqual(twice, [], 'the same event id was used for two messages');
      for (const { envelope } of worker.said) {
        const { workerId } = envelope.payload as { workerId?: string };
        if (workerId !== undefined) assert.equal(workerId, worker.id, `${envelope.eventType} names another worker`);
      }
    },
  },
  {
    name: 'a message of a newer minor version is read, fields that nobody knows are let through',
    rules: ['M7'],
    async run({ submit }) {
      const job = submit({ envelope: { contractVersion: '1.99.0' }, more: { fieldOfTheFuture: { a: 1 } } });
      await job.granted();
      assert.equal((await job.ended()).envelope.eventType, 'attempt.succeeded');
    },
  },
  {
    name: 'what it does not understand on its control queue does not stop it',
    rules: ['M8'],
    alone: {},
    async run({ worker, submit }) {
      const { gateway } = worker;
      gateway.tellRaw(worker.id, Buffer.from('{ no json'));
      gateway.tellRaw(worker.id, Buffer.from('[]'));
      gateway.tell(worker.id, 'relay.woken', {});
      const future = { contractVersion: '1.0.0', eventType: 'attempt.enchanted', eventId: '0193b0a0-0000-7000-8000-000000000001', occurredAt: '2026-01-31T23:59:59.123Z' };
      gateway.tellRaw(worker.id, Buffer.from(JSON.stringify({ ...future, producer: { service: 'gateway', instanceId: 'x', version: '9' }, correlationId: 'x', idempotencyKey: 'x', payload: {} })));
      await worker.hasHeard();
      const job = submit();
      await job.granted();
      await job.ended();
      assert.equal(worker.tap.connectionCount, 2, 'it lost its connections over it');
    },
  },
  {
    name: 'a message on a job queue that is no job is parked, told, and only then acked',
    rules: ['M9'],
    async run({ worker }) {
      const jobId = '0193b0a0-0000-7000-8000-00000000dead';
      const body = Buffer.from(`{"payload":{"jobId":"${jobId}"},"not":"an envelope"}`);
      worker.gateway.publishRaw(worker.options.queue, 'normal', body);
      const delivery = await worker.until(() => worker.tap.deliveries.find((one) => one.body.equals(body)), 'the message is delivered');
      await worker.until(() => delivery.settled, 'the message is settled');
      assert.equal(delivery.settled?.how, 'ack', 'it was not acked');
      const parked = worker.tap.publishes.find((one) => one.exchange === 'observatory.parked' && one.body.equals(body));
      assert.ok(parked, 'no copy was parked');
      assert.ok(parked.properties.headers?.['x-parked-reason'], 'the copy does not say why');
      const told = worker.of('job.parked').find(({ envelope }) => envelope.payload.jobId === jobId);
      assert.ok(told, 'the gateway was not told');
      assert.equal(told.envelope.payload.queue, worker.options.queue);
      const order = [parked.confirmed?.order, told.publish.confirmed?.order, delivery.settled?.order].map((one) => one ?? Infinity);
      assert.deepEqual(order, [...order].sort((a, b) => a - b), 'it was acked before the copy and the word about it were safe');
      assert.ok(parked.order < told.publish.order && Number.isFinite(order[1]), 'the gateway was told before the copy was made');
    },
  },
];
