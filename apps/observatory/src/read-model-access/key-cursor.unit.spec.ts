import { ApiError } from '#http';
import { decodeKeyCursor, encodeKeyCursor, NAME, UUID } from './key-cursor';

describe('the cursor of a list by key', () => {
  it('comes back as the key', () => {
    expect(decodeKeyCursor('queue', encodeKeyCursor('queue', 'mail.out'), NAME)).toBe('mail.out');
  });

  it.each(['', 'x', 'cXVldWUxOg', encodeKeyCursor('queue', 'UPPER'), encodeKeyCursor('type', 'mail'), `${encodeKeyCursor('queue', 'mail')}=`])('refuses %j', (cursor) => {
    expect(() => decodeKeyCursor('queue', cursor, NAME)).toThrow(ApiError);
  });

  it('holds the key to the shape that the list is ordered by', () => {
    expect(() => decodeKeyCursor('queue', encodeKeyCursor('queue', 'mail'), UUID)).toThrow(ApiError);
  });
});
