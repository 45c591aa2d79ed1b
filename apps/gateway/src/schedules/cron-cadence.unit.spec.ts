import fc from 'fast-check';
import { cadenceOf } from './cron-cadence';

const iso = (ms: number | undefined): string | undefined => (ms === undefined ? undefined : new Date(ms).toISOString());

/** The ticks of two days and a half around a change of the clocks. */
function ticks(cron: string, timeZone: string, from: string, count: number): string[] {
  const { next } = cadenceOf({ cron, timeZone });
  const found: string[] = [];
  for (let at = next(Date.parse(from)); at !== undefined && found.length < count; at = next(at)) found.push(new Date(at).toISOString());
  return found;
}

describe('a time of day where the clocks change', () => {
  it.each([
    // zone, time, the evening before, then: the tick of the day of the change and that of the day after
    ['that the spring leaves out fires at the end of the gap', 'Europe/Berlin', '30 2 * * *', '2027-03-27T12:00:00Z', ['2027-03-28T01:00:00.000Z', '2027-03-29T00:30:00.000Z']],
    ['that the autumn has twice fires the first time', 'Europe/Berlin', '30 2 * * *', '2027-10-30T12:00:00Z', ['2027-10-31T00:30:00.000Z', '2027-11-01T01:30:00.000Z']],
    ['that the spring leaves out fires at the end of the gap', 'America/New_York', '30 2 * * *', '2027-03-13T12:00:00Z', ['2027-03-14T07:00:00.000Z', '2027-03-15T06:30:00.000Z']],
    ['that the autumn has twice fires the first time', 'America/New_York', '30 1 * * *', '2027-11-06T12:00:00Z', ['2027-11-07T05:30:00.000Z', '2027-11-08T06:30:00.000Z']],
    ['in a gap of half an hour fires at its end', 'Australia/Lord_Howe', '15 2 * * *', '2027-10-02T00:00:00Z', ['2027-10-02T15:30:00.000Z', '2027-10-03T15:15:00.000Z']],
    ['in a half hour that comes twice fires the first time', 'Australia/Lord_Howe', '45 1 * * *', '2027-04-03T00:00:00Z', ['2027-04-03T14:45:00.000Z', '2027-04-04T15:15:00.000Z']],
    ['on a list fires once as well', 'Europe/Berlin', '30 1,2 * * *', '2027-10-30T23:00:00Z', ['2027-10-30T23:30:00.000Z', '2027-10-31T00:30:00.000Z', '2027-11-01T00:30:00.000Z']],
    ['on a list and in the gap fires at its end, once for all that meet there', 'Europe/Berlin', '0,30 2,3 * * *', '2027-03-27T12:00:00Z', ['2027-03-28T01:00:00.000Z', '2027-03-28T01:30:00.000Z', '2027-03-29T00:00:00.000Z']],
  ])('%s: %s, %s', (_what, timeZone, cron, from, expected) => {
    expect(ticks(cron, timeZone, from, expected.length)).toEqual(expected);
  });

  it.each([
    ['Europe/Berlin', '*/30 * * * *', '2027-03-28T00:15:00Z', ['00:30', '01:00', '01:30', '02:00']],
    ['Europe/Berlin', '30 * * * *', '2027-10-30T23:45:00Z', ['00:30', '01:30', '02:30']],
    ['America/New_York', '*/30 1-2 * * *', '2027-11-07T04:45:00Z', ['05:00', '05:30', '06:00', '06:30', '07:00', '07:30']],
    ['Australia/Lord_Howe', '*/15 * * * *', '2027-04-03T14:50:00Z', ['15:00', '15:15', '15:30', '15:45']],
    ['Australia/Lord_Howe', '*/15 * * * *', '2027-10-02T15:10:00Z', ['15:15', '15:30', '15:45']],
  ])('a rhythm goes on through it: %s, %s', (timeZone, cron, from, expected) => {
    expect(ticks(cron, timeZone, from, expected.length).map((tick) => tick.slice(11, 16))).toEqual(expected);
  });
});

describe('the ticks of an expression', () => {
  const expression = fc.constantFrom('30 2 * * *', '*/15 * * * *', '0 0 13 * FRI', '15 2 * * *', '45 1 * * *', '30 0 12 L * *', '*/7 */5 * * *', '0 9 * * MON#2', '0,30 1,2 * * *', '59 23 28-31 * *', '*/10 * * * * *');
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'UTC', 'Africa/Casablanca', 'Pacific/Apia');
  /** Half of them within hours of a change of the clocks. */
  const when = fc.oneof(
    fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 0, 1) }),
    fc.tuple(fc.constantFrom('2027-03-28T01:00Z', '2027-10-31T01:00Z', '2027-03-14T07:00Z', '2027-11-07T06:00Z', '2027-04-03T15:00Z', '2027-10-02T15:30Z'), fc.integer({ min: -5 * 3_600_000, max: 5 * 3_600_000 })).map(([change, off]) => Date.parse(change) + off),
  );

  it('are the same ones from wherever they are asked for', () => {
    fc.assert(
      fc.property(expression, zone, when, fc.double({ min: 0, max: 1, noNaN: true }), (cron, timeZone, atMs, part) => {
        const { next } = cadenceOf({ cron, timeZone });
        const tick = next(atMs) as number;
        expect(tick).toBeGreaterThan(atMs);
        expect(iso(next(atMs + Math.floor(part * (tick - 1 - atMs))))).toBe(iso(tick));
      }),
      { numRuns: 500 },
    );
  });

  it('are the same ones backward and forward', () => {
    fc.assert(
      fc.property(expression, zone, when, fc.integer({ min: 1, max: 5 }), (cron, timeZone, atMs, count) => {
        const { next, latest } = cadenceOf({ cron, timeZone });
        const last = latest(atMs, count);
        expect(last).toHaveLength(count);
        last.forEach((tick, i) => expect(iso(next(tick))).toBe(iso(last[i + 1] ?? next(atMs))));
        expect(latest(last[0] as number, 1)).toEqual([last[0]]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('an expression', () => {
  it('of a day that never comes has no tick', () => {
    expect(cadenceOf({ cron: '0 0 30 2 *', timeZone: 'UTC' }).next(Date.UTC(2026, 0, 1))).toBeUndefined();
    expect(cadenceOf({ cron: '0 0 31 4,6,9,11 *', timeZone: 'UTC' }).latest(Date.UTC(2026, 0, 1), 3)).toEqual([]);
  });

  it('of a day that comes in leap years waits for it', () => {
    expect(iso(cadenceOf({ cron: '0 0 29 2 *', timeZone: 'UTC' }).next(Date.UTC(2026, 0, 1)))).toBe('2028-02-29T00:00:00.000Z');
  });

  it.each([['60 * * * *'], ['* 24 * * *'], ['*/0 * * * *'], ['* * * *'], ['* * * * * * *'], ['5-1 * * * *'], ['a b c d e'], [''], ['* * 0 * *'], ['* * * * 8']])('that cannot be read is refused: %s', (cron) => {
    expect(() => cadenceOf({ cron, timeZone: 'UTC' })).toThrow();
  });

  it.each([['Mars/Phobos'], ['Europe/Atlantis'], ['']])('in a zone that is not known is refused: %s', (timeZone) => {
    expect(() => cadenceOf({ cron: '* * * * *', timeZone })).toThrow(/time zone/);
  });
});
