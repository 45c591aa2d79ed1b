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
    clock.observe(12_700, 9_000, 11_000);
    expect(clock.nowMs()).toBe(12_000);
    for (let i = 0; i < 200; i++) clock.observe(12_030, 9_950, 10_050);
    expect(clock.nowMs()).toBe(12_030);
  });

  it('stands still where a better measurement would set it back, and goes on from there; what is wrong by more than a second is set back', () => {
    let local = 10_000;
    const clock = new StoreClock(() => local);
    clock.observe(10_400, 9_900, 10_100);
    expect(clock.nowMs()).toBe(10_400);
    clock.observe(10_000, 9_999, 10_001);
    expect(clock.nowMs()).toBe(10_400);
    local = 10_401;
    expect(clock.nowMs()).toBe(10_401);
    for (let i = 0; i < 200; i++) clock.observe(5_000, 10_400, 10_402);
    expect(clock.nowMs()).toBe(5_000);
  });

  it('drops what was measured before the machine slept, however short the way was then', () => {
    const clock = new StoreClock(() => 10_000);
    clock.observe(12_000, 9_999, 10_001);
    // The local clock stood still for a minute; the way is long today.
    clock.observe(72_000, 9_900, 10_100);
    expect(clock.nowMs()).toBe(72_000);
  });

  it('does not follow a wall clock that is set', () => {
    const clock = new StoreClock();
    const wall = jest.spyOn(Date, 'now').mockReturnValue(0);
    clock.observe(1_000_000, clock.localMs(), clock.localMs());
    wall.mockReturnValue(600_000);
    expect(clock.nowMs() - 1_000_000).toBeLessThan(1_000);
    wall.mockRestore();
  });
});
