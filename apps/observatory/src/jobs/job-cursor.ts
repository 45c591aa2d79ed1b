import { ApiError } from '#http';

const PREFIX = '1:';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Where the next page starts: after this job. Opaque to callers, versioned for us. */
export function encodeCursor(lastId: string): string {
  return Buffer.from(PREFIX + lastId).toString('base64url');
}

/** The job after which the page starts. Throws `invalid_cursor` for anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const id = text.slice(PREFIX.length);
  if (!text.startsWith(PREFIX) || !UUID.test(id) || encodeCursor(id) !== cursor) throw new ApiError('invalid_cursor');
  return id;
}
