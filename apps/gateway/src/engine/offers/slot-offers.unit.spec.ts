import { SlotOffers } from './slot-offers';

const anybody = (): boolean => true;

describe('SlotOffers', () => {
  it('gives each slot once, the workers in turn, each time as a new delivery', () => {
    const offers = new SlotOffers();
    offers.offered('a', 'a1', 2, 0);
    offers.offered('b', 'b1', 1, 0);
    const taken = [1, 2, 3, 4].map(() => offers.take(anybody, 0));
    expect(taken.map((slot) => slot?.offer)).toEqual(['a1', 'b1', 'a1', undefined]);
    expect(new Set(taken.map((slot) => slot?.deliveryId)).size).toBe(4);
  });

  it('asks whether a worker suits', () => {
    const offers = new SlotOffers();
    offers.offered('a', 'a1', 1, 0);
    offers.offered('b', 'b1', 1, 0);
    expect(offers.take((id) => id === 'b', 0)).toMatchObject({ workerId: 'b', offer: 'b1' });
    expect(offers.take((id) => id === 'b', 0)).toBeUndefined();
  });

  it('takes the newest, and forgets what was offered long ago', () => {
    const offers = new SlotOffers();
    offers.offered('a', 'a1', 1, 0);
    offers.offered('a', 'a2', 1, 100);
    expect(offers.take(anybody, 1_599)?.offer).toBe('a2');
    expect(offers.take(anybody, 1_599)).toBeUndefined();
    offers.offered('a', 'a3', 1, 2_000);
    expect(offers.take(anybody, 3_500)).toBeUndefined();
  });
});
