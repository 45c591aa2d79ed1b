import { abandoned, aborted, acked, asks, FAILED, reportIds, returned, sends, sentTypes, started, SUCCEEDED, TestTube } from './protocol-tube.harness';

describe('timeout: an attempt is closed when its time is over, whatever its handler does', () => {
  it('fires the signal, reports the attempt as timed out at once, and acks when that is confirmed', () => {
    const tube = new TestTube();
    const id = tube.run('a', { timeoutMs: 1_000 });
    expect(aborted(tube.wait(999))).toEqual([]);
    const outputs = tube.wait(1);
    expect(aborted(outputs)).toEqual([`${id} timed_out`]);
    expect(abandoned(outputs)).toEqual([id]);
    expect(sends(outputs, 'attempt.failed').map(({ payload }) => payload)).toMatchObject([
      { deliveryId: id, cause: 'timed_out', durationMs: 1_000, error: { code: 'timed_out', retryable: true, message: expect.stringContaining('1000 ms') as string } },
    ]);
    expect(acked(outputs)).toEqual([]);
    expect(acked(tube.confirm(outputs))).toEqual(['a']);
  });

  it('the handler keeps its slot until it really ends, and says nothing any more, success included', () => {
    const tube = new TestTube(1);
    const id = tube.run('a', { timeoutMs: 100 });
    tube.confirm(tube.wait(100));
    expect(tube.protocol.busy).toBe(1);
    expect(tube.protocol.runningJobs).toEqual([]);
    expect(asks(tube.deliver('b'))).toEqual([]);
    const ended = tube.end(id, SUCCEEDED);
    expect(sentTypes(ended)).toEqual(['attempt.asked']);
    expect(asks(ended)).toEqual(['d-2#1']);
    expect(tube.protocol.busy).toBe(0);
  });

  it('is answered as ended when probed, has no heartbeat, and returns no grant', () => {
    const tube = new TestTube();
    const id = tube.run('a', { timeoutMs: 100 });
    tube.wait(100);
    expect(tube.probe(id)).toBe('ended');
    expect(sends(tube.wait(10_000), 'attempt.heartbeat')).toEqual([]);
    expect(returned(tube.grant(id, 1))).toEqual([]);
    expect(aborted(tube.revoke(id, 'fenced'))).toEqual([]);
  });

  it('a handler that ends in time is not touched, and leaves no timer behind', () => {
    const tube = new TestTube();
    const outputs = tube.end(tube.run('a', { timeoutMs: 60_000 }));
    expect(sentTypes(outputs)).toEqual(['attempt.succeeded']);
    tube.confirm(outputs);
    expect(sentTypes(tube.wait(120_000))).toEqual([]);
    expect(tube.protocol.nextTimerMs()).toBeUndefined();
  });

  it('each attempt has its own time', () => {
    const tube = new TestTube(3);
    const [long, short, none] = [tube.run('long', { timeoutMs: 5_000 }), tube.run('short', { timeoutMs: 10 }), tube.run('none')];
    expect(aborted(tube.wait(100))).toEqual([`${short} timed_out`]);
    expect(aborted(tube.wait(10_000))).toEqual([`${long} timed_out`]);
    expect(tube.protocol.runningJobs).toEqual(['j-none']);
    expect(sentTypes(tube.end(none))).toEqual(['attempt.succeeded']);
  });

  it('fires at once when the process was stopped past the end, and the report survives a lost connection', () => {
    const tube = new TestTube();
    const id = tube.run('a', { timeoutMs: 500 });
    tube.do({ kind: 'publisher_down' }, { kind: 'consumer_down' });
    tube.stall(60_000);
    expect(sentTypes(tube.do({ kind: 'time_passed' }))).toEqual([]);
    const again = tube.do({ kind: 'publisher_up' });
    expect(sends(again, 'attempt.failed')).toMatchObject([{ payload: { deliveryId: id, cause: 'timed_out', durationMs: 60_000 } }]);
    expect(acked(tube.confirm(again))).toEqual([]);
  });
});

