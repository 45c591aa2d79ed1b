import { perMinute } from './per-minute';

it('counts the instants of each minute, up to the last, and leaves out what is older', () => {
  const { at, values } = perMinute(['2026-11-28T10:00:10.000Z', '2026-11-28T10:00:50.000Z', '2026-11-28T09:58:00.000Z', '2026-11-27T10:00:00.000Z'], '2026-11-28T10:00:50.000Z');
  expect([at.length, at.at(-1), at[0]]).toEqual([30, Date.parse('2026-11-28T10:00:00.000Z') / 1_000, Date.parse('2026-11-28T09:31:00.000Z') / 1_000]);
  expect([values.at(-1), values.at(-2), values.at(-3), values.reduce((sum, one) => sum + one)]).toEqual([2, 0, 1, 3]);
});
