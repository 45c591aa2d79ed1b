import { bearerMatches } from './bearer';

const TOKEN = 'a-token-of-sixteen';

it.each([
  [`Bearer ${TOKEN}`, true],
  [`bearer   ${TOKEN}`, true],
  [TOKEN, false],
  [`Bearer ${TOKEN}x`, false],
  [`Bearer ${TOKEN.slice(0, -1)}`, false],
  [`Basic ${TOKEN}`, false],
  ['Bearer ', false],
  ['', false],
  [undefined, false],
])('%s: %s', (header, expected) => {
  expect(bearerMatches(header, TOKEN)).toBe(expected);
});

it('takes no empty token for one', () => {
  expect([bearerMatches(undefined, ''), bearerMatches('Bearer ', ''), bearerMatches('', '')]).toEqual([false, false, false]);
});