describe('cancel: the signal first, then the cut', () => {
  it('a handler that heeds the signal ends by itself; no cut follows', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    expect(aborted(tube.revoke(id, 'cancelled'))).toEqual([`${id} cancelled`]);
    const ended = tube.end(id, FAILED);
    expect(sends(ended, 'attempt.failed')[0]?.payload.cause).toBe('aborted');
    expect(sentTypes(tube.wait(10_000))).toEqual([]);
  });

  it('one that does not is cut off after the grace: reported as aborted, its late end ignored', () => {
    const tube = new TestTube(1, { cancelGraceMs: 2_000 });
    const id = tube.run('a');
    tube.revoke(id, 'cancelled');
    expect(sends(tube.wait(1_999), 'attempt.failed')).toEqual([]);
    const outputs = tube.wait(1);
    expect(sends(outputs, 'attempt.failed')).toMatchObject([{ payload: { deliveryId: id, cause: 'aborted', durationMs: 2_000, error: { code: 'cancelled', retryable: false } } }]);
    expect(abandoned(outputs)).toEqual([id]);
    expect(acked(tube.confirm(outputs))).toEqual(['a']);
    expect(tube.protocol.busy).toBe(1);
    expect(sentTypes(tube.end(id, SUCCEEDED))).toEqual([]);
    expect(tube.protocol.busy).toBe(0);
  });

  it('the grace counts from the first word of it, however often it is repeated', () => {
    const tube = new TestTube(1, { cancelGraceMs: 5_000 });
    const id = tube.run('a');
    tube.revoke(id, 'cancelled');
    tube.wait(4_000);
    expect(aborted(tube.revoke(id, 'cancelled'))).toEqual([]);
    expect(abandoned(tube.wait(1_000))).toEqual([id]);
  });

  it('waits five seconds where nothing else is said', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    tube.revoke(id, 'cancelled');
    expect(abandoned(tube.wait(4_999))).toEqual([]);
    expect(abandoned(tube.wait(1))).toEqual([id]);
  });

  it('a grace of nothing cuts in the same turn', () => {
    const tube = new TestTube(1, { cancelGraceMs: 0 });
    const id = tube.run('a');
    expect(sentTypes(tube.revoke(id, 'cancelled'))).toEqual(['attempt.failed']);
  });

  it('the earlier of timeout and grace ends it, once', () => {
    const tube = new TestTube(1, { cancelGraceMs: 5_000 });
    const id = tube.run('a', { timeoutMs: 1_000 });
    tube.revoke(id, 'cancelled');
    const outputs = tube.wait(20_000);
    expect(sends(outputs, 'attempt.failed')).toHaveLength(1);
    expect(abandoned(outputs)).toEqual([id]);
  });

  it('fenced after it was cancelled: nothing is reported', () => {
    const tube = new TestTube();
    const id = tube.run('a');
    tube.revoke(id, 'cancelled');
    const outputs = tube.revoke(id, 'fenced');
    expect(aborted(outputs)).toEqual([`${id} fenced`]);
    expect(reportIds([...outputs, ...tube.wait(10_000)])).toEqual([]);
  });
});

describe('a type without a handler', () => {
  it('is asked for as unhandled, and only that one', () => {
    const tube = new TestTube(2, { handles: (type) => type === 'known' });
    tube.deliver('a', { type: 'known' });
    const asked = sends(tube.wait(1_000), 'attempt.asked').flatMap(({ payload }) => payload.asks);
    expect(asked).toEqual([{ jobId: 'j-a', deliveryId: 'd-1', ask: 2, redelivered: false }]);
    expect(sends(tube.deliver('b', { type: 'other' }), 'attempt.asked')[0]?.payload.asks).toEqual([{ jobId: 'j-b', deliveryId: 'd-2', ask: 1, redelivered: false, unhandled: true }]);
    const denied = tube.do({ kind: 'denied', denials: [{ jobId: 'j', deliveryId: 'd-2', reason: 'paused' }] });
    expect(acked(denied)).toEqual(['b']);
    expect(started(denied)).toEqual([]);
  });
});
