import { chipOf, chipsOf, queryOf, searchOf } from './filters';

it.each([
  ['state:failed', { name: 'state', value: 'FAILED' }],
  ['tag:a:b', { name: 'tag', value: 'a:b' }],
  ['no such user', { name: 'q', value: 'no such user' }],
  ['http://x', { name: 'q', value: 'http://x' }],
  ['type:', undefined],
  ['  ', undefined],
])('%j is typed for %j', (typed, chip) => expect(chipOf(typed)).toEqual(chip));

it('an address says the same as its filters, there and back', () => {
  const search = { state: ['FAILED', 'RETRYING'], tag: ['a', 'b'], worker: 'w-1', q: 'boom' };
  expect(searchOf(chipsOf(search))).toEqual(search);
  expect(chipsOf({ nonsense: 'x' })).toEqual([]);
});

it('a filter that can be there once is replaced, one that can be repeated is added', () => {
  expect(searchOf([{ name: 'queue', value: 'a' }, { name: 'queue', value: 'b' }, { name: 'tag', value: 'x' }, { name: 'tag', value: 'y' }])).toEqual({ queue: 'b', tag: ['x', 'y'] });
});

it('asks the observatory in its own words', () => {
  expect(queryOf({ error: 'abcd', ref: 'order 7', tag: 'a', longer: '500', state: 'FAILED' })).toEqual({ fingerprint: 'abcd', externalRef: 'order 7', tag: ['a'], minDurationMs: '500', state: 'FAILED' });
});
