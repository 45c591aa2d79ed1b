import type { ScheduleState } from '#domain';
import { changedSpec, specOf } from './schedule-request';

const least = { name: 'five', cron: '*/5 * * * *', job: { type: 'simulate.work' } };
const state: ScheduleState = { ...specOf(least), id: '01a1fddf-0000-7000-8000-00000000c0de', name: 'five', tenantId: 'default', status: 'active', createdAt: '2026-01-31T12:00:00.000Z', updatedAt: '2026-01-31T12:00:00.000Z', fired: 0, skipped: 0 };

describe('what a request asks for', () => {
  it('has its defaults filled in', () => {
    expect(specOf(least)).toEqual({ cron: '*/5 * * * *', job: { type: 'simulate.work' }, timeZone: 'UTC', catchUp: 'once', catchUpLimit: 10, overlap: 'allow', startAt: undefined, endAt: undefined });
  });

  it('in a change keeps what is absent, and takes away what is null', () => {
    const bounded = { ...state, startAt: '2026-02-01T00:00:00.000Z', endAt: '2026-03-01T00:00:00.000Z' };
    expect(changedSpec(bounded, { overlap: 'skip', endAt: null })).toEqual({ ...specOf(least), overlap: 'skip', startAt: '2026-02-01T00:00:00.000Z', endAt: undefined });
    expect(changedSpec(bounded, {})).toEqual({ ...specOf(least), startAt: bounded.startAt, endAt: bounded.endAt });
    expect(changedSpec(state, { cron: '0 7 * * *', timeZone: undefined })).toEqual({ ...specOf(least), cron: '0 7 * * *' });
  });

  it.each([
    ['/cron', { cron: '60 * * * *' }, /minute: 60/],
    ['/timeZone', { timeZone: 'Mars/Phobos' }, /Mars\/Phobos is not a time zone/],
    ['/endAt', { startAt: '2026-02-02T00:00:00.000Z', endAt: '2026-02-01T00:00:00.000Z' }, /before startAt/],
  ])('is refused where it cannot be: %s', (pointer, changes, message) => {
    for (const read of [() => specOf({ ...least, ...changes }), () => changedSpec(state, changes)]) {
      expect(read).toThrow(expect.objectContaining({ code: 'validation_failed', errors: [expect.objectContaining({ pointer })] }) as Error);
      expect(read).toThrow(message);
    }
  });
});
