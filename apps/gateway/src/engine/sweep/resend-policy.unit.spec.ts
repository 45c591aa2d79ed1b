import { mustResend } from './resend-policy';

describe('a job that waits', () => {
  it('is sent again after 30 s when its queue is empty: its message is not there', () => {
    expect(mustResend({ waitedMs: 29_999, resends: 0 }, 0)).toBe(false);
    expect(mustResend({ waitedMs: 30_000, resends: 0 }, 0)).toBe(true);
    expect(mustResend({ waitedMs: 30_000, resends: 9 }, 0)).toBe(true);
  });

  it('stands in line while its queue is not empty, and is sent again ever more rarely', () => {
    expect(mustResend({ waitedMs: 299_999, resends: 0 }, 5)).toBe(false);
    expect(mustResend({ waitedMs: 300_000, resends: 0 }, 5)).toBe(true);
    expect(mustResend({ waitedMs: 599_999, resends: 1 }, 5)).toBe(false);
    expect(mustResend({ waitedMs: 600_000, resends: 1 }, 5)).toBe(true);
    expect(mustResend({ waitedMs: 300_000 * 4_096, resends: 60 }, 5)).toBe(true);
  });
});
