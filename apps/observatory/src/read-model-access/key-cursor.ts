import { ApiError } from '#http';

/** Where the next page of a list by some key starts: after this key. Opaque to callers, versioned for us; a cursor of one list is none of another. */
export function encodeKeyCursor(list: string, key: string): string {
  return Buffer.from(`${list}1:${key}`).toString('base64url');
}

/** The key after which the page starts. Throws `invalid_cursor` for anything that `encodeKeyCursor` did not make for this list. */
export function decodeKeyCursor(list: string, cursor: string, shape: RegExp): string {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  const key = text.slice(list.length + 2);
  if (!text.startsWith(`${list}1:`) || !shape.test(key) || encodeKeyCursor(list, key) !== cursor) throw new ApiError('invalid_cursor');
  return key;
}

/** The shapes of keys that lists are ordered by. */
export const NAME = /^[a-z][a-z0-9._-]{0,63}$/;
export const WORKER_ID = /^[\x21-\x7e]{1,128}$/;
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
