import { acked, asks, delivered, handedBack, prefetches, returned, sends, sentTypes, started, TestTube } from './protocol-tube.harness';

describe('pause: a worker that was told to take nothing more', () => {
  it('stops consuming, hands back what waits, and lets what runs come to its end', () => {
    const tube = new TestTube(2);
    const id = tube.run('running');
    tube.do(delivered('asked'), delivered('waiting'));
    const outputs = tube.do({ kind: 'intake_paused' });
    expect(tube.protocol.paused).toBe(true);
    expect(prefetches(outputs)).toEqual([0]);
    expect(handedBack(outputs)).toEqual(['waiting']);
    const ended = tube.end(id);
    expect(sentTypes(ended)).toEqual(['attempt.succeeded']);
    expect(acked(tube.confirm(ended))).toEqual(['running']);
  });

  it('returns a grant that was under way, and starts nothing', () => {
    const tube = new TestTube();
    tube.deliver('a');
    tube.do({ kind: 'intake_paused' });
    const outputs = tube.grant('d-1');
    expect(started(outputs)).toEqual([]);
    expect(returned(outputs)).toEqual(['d-1']);
    expect(acked(tube.confirm(outputs))).toEqual(['a']);
  });

  it('does not repeat its asks, and hands back what is unanswered when no grant can hold any more', () => {
    const tube = new TestTube();
    tube.deliver('a');
    tube.do({ kind: 'intake_paused' });
    const outputs = tube.wait(2_000);
    expect(asks(outputs)).toEqual([]);
    expect(handedBack(outputs)).toEqual(['a']);
    expect(tube.protocol.nextTimerMs()).toBeUndefined();
  });

  it('hands back what is delivered after all', () => {
    const tube = new TestTube();
    tube.do({ kind: 'intake_paused' });
    const outputs = tube.deliver('late');
    expect([asks(outputs), handedBack(outputs)]).toEqual([[], ['late']]);
  });

  it('being told twice changes nothing; resumed, it takes again at once', () => {
    const tube = new TestTube(2);
    tube.do({ kind: 'intake_paused' });
    expect(tube.do({ kind: 'intake_paused' })).toEqual([]);
    expect(prefetches(tube.do({ kind: 'intake_resumed' }))).toEqual([2]);
    expect(tube.protocol.paused).toBe(false);
    expect(asks(tube.deliver('a'))).toEqual(['d-1#1']);
    expect(tube.do({ kind: 'intake_resumed' })).toEqual([]);
  });

  it('resumed before its asks were answered, it asks on', () => {
    const tube = new TestTube();
    tube.deliver('a');
    tube.do({ kind: 'intake_paused' });
    tube.wait(1_500);
    expect(asks(tube.do({ kind: 'intake_resumed' }))).toEqual(['d-1#2']);
    expect(started(tube.grant('d-1', 2))).toEqual(['d-1']);
  });

  it('outlives a reconnect, and a running attempt still beats', () => {
    const tube = new TestTube();
    tube.run('a');
    tube.do({ kind: 'intake_paused' });
    tube.do({ kind: 'publisher_down' }, { kind: 'consumer_down' });
    expect(prefetches(tube.do({ kind: 'publisher_up' }))).toEqual([]);
    expect(sends(tube.wait(3_100), 'attempt.heartbeat')).toHaveLength(1);
  });

  it('paused and then stopped, it drains', () => {
    const tube = new TestTube();
    tube.deliver('asked');
    tube.do({ kind: 'intake_paused' });
    tube.wait(500);
    tube.do({ kind: 'stop' });
    expect(handedBack(tube.wait(2_000))).toEqual(['asked']);
    expect(tube.protocol.drained).toBe(true);
  });
});
