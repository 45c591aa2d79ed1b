import { absolute, count, duration, percent, relative, shortId, submittedAtOf } from './format';

const NOW = Date.parse('2026-11-28T10:00:00.000Z');
const before = (ms: number): string => new Date(NOW - ms).toISOString();

it.each([[0, '0 ms'], [0.4, '< 1 ms'], [850, '850 ms'], [2_400, '2.4 s'], [59_000, '59 s'], [185_000, '3 min 5 s'], [7_800_000, '2 h 10 min'], [86_400_000, '1 d'], [null, '–']])('a duration of %j ms is %j', (ms, text) => {
  expect(duration(ms)).toBe(text);
});

it.each([[200, 'just now'], [12_400, '12 s ago'], [-180_000, 'in 3 min'], [3_700_000, '1 h ago']])('%j ms before now is %j', (ms, text) => {
  expect(relative(before(ms), NOW)).toBe(text);
});

it('an instant is written with its milliseconds, and with its year where that is another', () => {
  expect(absolute(before(0), NOW)).toMatch(/^\d+ Nov \d\d:\d\d:00\.000$/);
  expect(absolute('2025-01-02T03:04:05.006Z', NOW)).toMatch(/2025 .*:04:05\.006$/);
});

it.each([[999, '999'], [1_234, '1 234'], [45_600, '45.6 k'], [1_200_000, '1.20 M']])('%j is counted as %j', (n, text) => expect(count(n)).toBe(text));

it.each([[1, '100 %'], [0.99999, '99.9 %'], [0.5, '50.0 %'], [null, '–']])('a share of %j is %j', (share, text) => expect(percent(share)).toBe(text));

it('an id is known by its end', () => expect(shortId('0193010b-0000-7000-8000-0000deadbeef')).toBe('…deadbeef'));

it('an id tells when its job was submitted', () => expect(submittedAtOf('0193010b-0000-7000-8000-0000deadbeef')).toBe(new Date(0x0193010b0000).toISOString()));
