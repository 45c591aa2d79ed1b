import { BootClock } from './boot-clock';

function clockOf() {
  const time = { monotonic: 5_000, boot: 90_003, wall: 1_700_000_000_000 };
  const clock = new BootClock(() => time.monotonic, () => Math.floor(time.boot / 10) * 10, () => time.wall);
  const pass = (ms: number, suspendedMs = 0) => {
    time.monotonic += ms;
    time.boot += ms + suspendedMs;
    time.wall += ms + suspendedMs;
  };
  return { clock, pass };
}

describe('BootClock', () => {
  it('runs with the monotonic clock, to a fraction of a millisecond, while the machine is awake', () => {
    const { clock, pass } = clockOf();
    const start = clock.now().ms;
    for (let i = 1; i <= 1_000; i++) {
      pass(7.3);
      expect(clock.now().ms - start).toBeCloseTo(i * 7.3, 5);
    }
  });

  it('counts the time that the machine was suspended', () => {
    const { clock, pass } = clockOf();
    const start = clock.now().ms;
    pass(100, 3_000);
    expect(clock.now().ms - start).toBeGreaterThanOrEqual(3_085);
    pass(100, 2_000);
    expect(clock.now().ms - start).toBeGreaterThanOrEqual(5_180);
    expect(clock.now().ms - start).toBeLessThanOrEqual(5_220);
  });

  it('never goes back', () => {
    const { clock, pass } = clockOf();
    let last = clock.now().ms;
    for (let i = 0; i < 500; i++) {
      pass(3.7, i % 50 === 0 ? 33 : 0);
      const { ms } = clock.now();
      expect(ms).toBeGreaterThanOrEqual(last);
      last = ms;
    }
  });

  it('may be read without a look at the boot clock, and is then never late', () => {
    const { clock, pass } = clockOf();
    const start = clock.now().ms;
    pass(10, 5_000);
    expect(clock.recent().ms - start).toBeCloseTo(10, 5);
    const after = clock.now().ms;
    expect(clock.recent().ms).toBe(after);
  });

  it('agrees with the clocks of this machine', () => {
    const clock = new BootClock();
    const before = clock.now();
    const after = clock.now();
    expect(after.ms - before.ms).toBeLessThan(1_000);
    expect(Math.abs(after.wall - Date.now())).toBeLessThan(1_000);
  });
});
