import type { ProtocolOutput } from './protocol';
import { aborted, acked, asks, delivered, FAILED, handedBack, prefetches, reportIds, returned, rush, sends, sentTypes, started, TestTube } from './protocol-tube.harness';

describe('ackEarly: a message is acked only when its report is confirmed', () => {
  it('reports the end, and acks after the confirm', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    tube.stall(7);
    const outputs = tube.end(id);
    expect(sentTypes(outputs)).toEqual(['attempt.succeeded']);
    expect(sends(outputs, 'attempt.succeeded')[0]).toMatchObject({ correlationId: 'c-a', payload: { workerId: 'w-1', jobId: 'j-a', deliveryId: 'd-1', durationMs: 7, result: { ok: true } } });
    expect(acked(outputs)).toEqual([]);
    expect(acked(tube.wait(10_000))).toEqual([]);
    expect(acked(tube.confirm(outputs))).toEqual(['a']);
    expect(tube.protocol.drained).toBe(true);
  });

  it('sends a refused report again after a second', () => {
    const tube = new TestTube();
    const outputs = tube.end(tube.run('a'));
    const [reportId] = reportIds(outputs);
    tube.do({ kind: 'report_failed', reportId: reportId as number });
    expect(sentTypes(tube.wait(999))).toEqual([]);
    const again = tube.wait(2);
    expect(reportIds(again)).toEqual([reportId]);
    expect(acked(tube.confirm(again))).toEqual(['a']);
  });

  it('keeps reports over a lost connection and sends all of them again, in order', () => {
    const tube = new TestTube(3);
    const ids = ['a', 'b'].map((name) => tube.run(name));
    const slow = tube.wait(25);
    expect(sends(slow, 'attempt.started')).toHaveLength(1);
    const first = tube.end(ids[0] as string);
    tube.do({ kind: 'report_failed', reportId: reportIds(first)[0] as number }, { kind: 'publisher_down' });
    expect(sentTypes(tube.end(ids[1] as string, FAILED))).toEqual([]);
    const again = tube.do({ kind: 'publisher_up' });
    expect(sentTypes(again)).toEqual(['attempt.started', 'attempt.succeeded', 'attempt.failed']);
    expect(acked(tube.confirm(again)).sort()).toEqual(['a', 'b']);
  });

  it('a confirm that comes twice changes nothing', () => {
    const tube = new TestTube();
    const outputs = tube.end(tube.run('a'));
    expect(acked(tube.confirm(outputs))).toEqual(['a']);
    expect(acked(tube.confirm(outputs))).toEqual([]);
  });
});

describe('folding', () => {
  it('an attempt that ends within 20 ms reports its end alone', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    tube.wait(15);
    expect(sentTypes(tube.end(id))).toEqual(['attempt.succeeded']);
    expect(sentTypes(tube.wait(100))).toEqual([]);
  });

  it('longer ones report their start at 20 ms, all of the same moment in one message', () => {
    const tube = new TestTube(4);
    tube.do(delivered('a'), delivered('b'), delivered('c'));
    tube.grant('d-1');
    tube.stall(1);
    tube.grant('d-2');
    tube.stall(1);
    tube.grant('d-3');
    const outputs = tube.wait(30);
    expect(sends(outputs, 'attempt.started').map((sent) => sent.payload.attempts.map(({ deliveryId }) => deliveryId))).toEqual([['d-1', 'd-2', 'd-3']]);
    expect(sentTypes(tube.end('d-1'))).toEqual(['attempt.succeeded']);
  });
});

describe('answerEnded: a probe is answered with what is true', () => {
  it('running, ended while the report is under way and after it, unknown', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    expect(tube.probe(id)).toBe('running');
    const outputs = tube.end(id);
    expect(tube.probe(id)).toBe('ended');
    tube.confirm(outputs);
    expect(tube.probe(id)).toBe('ended');
    expect(tube.probe('d-of-another')).toBe('unknown');
  });

  it('a delivery that is asked for is not unknown: its grant may be under way', () => {
    const tube = new TestTube();
    tube.deliver('a');
    expect(tube.probe('d-1')).toBe('running');
  });

  it('an empty probe only looks whether the queue is there', () => {
    const tube = new TestTube();
    expect(sentTypes(tube.do({ kind: 'probed', attempts: [] }))).toEqual([]);
  });
});

