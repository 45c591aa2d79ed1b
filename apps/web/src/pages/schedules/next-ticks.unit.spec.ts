import { nextTicks, wallTime } from './next-ticks';

describe('the next ticks of a schedule', () => {
  const daily = { cron: '30 2 * * *', timeZone: 'Europe/Zurich' };

  it('are the one that the log has and the four after it', () => {
    expect(nextTicks({ cron: '*/15 * * * *', timeZone: 'UTC', nextAt: '2026-03-01T10:15:00.000Z' })).toEqual([15, 30, 45].map((minute) => `2026-03-01T10:${minute}:00.000Z`).concat('2026-03-01T11:00:00.000Z', '2026-03-01T11:15:00.000Z'));
  });

  it('keep the time of day when the clocks change, and name a time that spring leaves out as the gateway does', () => {
    expect(nextTicks({ ...daily, nextAt: '2026-03-28T01:30:00.000Z' }).slice(0, 3)).toEqual(['2026-03-28T01:30:00.000Z', '2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z']);
  });

  it('end where the schedule ends', () => {
    expect(nextTicks({ ...daily, nextAt: '2026-06-01T00:30:00.000Z', endAt: '2026-06-03T00:30:00.000Z' })).toHaveLength(3);
  });

  it('are none while it is paused, and only the first where the expression or the zone is not known here', () => {
    expect(nextTicks(daily)).toEqual([]);
    expect(nextTicks({ cron: '0 0 * * *', timeZone: 'Nowhere/At_All', nextAt: '2026-06-01T00:00:00.000Z' })).toEqual(['2026-06-01T00:00:00.000Z']);
    expect(nextTicks({ cron: 'whenever', timeZone: 'UTC', nextAt: '2026-06-01T00:00:00.000Z' })).toEqual(['2026-06-01T00:00:00.000Z']);
  });

  it('are told by the clock of their zone', () => {
    expect(wallTime('2026-03-29T01:00:00.000Z', 'Europe/Zurich')).toBe('Sun 29 Mar, 03:00');
    expect(wallTime('2026-03-29T01:00:00.000Z', 'Nowhere/At_All')).toBe('');
  });
});
