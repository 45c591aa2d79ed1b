import { parseSearch, stringifySearch } from './search';

it.each([['', {}], ['?state=FAILED&tag=a&tag=b%20c', { state: 'FAILED', tag: ['a', 'b c'] }], ['?id=007', { id: '007' }]])('%j is read as it is meant, and written back', (text, search) => {
  expect(parseSearch(text)).toEqual(search);
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

it('leaves out what is empty', () => expect(stringifySearch({ a: undefined, b: '', c: [], d: 0 })).toBe('?d=0'));
