import assert from 'node:assert/strict';
import { LONG, type ConformanceCase } from '../case';

/** What concerns the process as a whole: its slots and its end. */
export const PROCESS_CASES: readonly ConformanceCase[] = [
  {
    name: 'no more handlers run at once than there are slots',
    rules: ['M38'],
    alone: { slots: 2 },
    async run({ worker, submit }) {
      const jobs = [1, 2, 3, 4, 5].map(() => submit({ payload: { durationMs: 150 } }));
      await Promise.all(
        jobs.map(async (job) => {
          while (job.ends.length === 0) {
            const { ask } = await job.granted();
            await worker.until(() => job.ends.length > 0 || (job.asks.at(-1)?.ask ?? 0) > ask, 'it ends or asks again');
          }
        }),
      );
      const spans = jobs.map((job) => job.ends[0]?.envelope.payload).map((end) => [Date.parse(end?.startedAt ?? ''), Date.parse(end?.endedAt ?? '')] as const);
      for (const [start] of spans) {
        const together = spans.filter(([from, to]) => from <= start && start < to - 20).length;
        assert.ok(together <= 2, `${together} handlers ran at once on 2 slots`);
      }
    },
  },
  {
    name: 'what waits behind held slots is handed back within a second, and taken again when one is free',
    rules: ['M39'],
    alone: { slots: 1 },
    async run({ worker, submit }) {
      const long = submit({ payload: LONG });
      const ask = await long.running();
      const waiting = submit();
      await worker.until(async () => (await worker.gateway.ready(worker.options.queue)) === 1, 'the message is free for other workers', 2_000);
      long.revoke(ask, 'cancelled');
      await long.ended();
      await waiting.granted();
      await waiting.ended();
    },
  },
  {
    name: 'high priorities go first, and low ones do not starve',
    rules: ['S3'],
    alone: { slots: 1 },
    async run({ worker, submit }) {
      const blocker = submit({ payload: { durationMs: 400 } });
      await blocker.running();
      const low = [1, 2, 3].map(() => submit({ priority: 'low' }));
      const high = Array.from({ length: 40 }, () => submit({ priority: 'high' }));
      await blocker.ended();
      const all = [...low, ...high];
      const grantAll = (): void => {
        for (const job of all) {
          const ask = job.asks.at(-1);
          if (ask && job.story.length === 0) job.grant(ask);
        }
      };
      await worker.until(() => {
        grantAll();
        return all.every((job) => job.ends.length > 0);
      }, 'all are done', 15_000);
      const endOf = (job: (typeof all)[number]): number => job.ends[0]?.publish.order ?? Infinity;
      const lastHigh = Math.max(...high.map(endOf));
      assert.ok(Math.min(...low.map(endOf)) < lastHigh, 'no low one ran before all high ones had');
      assert.ok(endOf(high[0] as (typeof all)[number]) < Math.max(...low.map(endOf)), 'all low ones went before the first high one');
    },
  },
  {
    name: 'while paused it takes nothing and returns what is granted; what runs goes on; resumed, it works again',
    rules: ['M40'],
    alone: { slots: 3 },
    async run({ worker, submit }) {
      const tell = (eventType: 'intake.paused' | 'intake.resumed') => worker.gateway.tell(worker.id, eventType, { workerId: worker.id });
      const [running, asked] = [submit({ payload: { durationMs: 1_200 } }), submit()];
      await running.running();
      const ask = await asked.asked();
      tell('intake.paused');
      asked.grant(ask);
      await worker.until(() => asked.returns.length > 0, 'the grant is returned', 3_000);
      await worker.hasHeard();
      const later = submit();
      await worker.until(async () => (await worker.gateway.ready(worker.options.queue)) === 1, 'what comes now stays in the queue', 3_000);
      assert.equal((await running.ended()).envelope.eventType, 'attempt.succeeded');
      assert.deepEqual([asked.story, later.asks.length], [['attempt.returned'], 0]);
      tell('intake.resumed');
      await later.granted();
      await later.ended();
    },
  },
  {
    name: 'told to end by SIGTERM it starts nothing more, lets what is short finish, aborts what is long, hands back the rest, and goes',
    rules: ['M41'],
    alone: { slots: 3, graceMs: 1_000 },
    async run({ worker, submit }) {
      const [short, long] = [submit({ payload: { durationMs: 900 } }), submit({ payload: LONG })];
      await Promise.all([short.running(), long.running()]);
      const asked = submit();
      await asked.asked();
      worker.signal('SIGTERM');
      await worker.until(() => worker.exited, 'the process ends', 10_000);
      assert.deepEqual(short.story, ['attempt.started', 'attempt.succeeded']);
      assert.deepEqual(long.story, ['attempt.started', 'attempt.failed']);
      const { cause, error } = await long.failed();
      assert.deepEqual({ cause, code: error.code }, { cause: 'aborted', code: 'worker_stopped' });
      assert.deepEqual([short.settled[0]?.how, long.settled[0]?.how], ['ack', 'ack'], 'an ended attempt was not acked');
      assert.deepEqual(asked.story, []);
      await worker.until(async () => (await worker.gateway.ready(worker.options.queue)) === 1, 'what it had not started is back in the queue');
      assert.equal(worker.exitCode, 0, 'it did not end by itself');
    },
  },
  {
    name: 'a grant that arrives while it ends is returned',
    rules: ['M42'],
    alone: { graceMs: 300 },
    async run({ worker, submit }) {
      const [job, long] = [submit({ payload: { durationMs: 50 } }), submit({ payload: LONG })];
      await long.running();
      const ask = await job.asked();
      worker.signal('SIGTERM');
      await worker.until(() => long.ends.length > 0, 'it is ending', 5_000);
      job.grant(ask);
      await worker.until(() => worker.exited, 'the process ends', 10_000);
      assert.deepEqual(job.story, ['attempt.returned']);
      assert.equal(await worker.gateway.ready(worker.options.queue), 0, 'the message of a returned delivery was not acked');
    },
  },
  {
    name: 'it announces itself at once and every five seconds: what it takes, and how much',
    rules: ['M43'],
    async run({ worker }) {
      const [first, second] = await worker.until(() => worker.of('worker.announced').length >= 2 && worker.of('worker.announced'), 'it has announced itself twice', 7_000);
      const { payload } = (first as NonNullable<typeof first>).envelope;
      assert.deepEqual([payload.workerId, payload.queues, payload.slots], [worker.id, [worker.options.queue], worker.options.slots]);
      assert.ok(payload.types.includes('simulate.work'), 'it does not name its types');
      const pause = (second?.publish.at ?? Infinity) - (first?.publish.at ?? 0);
      assert.ok(pause < 6_000, `${Math.round(pause)} ms passed between two announcements`);
    },
  },
  {
    name: 'it shows signs of life to whoever watches',
    rules: ['S4'],
    async run({ worker }) {
      const [beat] = await worker.until(() => worker.of('worker.heartbeat').length > 0 && worker.of('worker.heartbeat'), 'a heartbeat of the worker comes', 7_000);
      assert.equal(beat?.publish.exchange, 'observatory.telemetry');
    },
  },
];
