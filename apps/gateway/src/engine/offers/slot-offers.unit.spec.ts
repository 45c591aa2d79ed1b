import { SlotOffers } from './slot-offers';

const anybody = (): boolean => true;

describe('SlotOffers', () => {
  it('gives each slot once, the workers in turn', () => {
    const offers = new SlotOffers();
    offers.offered('a', ['a1', 'a2'], 0);
    offers.offered('b', ['b1'], 0);
    expect([1, 2, 3, 4].map(() => offers.take(anybody, 0)?.deliveryId)).toEqual(['a2', 'b1', 'a1', undefined]);
  });

  it('asks whether a worker suits', () => {
    const offers = new SlotOffers();
    offers.offered('a', ['a1'], 0);
    offers.offered('b', ['b1'], 0);
    expect(offers.take((id) => id === 'b', 0)).toEqual({ workerId: 'b', deliveryId: 'b1' });
    expect(offers.take((id) => id === 'b', 0)).toBeUndefined();
  });

  it('takes the newest, and forgets what was offered long ago', () => {
    const offers = new SlotOffers();
    offers.offered('a', ['a1'], 0);
    offers.offered('a', ['a2'], 100);
    expect(offers.take(anybody, 1_599)?.deliveryId).toBe('a2');
    expect(offers.take(anybody, 1_599)).toBeUndefined();
    offers.offered('a', ['a3'], 2_000);
    expect(offers.take(anybody, 3_500)).toBeUndefined();
  });
});
