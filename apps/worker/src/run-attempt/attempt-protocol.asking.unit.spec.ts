import { aborted, acked, asks, delivered, handedBack, returned, rush, sends, sentTypes, started, TestTube } from './protocol-tube.harness';

describe('the worker asks before it starts', () => {
  it('starts nothing without a grant, and asks for all deliveries of a turn in one message', () => {
    const tube = new TestTube(3);
    const outputs = tube.do(delivered('a'), delivered('b', { redelivered: true }), delivered('c'));
    expect(started(outputs)).toEqual([]);
    expect(sentTypes(outputs)).toEqual(['attempt.asked']);
    expect(sends(outputs, 'attempt.asked')[0]?.payload).toEqual({
      workerId: 'w-1',
      asks: [
        { jobId: 'j-a', deliveryId: 'd-1', ask: 1, redelivered: false },
        { jobId: 'j-b', deliveryId: 'd-2', ask: 1, redelivered: true },
        { jobId: 'j-c', deliveryId: 'd-3', ask: 1, redelivered: false },
      ],
    });
  });

  it('asks for no more than it has free slots, and for the next when one is free', () => {
    const tube = new TestTube(2);
    expect(asks(tube.do(delivered('a'), delivered('b'), delivered('c')))).toEqual(['d-1#1', 'd-2#1']);
    tube.grant('d-1');
    expect(asks(tube.end('d-1'))).toEqual(['d-3#1']);
  });

  it('repeats an ask each second, with a new number, until it is answered', () => {
    const tube = new TestTube();
    tube.deliver('a');
    expect(asks(tube.wait(3_500))).toEqual(['d-1#2', 'd-1#3', 'd-1#4']);
    tube.do({ kind: 'denied', denials: [{ jobId: 'j', deliveryId: 'd-1', reason: 'terminal' }] });
    expect(asks(tube.wait(3_000))).toEqual([]);
  });

  it('cuts messages of more than 256 asks', () => {
    const tube = new TestTube(300);
    const outputs = tube.do(...Array.from({ length: 300 }, (_, n) => delivered(String(n))));
    expect(sends(outputs, 'attempt.asked').map((sent) => sent.payload.asks.length)).toEqual([256, 44]);
  });

  it('carries the correlation id of the job in a message about one job alone', () => {
    const tube = new TestTube(3);
    expect(sends(tube.deliver('a'), 'attempt.asked')[0]?.correlationId).toBe('c-a');
    expect(sends(tube.do(delivered('b'), delivered('c')), 'attempt.asked')[0]?.correlationId).toBe('w-1');
  });
});

describe('grantLease: a grant holds two seconds from the sending of its ask', () => {
  it('starts on a grant that comes in time', () => {
    const tube = new TestTube();
    tube.deliver('a');
    tube.stall(1_999);
    expect(started(tube.grant('d-1'))).toEqual(['d-1']);
  });

  it('ignores a later one, and lets the next ask decide again', () => {
    const tube = new TestTube();
    tube.deliver('a');
    tube.stall(2_000);
    const outputs = tube.grant('d-1');
    expect(started(outputs)).toEqual([]);
    expect(tube.counts.expired).toBe(1);
    expect(asks(outputs)).toEqual(['d-1#2']);
    expect(started(tube.grant('d-1', 2))).toEqual(['d-1']);
  });

  it('measures from the ask that the grant echoes, not from the last one', () => {
    const tube = new TestTube();
    tube.deliver('a');
    tube.wait(1_900);
    tube.stall(200);
    expect(started(tube.grant('d-1', 1))).toEqual([]);
    expect(started(tube.grant('d-1', 2))).toEqual(['d-1']);
  });

  it('does not start what was granted in time and waited too long for its slot', () => {
    const tube = new TestTube(1);
    rush(tube, 60, 1);
    tube.do(delivered('a'), delivered('b'));
    const [first, second] = [`d-${tube.deliveries - 1}`, `d-${tube.deliveries}`];
    expect([...started(tube.grant(first)), ...started(tube.grant(second))]).toEqual([first]);
    tube.stall(2_500);
    const outputs = tube.end(first);
    expect(started(outputs)).toEqual([]);
    expect(asks(outputs)).toEqual([`${second}#2`]);
    expect(started(tube.grant(second, 2))).toEqual([second]);
  });

  it('does not start twice when a repeated ask is granted as well', () => {
    const tube = new TestTube();
    tube.deliver('a');
    tube.wait(1_000);
    expect(started(tube.grant('d-1', 1))).toEqual(['d-1']);
    expect(started(tube.grant('d-1', 2))).toEqual([]);
  });

  it('ignores a grant for an ask that was never sent', () => {
    const tube = new TestTube();
    tube.deliver('a');
    expect(started(tube.grant('d-1', 7))).toEqual([]);
  });
});

describe('answers other than a grant', () => {
  it('denied: acks and forgets, never hands back', () => {
    const tube = new TestTube();
    tube.deliver('a');
    const outputs = tube.do({ kind: 'denied', denials: [{ jobId: 'j', deliveryId: 'd-1', reason: 'owned' }] });
    expect(acked(outputs)).toEqual(['a']);
    expect(handedBack(outputs)).toEqual([]);
    expect(returned(outputs)).toEqual([]);
    expect(tube.protocol.drained).toBe(true);
  });

  it('denied with a grant to take back: says returned, acks when that is confirmed', () => {
    const tube = new TestTube();
    tube.deliver('a');
    const outputs = tube.do({ kind: 'denied', denials: [{ jobId: 'j', deliveryId: 'd-1', reason: 'paused', returned: true }] });
    expect(returned(outputs)).toEqual(['d-1']);
    expect(acked(outputs)).toEqual([]);
    expect(acked(tube.confirm(outputs))).toEqual(['a']);
  });

  it('denied for an older ask does not disturb an attempt that a newer grant has started', () => {
    const tube = new TestTube();
    tube.run('a');
    const outputs = tube.do({ kind: 'denied', denials: [{ jobId: 'j', deliveryId: 'd-1', reason: 'paused', returned: true }] });
    expect([acked(outputs), returned(outputs), aborted(outputs)]).toEqual([[], [], []]);
  });

  it('a grant for a delivery that is not known is returned, for the gateway has just written it down as owner', () => {
    const tube = new TestTube();
    expect(returned(tube.grant('d-unknown'))).toEqual(['d-unknown']);
  });

  it('a grant for a delivery that has ended is no news', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    tube.confirm(tube.end(id));
    expect(returned(tube.grant(id, 2))).toEqual([]);
  });

  it('fenced before it started: acked, nothing said', () => {
    const tube = new TestTube();
    tube.deliver('a');
    const outputs = tube.do({ kind: 'revoked', revocations: [{ jobId: 'j', deliveryId: 'd-1', reason: 'fenced' }] });
    expect(acked(outputs)).toEqual(['a']);
    expect(sentTypes(outputs)).toEqual([]);
    expect(started(tube.grant('d-1'))).toEqual([]);
  });

  it('cancelled before it started: returned, so that the job can be closed', () => {
    const tube = new TestTube();
    tube.deliver('a');
    expect(returned(tube.do({ kind: 'revoked', revocations: [{ jobId: 'j', deliveryId: 'd-1', reason: 'cancelled' }] }))).toEqual(['d-1']);
  });
});
