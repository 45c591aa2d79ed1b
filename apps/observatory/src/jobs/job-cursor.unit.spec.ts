import { decodeCursor, encodeCursor } from './job-cursor';

const id = '0193010b-0000-7000-8000-000000000001';

describe('the cursor of a page', () => {
  it('comes back as the job that it was made of', () => {
    expect(decodeCursor(encodeCursor(id))).toBe(id);
  });

  it.each(['', 'x', 'e30', encodeCursor('not-an-id'), `${encodeCursor(id)}=`, encodeCursor(id).slice(1), Buffer.from(`2:${id}`).toString('base64url'), 'ü'])('is refused as %j', (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: 'invalid_cursor' }) as Error);
  });
});
