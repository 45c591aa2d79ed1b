import { uuidV7 } from './uuid-v7';

describe('uuidV7', () => {
  it('is a UUID of version 7 whose first 48 bits are the time', () => {
    const nowMs = Date.parse('2036-01-31T12:00:00.123Z');
    const id = uuidV7(nowMs);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(nowMs);
  });

  it('ascends within a process, however many are made in a millisecond, and when the clock steps back', () => {
    const nowMs = Date.parse('2036-02-01T00:00:00.000Z');
    const ids = [...Array.from({ length: 10_000 }, () => uuidV7(nowMs)), uuidV7(nowMs - 5_000), uuidV7(nowMs + 60_000)];
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