describe('revoking what runs', () => {
  it('fenced: the signal fires, the message is acked, nothing is reported; the slot is free when the handler has ended', () => {
    const tube = new TestTube(1);
    const id = tube.run('a');
    const outputs = tube.do({ kind: 'revoked', revocations: [{ jobId: 'j', deliveryId: id, reason: 'fenced' }] });
    expect(aborted(outputs)).toEqual([`${id} fenced`]);
    expect(acked(outputs)).toEqual(['a']);
    expect(asks(tube.deliver('b'))).toEqual([]);
    expect(returned(tube.grant(id))).toEqual([]);
    const ended = tube.end(id, FAILED);
    expect(sends(ended, 'attempt.failed')).toEqual([]);
    expect(asks(ended)).toEqual(['d-2#1']);
    expect(returned(tube.grant(id))).toEqual([]);
  });

  it('cancelled: the signal fires, and the end is reported as aborted', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    const outputs = tube.do({ kind: 'revoked', revocations: [{ jobId: 'j', deliveryId: id, reason: 'cancelled' }] });
    expect(aborted(outputs)).toEqual([`${id} cancelled`]);
    expect(acked(outputs)).toEqual([]);
    const ended = tube.end(id, FAILED);
    expect(sends(ended, 'attempt.failed')[0]?.payload).toMatchObject({ cause: 'aborted', error: { code: 'boom' } });
    expect(acked(tube.confirm(ended))).toEqual(['a']);
  });

  it('cancelled, but it had come to its end already: the success is reported', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    tube.do({ kind: 'revoked', revocations: [{ jobId: 'j', deliveryId: id, reason: 'cancelled' }] });
    expect(sentTypes(tube.end(id))).toEqual(['attempt.succeeded']);
  });

  it('fires a signal once for the same reason', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    const cancel = { kind: 'revoked' as const, revocations: [{ jobId: 'j', deliveryId: id, reason: 'cancelled' as const }] };
    expect(aborted(tube.do(cancel, cancel))).toEqual([`${id} cancelled`]);
  });
});

describe('long attempts', () => {
  it('heartbeats every three seconds for all that are older, in one message', () => {
    const tube = new TestTube(3);
    tube.run('a');
    tube.run('b');
    tube.wait(2_900);
    tube.run('young');
    const beats = sends(tube.wait(3_200), 'attempt.heartbeat');
    expect(beats.map((beat) => beat.payload.attempts.map(({ deliveryId, ageMs, acked: early }) => [deliveryId, ageMs, early]))).toEqual([
      [['d-1', 3_000, false], ['d-2', 3_000, false]],
      [['d-1', 6_000, false], ['d-2', 6_000, false], ['d-3', 3_100, false]],
    ]);
  });

  it('has no timer left when nothing runs', () => {
    const tube = new TestTube();
    tube.confirm(tube.end(tube.run('a')));
    tube.wait(5_000);
    expect(tube.protocol.nextTimerMs()).toBeUndefined();
  });

  it('tells all that runs on each new connection, however young, and then goes on as before', () => {
    const tube = new TestTube(2);
    const [one, two] = [tube.run('a'), tube.run('b')];
    const beaten = (outputs: readonly ProtocolOutput<string>[]) => sends(outputs, 'attempt.heartbeat').map((beat) => beat.payload.attempts.map(({ deliveryId }) => deliveryId));
    tube.do({ kind: 'consumer_down' });
    expect(beaten(tube.wait(500))).toEqual([]);
    expect(beaten(tube.do({ kind: 'consumer_up' }))).toEqual([[one, two]]);
    expect(beaten(tube.wait(2_000))).toEqual([]);
    tube.do({ kind: 'publisher_down' });
    expect(beaten(tube.do({ kind: 'consumer_up' }))).toEqual([]);
    expect(beaten(tube.do({ kind: 'publisher_up' }))).toEqual([[one, two]]);
    tube.end(one);
    expect(beaten(tube.wait(3_200))).toEqual([[two]]);
  });

  it('acks early once its ownership is confirmed, says so in its beats, and acks once', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    tube.wait(60_000);
    expect(acked(tube.do({ kind: 'owned', attempts: [{ jobId: 'j', deliveryId: id }] }))).toEqual(['a']);
    expect(sends(tube.wait(3_000), 'attempt.heartbeat')[0]?.payload.attempts[0]).toMatchObject({ acked: true });
    expect(acked(tube.confirm(tube.end(id)))).toEqual([]);
  });

  it('owned for something else changes nothing', () => {
    const tube = new TestTube();
    tube.deliver('a');
    expect(acked(tube.do({ kind: 'owned', attempts: [{ jobId: 'j', deliveryId: 'd-1' }, { jobId: 'j', deliveryId: 'd-9' }] }))).toEqual([]);
  });
});

