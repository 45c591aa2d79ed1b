import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CANCEL_GRACE_MS } from '../cancel-grace';
import { LONG, type ConformanceCase } from '../case';

/** From the grant to the end of the attempt. */
export const RUNNING_CASES: readonly ConformanceCase[] = [
  {
    name: 'a granted job runs, its end is reported in full, then its message is acked',
    rules: ['M21'],
    async run({ submit }) {
      const job = submit({ payload: { durationMs: 60, resultBytes: 3 } });
      const ask = await job.granted();
      const { envelope } = await job.ended();
      assert.ok(envelope.eventType === 'attempt.succeeded', 'it failed');
      const { payload, idempotencyKey } = envelope;
      assert.equal(payload.deliveryId, ask.deliveryId);
      assert.deepEqual(payload.result, { filler: 'xxx' });
      assert.ok(payload.durationMs >= 55 && payload.durationMs < 2_000, `it reports ${payload.durationMs} ms for 60`);
      assert.ok(Math.abs(Date.parse(payload.endedAt) - Date.parse(payload.startedAt) - payload.durationMs) <= 2, 'start, end and duration do not fit together');
      assert.equal(idempotencyKey, `${ask.deliveryId}:attempt.succeeded`);
      await job.acked();
      assert.equal(job.ends.length, 1, 'the end was reported twice');
    },
  },
  {
    name: 'an attempt that is over at once reports its end alone',
    rules: ['S1'],
    async run({ submit }) {
      const job = submit();
      await job.granted();
      await job.ended();
      await job.acked();
      assert.deepEqual(job.story, ['attempt.succeeded']);
    },
  },
  {
    name: 'the start of a longer attempt is reported without delay',
    rules: ['M22'],
    async run({ submit }) {
      const job = submit({ payload: { durationMs: 2_000 } });
      const ask = await job.granted();
      const grantedAt = performance.now();
      await job.ended();
      const [start] = job.starts;
      assert.ok(start, 'the start was not reported');
      assert.ok(start.at - grantedAt < 1_000, `the start was reported after ${Math.round(start.at - grantedAt)} ms`);
      assert.deepEqual(job.story, ['attempt.started', 'attempt.succeeded']);
      assert.ok(start.body.includes(ask.deliveryId));
    },
  },
  {
    name: 'a failure is reported with its code, and that it may be tried again',
    rules: ['M23'],
    async run({ submit }) {
      const job = submit({ payload: { failWith: { code: 'disk_full', message: 'no space left' } } });
      await job.granted();
      const { cause, error, retryAfterMs } = await job.failed();
      assert.deepEqual({ cause, code: error.code, message: error.message, retryAfterMs }, { cause: 'failed', code: 'disk_full', message: 'no space left', retryAfterMs: undefined });
      assert.notEqual(error.retryable, false, 'it says that another attempt cannot help');
      await job.acked();
    },
  },
  {
    name: 'a result that is too large to be kept makes the attempt fail for good',
    rules: ['M44'],
    async run({ submit }) {
      const job = submit({ payload: { resultBytes: 300_000 } });
      await job.granted();
      const { cause, error } = await job.failed();
      assert.deepEqual({ cause, code: error.code, retryable: error.retryable }, { cause: 'failed', code: 'result_too_large', retryable: false });
    },
  },
  {
    name: 'a handler may ask to be tried again after a while',
    rules: ['M24'],
    async run({ submit }) {
      const job = submit({ payload: { failWith: { code: 'busy', retryAfterMs: 1_234 } } });
      await job.granted();
      assert.equal((await job.failed()).retryAfterMs, 1_234);
    },
  },
  {
    name: 'a handler may give up for good',
    rules: ['M25'],
    async run({ submit }) {
      const job = submit({ payload: { failWith: { code: 'no_such_customer', retryable: false } } });
      await job.granted();
      assert.equal((await job.failed()).error.retryable, false);
    },
  },
  {
    name: 'a cancelled attempt stops and reports within a second',
    rules: ['M26'],
    async run({ worker, submit }) {
      const job = submit({ payload: LONG });
      job.revoke(await job.running(), 'cancelled');
      const sentAt = performance.now();
      const { cause, error } = await job.failed(4_000);
      const tookMs = (job.ends[0]?.publish.at ?? Infinity) - sentAt;
      assert.ok(tookMs < 1_000, `the end came after ${Math.round(tookMs)} ms`);
      assert.deepEqual({ cause, code: error.code }, { cause: 'aborted', code: 'cancelled' });
      await worker.until(() => job.settled[0]?.how === 'ack', 'the delivery is acked');
    },
  },
  {
    name: 'a cancelled attempt whose handler does not stop is cut off after its grace',
    rules: ['M27'],
    async run({ worker, submit }) {
      const [job, companion] = [submit({ payload: { durationMs: 4_500, ignoreSignal: true } }), submit({ payload: { durationMs: 4_700 } })];
      const ask = await job.running();
      await companion.granted();
      job.revoke(ask, 'cancelled');
      const sentAt = performance.now();
      const { cause, error } = await job.failed(4_000);
      const tookMs = (job.ends[0]?.publish.at ?? Infinity) - sentAt;
      assert.ok(tookMs < CANCEL_GRACE_MS + 700, `the end came after ${Math.round(tookMs)} ms, with a grace of ${CANCEL_GRACE_MS} ms`);
      assert.deepEqual({ cause, code: error.code }, { cause: 'aborted', code: 'cancelled' });
      await worker.until(() => job.settled[0]?.how === 'ack', 'the delivery is acked');
      await companion.ended();
      assert.equal(job.ends.length, 1, 'the handler that was cut off was heard all the same');
    },
  },
  {
    name: 'an attempt is closed when its time is over, whether its handler stops or not',
    rules: ['M29'],
    async run({ submit }) {
      const [deaf, obedient, companion] = [
        submit({ payload: { durationMs: 1_000, ignoreSignal: true }, more: { timeoutMs: 300 } }),
        submit({ payload: LONG, more: { timeoutMs: 300 } }),
        submit({ payload: { durationMs: 2_000 }, more: { timeoutMs: 60_000 } }),
      ];
      await Promise.all([deaf.running(), obedient.running(), companion.running()]);
      for (const job of [deaf, obedient]) {
        const { cause, error, durationMs } = await job.failed(3_000);
        assert.deepEqual({ cause, code: error.code }, { cause: 'timed_out', code: 'timed_out' });
        assert.ok(durationMs >= 295 && durationMs < 1_000, `it was closed after ${durationMs} ms of 300`);
      }
      assert.equal((await companion.ended()).envelope.eventType, 'attempt.succeeded');
      assert.deepEqual([deaf.ends.length, obedient.ends.length], [1, 1], 'an attempt that was closed ended again');
    },
  },
  {
    name: 'a fenced attempt stops, is acked, and reports nothing',
    rules: ['M28'],
    async run({ worker, submit }) {
      const [job, companion] = [submit({ payload: { durationMs: 2_500 } }), submit({ payload: { durationMs: 2_700 } })];
      const ask = await job.running();
      await companion.granted();
      job.revoke(ask, 'fenced');
      await worker.until(() => job.settled[0]?.how === 'ack', 'the delivery is acked');
      await companion.ended();
      assert.deepEqual(job.story, ['attempt.started']);
    },
  },
  {
    name: 'probes are answered: running, ended, unknown',
    rules: ['M30'],
    async run({ worker, submit }) {
      const job = submit({ payload: { durationMs: 1_800 } });
      const ask = await job.running();
      assert.equal(await job.probed(ask), 'running');
      await job.ended();
      assert.equal(await job.probed(ask), 'ended');
      assert.equal(await worker.probed({ jobId: job.jobId, deliveryId: randomUUID() }), 'unknown');
    },
  },
  {
    name: 'a running attempt gives a sign of life every few seconds',
    rules: ['M31'],
    async run({ worker, submit }) {
      const job = submit({ payload: LONG });
      const ask = await job.running();
      const startedAt = performance.now();
      const beats = () =>
        worker.of('attempt.heartbeat').flatMap(({ envelope, publish }) => envelope.payload.attempts.filter(({ deliveryId }) => deliveryId === ask.deliveryId).map((beat) => ({ ...beat, at: publish.at })));
      const beat = await worker.until(() => beats()[0], 'a heartbeat comes', 7_000);
      assert.ok(Math.abs(beat.ageMs - (beat.at - startedAt)) < 1_500, `the attempt is ${Math.round(beat.at - startedAt)} ms old, ${beat.ageMs} are reported`);
      assert.equal(beat.acked, false);
    },
  },
  {
    name: 'a message is acked early once the ownership of its attempt is confirmed, and never twice',
    rules: ['M33'],
    alone: {},
    async run({ worker, submit }) {
      const [job, waiting] = [submit({ payload: { durationMs: 1_500 } }), submit()];
      const ask = await job.running();
      waiting.own(await waiting.asked());
      job.own(ask);
      await job.acked();
      assert.equal(waiting.settled[0], undefined, 'a delivery that had not started was acked');
      assert.deepEqual(job.story, ['attempt.started']);
      await job.ended();
      await waiting.granted();
      await waiting.ended();
      await waiting.acked();
      assert.deepEqual(worker.tap.methods.filter(({ kind, from }) => kind === 'close' && from === 'broker'), [], 'the broker closed a channel');
      assert.equal(worker.tap.connectionCount, 2, 'it reconnected');
    },
  },
  {
    name: 'a message is acked only when the report of its end is confirmed',
    rules: ['M32'],
    alone: {},
    async run({ worker, submit }) {
      const job = submit({ payload: { durationMs: 50 } });
      const ask = await job.asked();
      worker.tap.holdConfirms();
      job.grant(ask);
      await job.ended();
      await worker.hasHeard();
      await worker.hasHeard();
      assert.deepEqual(job.settled, [undefined], 'the message was settled before the report was safe');
      worker.tap.releaseConfirms();
      await job.acked();
    },
  },
];
