import { StoreClock } from './store-clock';

describe("the store's clock", () => {
  it('is the local clock until something is known', () => {
    expect(new StoreClock(() => 5_000).nowMs()).toBe(5_000);
  });

  it('takes the difference from the middle of the round trip', () => {
    const clock = new StoreClock(() => 10_000);
    clock.observe(12_500, 9_990, 10_010);
    expect(clock.nowMs()).toBe(12_500);
  });

  it('believes a short round trip more than a long one, and a new one more as the old one ages', () => {
    const clock = new StoreClock(() => 10_000);
    clock.observe(12_000, 9_999, 10_001);
    clock.observe(19_000, 9_000, 11_000);
    expect(clock.nowMs()).toBe(12_000);
    for (let i = 0; i < 200; i++) clock.observe(13_000, 9_950, 10_050);
    expect(clock.nowMs()).toBe(13_000);
  });
});
