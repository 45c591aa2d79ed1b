import { RememberedDeliveries } from './remembered-deliveries';

describe('RememberedDeliveries', () => {
  it('remembers for five minutes at least and ten at most', () => {
    const ended = new RememberedDeliveries();
    ended.add('d-0', 0);
    ended.add('d-1', 1_000);
    expect(ended.has('d-1', 301_000)).toBe(true);
    expect(ended.has('d-1', 601_000)).toBe(false);
    expect(ended.has('d-2', 601_000)).toBe(false);
  });

  it('forgets everything after a long time without a delivery', () => {
    const ended = new RememberedDeliveries();
    ended.add('d-1', 0);
    expect(ended.has('d-1', 3_600_000)).toBe(false);
  });

  it('forgets the older half when there are too many', () => {
    const ended = new RememberedDeliveries(6);
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) ended.add(id, 0);
    expect(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => ended.has(id, 0))).toEqual([false, false, false, true, true, true, true]);
  });
});
