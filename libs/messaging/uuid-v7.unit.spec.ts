import { uuidV7 } from './uuid-v7';

describe('uuidV7', () => {
  it('is a UUID of version 7 and variant 10', () => {
    for (let i = 0; i < 3_000; i++) expect(uuidV7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('starts with the milliseconds, so ids of later milliseconds sort later', () => {
    expect(uuidV7(0x0123456789ab).slice(0, 13)).toBe('01234567-89ab');
    expect(uuidV7(1_700_000_000_000) < uuidV7(1_700_000_000_001)).toBe(true);
  });

  it('never repeats', () => {
    const ids = new Set(Array.from({ length: 50_000 }, () => uuidV7(1)));
    expect(ids.size).toBe(50_000);
  });
});