describe('a lost connection', () => {
  it('takes the unstarted deliveries with it; a late grant for one of them is returned', () => {
    const tube = new TestTube(2);
    tube.do(delivered('a'), delivered('b'), delivered('c'));
    const outputs = tube.do({ kind: 'consumer_down' });
    expect([acked(outputs), handedBack(outputs), asks(outputs)]).toEqual([[], [], []]);
    expect(tube.protocol.drained).toBe(true);
    expect(returned(tube.grant('d-1'))).toEqual(['d-1']);
    expect(tube.probe('d-2')).toBe('unknown');
  });

  it('leaves handlers running; their ends are reported, and the dead messages not acked', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    tube.do({ kind: 'consumer_down' });
    expect(tube.probe(id)).toBe('running');
    const outputs = tube.end(id);
    expect(sentTypes(outputs)).toEqual(['attempt.succeeded']);
    expect(acked(tube.confirm(outputs))).toEqual([]);
    expect(tube.protocol.drained).toBe(true);
  });

  it('asks again for everything unanswered as soon as it can publish again', () => {
    const tube = new TestTube();
    tube.deliver('a');
    tube.do({ kind: 'publisher_down' });
    expect(asks(tube.wait(5_000))).toEqual([]);
    expect(asks(tube.do({ kind: 'publisher_up' }))).toEqual(['d-1#2']);
  });

  it('takes nothing from the queues while it cannot ask', () => {
    const tube = new TestTube(2, { up: false });
    expect(prefetches(tube.do({ kind: 'time_passed' }))).toEqual([]);
    expect(prefetches(tube.do({ kind: 'publisher_up' }))).toEqual([2]);
    const down = tube.do({ kind: 'publisher_down' });
    expect(prefetches(down)).toEqual([0]);
    expect(handedBack(tube.deliver('late'))).toEqual(['late']);
  });
});

describe('giveBack: with all slots held, what waits is handed back', () => {
  it('hands back after 250 ms, stops consuming, and starts again with the slots that are free', () => {
    const tube = new TestTube(2);
    tube.run('a');
    tube.run('b');
    tube.do(delivered('c'), delivered('d'));
    expect(handedBack(tube.wait(249))).toEqual([]);
    const outputs = tube.wait(2);
    expect(handedBack(outputs).sort()).toEqual(['c', 'd']);
    expect(prefetches(outputs)).toEqual([0]);
    expect(tube.counts.handedBack).toBe(2);
    expect(prefetches(tube.end('d-1'))).toEqual([1]);
  });

  it('counts from the start of the last one: slots that turn over are not held', () => {
    const tube = new TestTube(2);
    tube.run('long');
    for (let round = 0; round < 5; round++) {
      const id = tube.run(`short ${round}`);
      expect(handedBack(tube.wait(200))).toEqual([]);
      tube.end(id);
    }
  });
});

describe('shutting down', () => {
  it('hands back what waits, takes back what is granted, lets what runs come to its end', () => {
    const tube = new TestTube(2);
    const id = tube.run('running');
    tube.do(delivered('asked'), delivered('waiting'));
    const outputs = tube.do({ kind: 'stop' });
    expect(handedBack(outputs)).toEqual(['waiting']);
    expect(prefetches(outputs)).toEqual([0]);
    const late = tube.grant('d-2');
    expect(started(late)).toEqual([]);
    expect(returned(late)).toEqual(['d-2']);
    expect(acked(tube.confirm(late))).toEqual(['asked']);
    expect(tube.protocol.drained).toBe(false);
    expect(acked(tube.confirm(tube.end(id)))).toEqual(['running']);
    expect(tube.protocol.drained).toBe(true);
  });

  it('waits for answers only as long as a grant can hold, then hands back', () => {
    const tube = new TestTube(2);
    tube.deliver('asked');
    tube.do({ kind: 'stop' });
    expect(handedBack(tube.wait(1_999))).toEqual([]);
    expect(handedBack(tube.wait(2))).toEqual(['asked']);
    expect(tube.protocol.drained).toBe(true);
    expect(tube.protocol.nextTimerMs()).toBeUndefined();
  });

  it('hands back what is delivered after all', () => {
    const tube = new TestTube();
    tube.do({ kind: 'stop' });
    expect(handedBack(tube.deliver('late'))).toEqual(['late']);
  });

  it('aborts what still runs when the grace is over, and reports it as aborted', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    tube.do({ kind: 'stop' });
    expect(aborted(tube.do({ kind: 'abort_all' }))).toEqual([`${id} shutdown`]);
    expect(sends(tube.end(id, FAILED), 'attempt.failed')[0]?.payload.cause).toBe('aborted');
  });
});

describe('speed', () => {
  it('takes and asks for eight times its slots while attempts are short, and goes back to its slots when they are not', () => {
    const tube = new TestTube(4);
    expect(prefetches(rush(tube, 60, 2))).toEqual([32]);
    expect(asks(tube.do(...Array.from({ length: 20 }, (_, n) => delivered(String(n)))))).toHaveLength(20);
    expect(prefetches(tube.wait(600))).toEqual([4]);
  });
});
