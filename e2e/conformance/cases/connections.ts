import assert from 'node:assert/strict';
import { LONG, type ConformanceCase } from '../case';
import type { WorkerUnderTest } from '../worker-under-test';

const controlQueues = ({ tap }: WorkerUnderTest) =>
  tap.methods.flatMap((method) => {
    const bound = method.kind === 'queue_declare' && tap.methods.some((one) => one.kind === 'queue_bind' && one.queue === method.queue && one.exchange === 'observatory.control');
    return bound && method.kind === 'queue_declare' ? [method] : [];
  });

/** What a lost connection changes, and what it does not. */
export const CONNECTION_CASES: readonly ConformanceCase[] = [
  {
    name: 'each connection declares an exclusive control queue of a fresh name under the same key, before anything is asked',
    rules: ['M3'],
    alone: {},
    async run({ worker, submit }) {
      const { tap } = worker;
      tap.cut();
      const cutAt = performance.now();
      await worker.until(() => controlQueues(worker).length >= 2, 'the control queue is declared again');
      const queues = controlQueues(worker);
      assert.equal(new Set(queues.map(({ queue }) => queue)).size, queues.length, 'a control queue has the name of the one before');
      assert.deepEqual([...new Set(worker.controlKeys)].length, 1, 'the key of its control queue changed');
      for (const queue of queues) assert.deepEqual([queue.exclusive, queue.autoDelete, queue.durable], [true, true, false]);
      const bound = tap.methods.find((method) => method.kind === 'queue_bind' && method.queue === queues[1]?.queue);
      const job = submit();
      const ask = await job.asked();
      assert.ok(bound && ask.at > bound.at && bound.at > cutAt, 'it asked before it could hear');
      job.grant(ask);
      await job.ended();
    },
  },
  {
    name: 'it is back within two seconds of a lost connection',
    rules: ['M5'],
    alone: {},
    async run({ worker }) {
      worker.tap.cut();
      const cutAt = performance.now();
      await worker.until(() => worker.controlKeys.length >= 2, 'the control queue is bound again');
      const tookMs = performance.now() - cutAt;
      assert.ok(tookMs < 2_000, `it took ${Math.round(tookMs)} ms`);
    },
  },
  {
    name: 'what had not started is forgotten with its connection, comes again as redelivered under a new name, and does not run under the old one',
    rules: ['M34'],
    alone: {},
    async run({ worker, submit }) {
      const job = submit();
      const old = await job.asked();
      worker.tap.cut();
      const again = await worker.until(() => job.asks.find(({ deliveryId }) => deliveryId !== old.deliveryId), 'it is asked for under a new name');
      assert.equal(again.redelivered, true, 'it does not say that the message was delivered before');
      job.grant(old);
      await worker.hasHeard();
      const next = await job.asked(job.asks.length + 1);
      assert.deepEqual([next.deliveryId, job.ends.length], [again.deliveryId, 0], 'it goes on with a delivery that it had lost');
      job.grant(next);
      assert.equal((await job.ended()).envelope.payload.deliveryId, again.deliveryId);
    },
  },
  {
    name: 'a running attempt outlives its connection: it is still known, ends once, and is not run again when it is denied',
    rules: ['M35'],
    alone: {},
    async run({ worker, submit }) {
      const job = submit({ payload: { durationMs: 1_200 } });
      const ask = await job.running();
      worker.tap.cut();
      const again = await worker.until(() => job.asks.find(({ deliveryId }) => deliveryId !== ask.deliveryId), 'the redelivered message is asked for');
      assert.equal(await job.probed(ask), 'running');
      job.deny(again, 'owned');
      const end = await job.ended();
      assert.equal(end.envelope.eventType, 'attempt.succeeded');
      assert.equal(end.envelope.payload.deliveryId, ask.deliveryId);
      assert.deepEqual(job.story, ['attempt.started', 'attempt.succeeded']);
    },
  },
  {
    name: 'what runs is told as soon as a new connection can hear, however young it is, and a revocation in answer is heard',
    rules: ['M45'],
    alone: {},
    async run({ worker, submit }) {
      const job = submit({ payload: LONG });
      const ask = await job.running();
      const [before] = controlQueues(worker);
      worker.tap.cut(before?.connection);
      const after = await worker.until(() => controlQueues(worker)[1], 'the control queue is declared again');
      const beat = await worker.until(
        () => worker.of('attempt.heartbeat').find(({ envelope, publish }) => publish.at > after.at && envelope.payload.attempts.some(({ deliveryId }) => deliveryId === ask.deliveryId)),
        'a heartbeat tells of it',
      );
      job.revoke(ask, 'cancelled');
      const tookMs = beat.publish.at - after.at;
      assert.ok(tookMs < 1_000, `it told after ${Math.round(tookMs)} ms`);
      assert.equal((await job.failed(4_000)).cause, 'aborted');
    },
  },
  {
    name: 'a report whose confirm was lost with its connection is sent again, with the same key',
    rules: ['M36'],
    alone: {},
    async run({ worker, submit }) {
      const job = submit();
      const ask = await job.asked();
      worker.tap.holdConfirms();
      job.grant(ask);
      const first = await job.ended();
      worker.tap.cut();
      worker.tap.releaseConfirms();
      const second = await worker.until(() => job.ends.find(({ publish }) => publish.connection !== first.publish.connection), 'the report is sent again');
      assert.deepEqual(second.envelope.payload, first.envelope.payload);
      assert.equal(second.envelope.idempotencyKey, first.envelope.idempotencyKey);
    },
  },
  {
    name: 'what ends while the broker is away is reported when it is back',
    rules: ['M37'],
    alone: {},
    async run({ worker, submit }) {
      const job = submit({ payload: { durationMs: 1_000 } });
      const ask = await job.running();
      const startedAt = performance.now();
      worker.tap.refuse();
      await worker.until(() => performance.now() - startedAt > 1_150, 'the attempt is over');
      assert.equal(job.ends.length, 0);
      worker.tap.admit();
      const end = await job.ended();
      assert.equal(end.envelope.payload.deliveryId, ask.deliveryId);
      assert.ok(end.envelope.payload.durationMs < 1_150, `the outage counts as work: ${end.envelope.payload.durationMs} ms`);
    },
  },
];
