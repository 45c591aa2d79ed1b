import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { JOB_PRIORITIES, type AttemptRef } from '#contracts';
import { LONG, type ConformanceCase } from '../case';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** From the delivery to the grant. */
export const ASKING_CASES: readonly ConformanceCase[] = [
  {
    name: 'all three priorities are consumed, with manual acks and a bounded prefetch for each consumer',
    rules: ['M10'],
    async run({ worker, submit }) {
      for (const priority of JOB_PRIORITIES) {
        const job = submit({ priority });
        await job.granted();
        await job.ended();
      }
      const { methods } = worker.tap;
      const consumers = methods.filter((method) => method.kind === 'consume' && method.queue.startsWith('jobs.'));
      for (const consumer of consumers) {
        assert.ok(consumer.kind === 'consume' && !consumer.noAck, 'it consumes without acks');
        const before = methods.slice(0, methods.indexOf(consumer)).filter((method) => method.kind === 'qos' && method.channel === consumer.channel && method.connection === consumer.connection);
        const qos = before.at(-1);
        assert.ok(qos?.kind === 'qos' && qos.count > 0, 'it consumes jobs without a bound');
        assert.ok(!qos.global, 'its bound counts per channel, which newer brokers refuse');
      }
    },
  },
  {
    name: 'a delivery is asked for by a name of its own',
    rules: ['M11'],
    async run({ submit }) {
      const [one, two] = [submit(), submit()];
      const [first, second] = [await one.asked(), await two.asked()];
      assert.match(first.deliveryId, UUID);
      assert.ok(new Set([first.deliveryId, second.deliveryId, one.jobId, two.jobId]).size === 4, 'two deliveries have one id, or that of the job');
      assert.deepEqual([first.ask, first.redelivered], [1, false]);
    },
  },
  {
    name: 'nothing runs before it is granted',
    rules: ['M12'],
    async run({ submit }) {
      const job = submit();
      await job.asked(2);
      assert.deepEqual(job.story, []);
      assert.deepEqual(job.settled, [undefined], 'the message was settled without an answer');
    },
  },
  {
    name: 'an ask is repeated each second with a higher number, until it is answered',
    rules: ['M13'],
    async run({ submit }) {
      const job = submit();
      await job.asked(3, 7_000);
      const asks = job.asks.slice(0, 3);
      assert.deepEqual(asks.map(({ ask }) => ask), [1, 2, 3]);
      assert.equal(new Set(asks.map(({ deliveryId }) => deliveryId)).size, 1, 'the same delivery was asked for under several names');
      asks.slice(1).forEach(({ at }, index) => {
        const pause = at - (asks[index]?.at ?? 0);
        assert.ok(pause > 300 && pause < 2_000, `${Math.round(pause)} ms passed between two asks`);
      });
      await job.granted();
      await job.ended();
    },
  },
  {
    name: 'a grant that is older than two seconds, counted from the sending of its ask, starts nothing',
    rules: ['M14'],
    alone: {},
    async run({ worker, submit }) {
      const stalled = submit({ payload: { durationMs: 300 } });
      const stalledAsk = await stalled.asked();
      worker.signal('SIGSTOP');
      stalled.grant(stalledAsk);
      await worker.until(() => performance.now() - stalledAsk.at > 2_050, 'the grant grows old in a buffer of the stopped process');
      worker.signal('SIGCONT');
      await stalled.asked(2);
      await worker.hasHeard();
      await stalled.asked(stalled.asks.length + 1);
      assert.deepEqual(stalled.story, [], 'it started under a grant that had grown old while the process was stopped');
      const job = submit({ payload: { durationMs: 300 } });
      const third = await job.asked(3, 6_000);
      const first = job.asks[0] as typeof third;
      assert.ok(performance.now() - first.at >= 1_900, 'the third ask came too early');
      await worker.until(() => performance.now() - first.at > 2_050, 'two seconds pass');
      job.grant(third, first.ask);
      job.grant(third, 99);
      await worker.hasHeard();
      const next = await job.asked(job.asks.length + 1, 3_000);
      assert.deepEqual(job.story, []);
      job.grant(next);
      await job.ended();
      assert.deepEqual(job.story, ['attempt.started', 'attempt.succeeded']);
    },
  },
  {
    name: 'a denied delivery is acked, not requeued, and never runs',
    rules: ['M15'],
    async run({ worker, submit }) {
      const job = submit();
      job.deny(await job.asked(), 'owned');
      await worker.until(() => job.settled[0], 'the delivery is settled');
      assert.equal(job.settled[0]?.how, 'ack', 'it was not acked');
      assert.deepEqual(job.story, []);
      assert.equal(job.deliveries.length, 1, 'it came again');
    },
  },
  {
    name: 'a delivery that is denied with `returned` is reported as returned, then acked',
    rules: ['M16'],
    async run({ worker, submit }) {
      const job = submit();
      job.deny(await job.asked(), 'cancelled', { returned: true });
      const settled = await worker.until(() => job.settled[0], 'the delivery is settled');
      assert.deepEqual(job.story, ['attempt.returned']);
      assert.ok(settled.order > (job.returns[0]?.publish.confirmed?.order ?? Infinity), 'it was acked before the return was safe');
    },
  },
  {
    name: 'a grant for a delivery it does not know is returned, and so is a denial of one that says so',
    rules: ['M17'],
    async run({ worker }) {
      const [stranger, denied, plain] = [1, 2, 3].map(() => ({ jobId: randomUUID(), deliveryId: randomUUID() })) as [AttemptRef, AttemptRef, AttemptRef];
      worker.gateway.tell(worker.id, 'attempt.granted', { workerId: worker.id, grants: [{ ...stranger, ask: 1, attempt: 1 }] });
      worker.gateway.tell(worker.id, 'attempt.denied', { workerId: worker.id, denials: [{ ...denied, reason: 'paused', returned: true }, { ...plain, reason: 'owned' }] });
      const returned = ({ deliveryId }: AttemptRef) => worker.of('attempt.returned').some(({ envelope }) => envelope.payload.attempts.some((attempt) => attempt.deliveryId === deliveryId));
      await worker.until(() => returned(stranger), 'the grant is returned', 3_000);
      await worker.until(() => returned(denied), 'the denied delivery is returned', 3_000);
      assert.equal(returned(plain), false, 'it returned what was only denied');
    },
  },
  {
    name: 'a grant that comes twice starts once, and is not returned when it has ended',
    rules: ['M18'],
    async run({ worker, submit }) {
      const job = submit({ payload: { durationMs: 100 } });
      const ask = await job.asked();
      job.grant(ask);
      job.grant(ask);
      await job.ended();
      job.grant(ask);
      await worker.hasHeard();
      const other = submit({ payload: { durationMs: 150 } });
      await other.granted();
      await other.ended();
      assert.deepEqual([job.ends.length, job.returns.length], [1, 0]);
    },
  },
  {
    name: 'a cancelled delivery that has not started is returned',
    rules: ['M19'],
    async run({ worker, submit }) {
      const job = submit({ payload: LONG });
      job.revoke(await job.asked(), 'cancelled');
      await worker.until(() => job.settled[0]?.how === 'ack', 'the delivery is acked');
      assert.deepEqual(job.story, ['attempt.returned']);
    },
  },
  {
    name: 'a delivery of a type without a handler is asked for as unhandled',
    rules: ['M20'],
    async run({ submit }) {
      const job = submit({ type: 'nobody.knows' });
      const ask = await job.asked();
      assert.equal(ask.unhandled, true, 'it asks as if it could run it');
      job.deny(ask, 'retrying');
    },
  },
  {
    name: 'many deliveries at once are asked for with few messages',
    rules: ['S2'],
    alone: { slots: 32 },
    async run({ worker, submit }) {
      await worker.until(() => worker.tap.methods.filter((method) => method.kind === 'consume' && method.queue.startsWith('jobs.')).length >= JOB_PRIORITIES.length, 'it consumes all priorities');
      worker.signal('SIGSTOP'); // so that they do arrive at once
      const jobs = Array.from({ length: 20 }, () => submit());
      await worker.until(() => jobs.every((job) => job.deliveries.length > 0), 'all are delivered');
      worker.signal('SIGCONT');
      for (const job of jobs) await job.granted();
      for (const job of jobs) await job.ended();
      const messages = worker.of('attempt.asked').filter(({ envelope }) => envelope.payload.asks.some(({ jobId }) => jobs.some((job) => job.jobId === jobId)));
      assert.ok(messages.length < jobs.length, `${messages.length} messages for ${jobs.length} deliveries`);
    },
  },
];
