import { RelayPace } from './relay-pace';

describe("the relay's pace", () => {
  it('is free while few clients wait', () => {
    const pace = new RelayPace();
    expect([pace.allowance(0, 0), pace.allowance(12, 0)]).toEqual([
      { kind: 'free', events: 48 },
      { kind: 'free', events: 48 },
    ]);
  });

  it('is a small group every ten milliseconds while many do, never nothing for good', () => {
    const pace = new RelayPace();
    expect(pace.allowance(13, 100)).toEqual({ kind: 'paced', events: 16, againInMs: 10 });
    expect(pace.allowance(13, 104)).toEqual({ kind: 'paced', events: 0, againInMs: 6 });
    expect(pace.allowance(13, 110)).toEqual({ kind: 'paced', events: 16, againInMs: 10 });
    let sent = 0;
    for (let now = 1_000; now < 2_000; now++) sent += pace.allowance(500, now).events;
    expect(sent).toBe(1_600);
  });

  it('stays so between two groups of answers, and is free again when nobody has pressed for a while', () => {
    const pace = new RelayPace();
    pace.allowance(32, 1_000);
    let sent = 0;
    for (let now = 1_001; now < 1_100; now++) sent += pace.allowance(now % 10 === 0 ? 0 : 2, now).events;
    expect(sent).toBe(9 * 16);
    expect(pace.allowance(2, 1_100)).toEqual({ kind: 'free', events: 48 });
  });
});
