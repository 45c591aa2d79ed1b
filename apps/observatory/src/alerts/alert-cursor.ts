import { ApiError } from '#http';

const PREFIX = 'a1:';
const ID = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z\/[A-Za-z0-9_-]{1,64}$/;

/** Where the next page starts: after this occurrence. Opaque to callers, versioned for us. */
export function encodeCursor(lastId: string): string {
  return Buffer.from(PREFIX + lastId).toString('base64url');
}

/** The occurrence after which the page starts. Throws `invalid_cursor` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const id = text.slice(PREFIX.length);
  if (!text.startsWith(PREFIX) || !ID.test(id) || encodeCursor(id) !== cursor) throw new ApiError('invalid_cursor');
  return id;
}
