import { AttemptTelemetry, type TelemetryDue } from './attempt-telemetry';

const AT = '2026-01-01T00:00:00.000Z';

/** Takes whenever something is due, until `untilMs`. */
function run(telemetry: AttemptTelemetry, fromMs: number, untilMs: number): { ms: number; due: TelemetryDue }[] {
  const all: { ms: number; due: TelemetryDue }[] = [];
  for (let next = telemetry.nextMs(); next !== undefined && next <= untilMs; next = telemetry.nextMs()) {
    const ms = Math.max(fromMs, next);
    all.push({ ms, due: telemetry.take(ms) });
    if (all.length > 10_000) throw new Error('due without end');
  }
  return all;
}

describe('progress', () => {
  it('goes out at once, then at most twice a second, the newest winning', () => {
    const telemetry = new AttemptTelemetry();
    const out: { ms: number; due: TelemetryDue }[] = [];
    for (let ms = 0; ms < 2_000; ms += 10) {
      telemetry.report(ms / 2_000, `at ${ms}`);
      out.push(...run(telemetry, ms, ms));
    }
    expect(out.map(({ ms, due }) => [ms, due.progress?.message])).toEqual([[0, 'at 0'], [500, 'at 500'], [1_000, 'at 1000'], [1_500, 'at 1500']]);
    expect(telemetry.end(AT)).toEqual({ progress: { value: 0.995, message: 'at 1990' } });
  });

  it('is a share, whatever is said', () => {
    const said = (value: never) => {
      const telemetry = new AttemptTelemetry();
      telemetry.report(value, undefined);
      return telemetry.end(AT).progress;
    };
    expect([0.3, -1, 7, { done: 1, total: 4 }, { done: 1, total: 0 }, { done: 9, total: 3 }].map((value) => said(value as never)?.value)).toEqual([0.3, 0, 1, 0.25, 0, 1]);
    expect([NaN, undefined, null, 'half', { done: 'x', total: 1 }].map((value) => said(value as never))).toEqual([undefined, undefined, undefined, undefined, undefined]);
    expect(said({ done: 1, total: 4 } as never)?.message).toBe('1 of 4');
  });

  it('has a message of 500 characters at most', () => {
    const telemetry = new AttemptTelemetry();
    telemetry.report(1, 'x'.repeat(900));
    expect(telemetry.end(AT).progress?.message).toHaveLength(499);
  });
});

describe('lines', () => {
  it('are gathered for a moment, then go out once a second', () => {
    const telemetry = new AttemptTelemetry();
    const out: { ms: number; due: TelemetryDue }[] = [];
    for (let ms = 0; ms < 2_500; ms += 100) {
      telemetry.log('info', `line ${ms}`, AT, ms);
      out.push(...run(telemetry, ms, ms + 99));
    }
    expect(out.map(({ ms, due }) => [ms, due.lines?.length])).toEqual([[50, 1], [1_050, 10], [2_050, 10]]);
    expect(telemetry.end(AT).lines).toHaveLength(4);
  });

  it('or as soon as a hundred have come, or 64 KiB', () => {
    const many = new AttemptTelemetry();
    for (let n = 0; n < 100; n++) many.log('debug', String(n), AT, 0);
    expect(run(many, 0, 0).map(({ due }) => due.lines?.length)).toEqual([100]);
    const large = new AttemptTelemetry();
    for (let n = 0; n < 17; n++) large.log('debug', 'x'.repeat(4_000), AT, 0);
    expect(run(large, 0, 0).map(({ due }) => due.lines?.length)).toEqual([17]);
  });

  it('are cut at 4,000 characters, never inside of one', () => {
    const telemetry = new AttemptTelemetry();
    telemetry.log('info', `x${'😀'.repeat(3_000)}`, AT, 0);
    telemetry.log('info', '\ud800', AT, 0);
    const [cut, lone] = telemetry.end(AT).lines ?? [];
    expect(cut?.text.length).toBeLessThanOrEqual(4_000);
    expect(cut?.text.isWellFormed()).toBe(true);
    expect(cut?.text.endsWith('…')).toBe(true);
    expect(lone?.text).toBe('\ufffd');
  });

  it('are bounded for an attempt; the last one says how many were dropped', () => {
    const telemetry = new AttemptTelemetry();
    const kept: string[] = [];
    for (let n = 0; n < 1_500; n++) {
      telemetry.log('info', `line ${n}`, AT, n);
      for (const { due } of run(telemetry, n, n)) kept.push(...(due.lines ?? []).map(({ text }) => text));
    }
    telemetry.lost(7);
    kept.push(...(telemetry.end(AT).lines ?? []).map(({ text }) => text));
    expect(kept).toHaveLength(1_001);
    expect(kept.slice(-2)).toEqual(['line 999', '507 lines dropped']);
  });

  it('are bounded in size as well', () => {
    const telemetry = new AttemptTelemetry();
    for (let n = 0; n < 300; n++) telemetry.log('info', 'x'.repeat(4_000), AT, 0);
    expect(telemetry.end(AT).lines?.at(-1)?.text).toBe('50 lines dropped');
  });

  it('after the end nobody listens', () => {
    const telemetry = new AttemptTelemetry();
    telemetry.end(AT);
    telemetry.report(1, undefined);
    expect(telemetry.log('info', 'late', AT, 0)).toBeUndefined();
    expect(telemetry.nextMs()).toBeUndefined();
    expect(telemetry.end(AT)).toEqual({});
  });
});
