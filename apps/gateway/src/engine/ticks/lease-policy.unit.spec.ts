import { leaseVerdict, silentAtOrBefore } from './lease-policy';

describe('a lease', () => {
  it('holds for 15 ticks, then its owner is asked for 5, then it is over', () => {
    const verdicts = Array.from({ length: 22 }, (_, silent) => leaseVerdict(100, 100 + silent));
    expect(verdicts.slice(0, 15)).toEqual(Array(15).fill('holds'));
    expect(verdicts.slice(15, 20)).toEqual(Array(5).fill('ask_owner'));
    expect(verdicts.slice(20)).toEqual(['expired', 'expired']);
  });

  it('is looked at from the tick on at which it may have to be', () => {
    expect(leaseVerdict(silentAtOrBefore(115), 115)).toBe('ask_owner');
    expect(leaseVerdict(silentAtOrBefore(115) + 1, 115)).toBe('holds');
  });
});
