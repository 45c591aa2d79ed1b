import fc from 'fast-check';
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

  it('goes at half its pace where a better measurement finds it ahead, until it is met', () => {
    let local = 10_000;
    const clock = new StoreClock(() => local);
    clock.observe(10_400, 9_900, 10_100);
    expect(clock.nowMs()).toBe(10_400);
    clock.observe(10_300, 9_999, 10_001);
    expect(clock.nowMs()).toBe(10_400);
    local = 10_100;
    expect(clock.nowMs()).toBe(10_450);
    local = 10_200;
    expect(clock.nowMs()).toBe(10_500);
    local = 10_300;
    expect(clock.nowMs()).toBe(10_600);
  });

  it('is never far ahead after a slow first answer, however late the server took its time: the next one sets it forward', () => {
    const clock = new StoreClock(() => 10_000);
    clock.observe(12_000, 6_000, 10_000);
    expect(clock.nowMs()).toBe(12_100);
    const early = new StoreClock(() => 10_000);
    early.observe(12_000, 6_000, 10_000);
    early.observe(15_990, 9_999, 10_001);
    expect(early.nowMs()).toBe(15_990);
  });

  it("does not go back when the database's clock was set back by a minute, and meets it after two", () => {
    let local = 100_000;
    const clock = new StoreClock(() => local);
    clock.observe(100_000, local, local);
    expect(clock.nowMs()).toBe(100_000);
    clock.observe(40_000, local, local);
    local += 60_000;
    expect(clock.nowMs()).toBe(130_000);
    local += 60_000;
    expect(clock.nowMs()).toBe(160_000);
    local += 1_000;
    expect(clock.nowMs()).toBe(161_000);
  });

  it("never goes back, whatever is measured, and is the database's again in the end", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ there: fc.nat(5_000), back: fc.nat(5_000), storeStep: fc.integer({ min: -3_000, max: 3_000 }), pause: fc.nat(2_000) }), { maxLength: 60 }), (answers) => {
        let local = 1_000_000;
        let ahead = 0;
        let told = Number.NEGATIVE_INFINITY;
        const clock = new StoreClock(() => local);
        const look = (): void => {
          const nowMs = clock.nowMs();
          expect(nowMs).toBeGreaterThanOrEqual(told);
          told = nowMs;
        };
        for (const { there, back, storeStep, pause } of answers) {
          ahead += storeStep;
          const sentAtMs = local;
          const storeMs = (local += there) + ahead;
          local += back;
          clock.observe(storeMs, sentAtMs, local);
          look();
          local += pause;
          look();
        }
        clock.observe(local + ahead, local, local);
        // It may have been ahead by all that the store's clock was set back, and half of a slow way.
        local += 2 * 60 * 3_100;
        clock.observe(local + ahead, local, local);
        expect(Math.abs(clock.nowMs() - local - ahead)).toBeLessThanOrEqual(6);
      }),
    );
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
