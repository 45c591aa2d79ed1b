import { PROBE_EVERY_MS, WorkerVitals } from './worker-vitals';

const UP = 60_000;

describe('the vitals of a worker', () => {
  it('need two returns a quarter of a second apart to say that it is gone', () => {
    const vitals = new WorkerVitals();
    expect(vitals.judge('w', 'returned', 1_000, UP)).toEqual({ kind: 'suspect', probeAgainInMs: 250 });
    expect(vitals.judge('w', 'returned', 1_100, UP)).toEqual({ kind: 'suspect', probeAgainInMs: 150 });
    expect(vitals.judge('w', 'returned', 1_250, UP)).toEqual({ kind: 'gone' });
    expect(vitals.judge('w', 'returned', 1_300, UP).kind).toBe('suspect');
  });

  it('start from nothing when a probe was delivered in between', () => {
    const vitals = new WorkerVitals();
    vitals.judge('w', 'returned', 0, UP);
    expect(vitals.judge('w', 'confirmed', 100, UP)).toEqual({ kind: 'alive' });
    expect(vitals.judge('w', 'returned', 400, UP).kind).toBe('suspect');
  });

  it('say nothing while the prober itself has just come back: everybody may be on the way', () => {
    const vitals = new WorkerVitals();
    for (const sentAt of [0, 400, 800, 1_200]) expect(vitals.judge('w', 'returned', sentAt, 5_999)).toEqual({ kind: 'unknown' });
    vitals.judge('w', 'returned', 2_000, 6_000);
    vitals.forgetAll();
    expect(vitals.judge('w', 'returned', 2_400, 6_400).kind).toBe('suspect');
  });

  it('take a probe that was lost for no probe', () => {
    const vitals = new WorkerVitals();
    vitals.judge('w', 'returned', 0, UP);
    expect(vitals.judge('w', 'failed', 300, UP)).toEqual({ kind: 'unknown' });
    expect(vitals.judge('w', 'returned', 400, UP).kind).toBe('suspect');
  });

  it('are kept for each worker apart', () => {
    const vitals = new WorkerVitals();
    vitals.judge('a', 'returned', 0, UP);
    expect(vitals.judge('b', 'returned', 400, UP).kind).toBe('suspect');
    expect(vitals.judge('a', 'returned', 400, UP).kind).toBe('gone');
  });

  /** What a prober that asks each 200 ms makes of a queue that is gone between two times, with answers that take 5 ms. */
  function goneAtMs(fromMs: number, untilMs: number): number | undefined {
    const vitals = new WorkerVitals();
    const due = Array.from({ length: 20 }, (_, i) => i * PROBE_EVERY_MS);
    for (let sentAt = due.shift(); sentAt !== undefined; sentAt = due.shift()) {
      const verdict = vitals.judge('w', sentAt >= fromMs && sentAt < untilMs ? 'returned' : 'confirmed', sentAt, UP);
      if (verdict.kind === 'gone') return sentAt;
      if (verdict.kind === 'suspect') due.push(sentAt + 5 + verdict.probeAgainInMs);
      due.sort((a, b) => a - b);
    }
    return undefined;
  }

  it('survive a change of connection of up to a quarter of a second, whenever it comes, and end within half a second of a death', () => {
    for (let fromMs = 1_000; fromMs < 1_000 + PROBE_EVERY_MS; fromMs++) {
      expect(goneAtMs(fromMs, fromMs + 250)).toBeUndefined();
      const goneAfterMs = (goneAtMs(fromMs, Number.POSITIVE_INFINITY) ?? Number.NaN) - fromMs;
      expect(goneAfterMs).toBeLessThanOrEqual(PROBE_EVERY_MS + 250 + 10);
    }
  });
});
