import { EndedDeliveries } from './ended-deliveries';

describe('EndedDeliveries', () => {
  it('remembers for ten minutes', () => {
    const ended = new EndedDeliveries();
    ended.add('d-1', 1_000);
    expect(ended.has('d-1', 600_999)).toBe(true);
    expect(ended.has('d-1', 601_001)).toBe(false);
    expect(ended.has('d-2', 1_000)).toBe(false);
  });

  it('forgets the oldest first when there are too many', () => {
    const ended = new EndedDeliveries(3);
    for (const id of ['a', 'b', 'c', 'd']) ended.add(id, 0);
    expect(['a', 'b', 'c', 'd'].map((id) => ended.has(id, 0))).toEqual([false, true, true, true]);
  });
});
