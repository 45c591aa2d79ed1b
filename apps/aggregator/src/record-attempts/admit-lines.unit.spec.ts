import fc from 'fast-check';
import type { AttemptLogLine } from '#contracts';
import { admitLines, type LineBatch, type LogAccount, MAX_BYTES, MAX_LINES, MAX_SEEN, NO_LINES } from './admit-lines';

const line = (text: string): AttemptLogLine => ({ at: '2026-01-01T00:00:00.000Z', level: 'info', text });
const batch = (eventId: string, ...texts: string[]): LineBatch => ({ eventId, lines: texts.map(line) });

/** What a log holds after these deliveries, each a list of batches that came together. */
function logOf(deliveries: readonly (readonly LineBatch[])[]): { account: LogAccount; lines: string[] } {
  let account = NO_LINES;
  const lines: string[] = [];
  for (const batches of deliveries) {
    const admission = admitLines(account, batches);
    if (!admission) continue;
    ({ account } = admission);
    lines.push(...admission.lines.map(({ text }) => text));
  }
  return { account, lines };
}

describe('the lines of an attempt', () => {
  it('are kept in the order in which they came', () => {
    expect(logOf([[batch('1', 'a', 'b'), batch('2', 'c')], [batch('3', 'd')]])).toEqual({ account: { version: 2, seen: ['1', '2', '3'], count: 4, bytes: 4, dropped: 0 }, lines: ['a', 'b', 'c', 'd'] });
  });

  it('are not written again when nothing is new', () => {
    expect(admitLines(logOf([[batch('1', 'a')]]).account, [batch('1', 'a')])).toBeUndefined();
  });

  it('are counted and left out from the first that is one too many', () => {
    const many = Array.from({ length: MAX_LINES + 3 }, (_, index) => String(index));
    const { account, lines } = logOf([[batch('1', ...many)], [batch('2', 'late')]]);
    expect([lines.length, lines.at(-1), account.dropped]).toEqual([MAX_LINES, String(MAX_LINES - 1), 4]);
  });

  it('leave no hole: after one that is too large a small one is left out too', () => {
    const large = 'ü'.repeat(2_000); // 4,000 bytes
    const fitting = Math.floor(MAX_BYTES / 4_000);
    const { account, lines } = logOf([[batch('1', ...Array.from({ length: fitting + 1 }, () => large))], [batch('2', 'x')]]);
    expect([lines.length, account.bytes <= MAX_BYTES, account.dropped]).toEqual([fitting, true, 2]);
  });

  it('are remembered by a bounded number of messages', () => {
    const { account } = logOf(Array.from({ length: MAX_SEEN + 7 }, (_, index) => [batch(String(index), 'x')]));
    expect([account.seen.length, account.seen[0], account.count]).toEqual([MAX_SEEN, '7', MAX_SEEN + 7]);
  });

  it('come out once each, however often and however grouped their messages are delivered', () => {
    const batches = Array.from({ length: 12 }, (_, index) => batch(String(index), `${index}a`, `${index}b`));
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom(...batches), { maxLength: 6 }), { maxLength: 12 }), (deliveries) => {
        const { account, lines } = logOf(deliveries);
        const expected = [...new Set(deliveries.flat())].flatMap((one) => one.lines.map(({ text }) => text));
        expect([lines, account.count]).toEqual([expected, expected.length]);
      }),
    );
  });
});
