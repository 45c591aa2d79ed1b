import type { Logger } from '#observability';
import { AuditTrail } from './audit-trail';
import { FoldedNotes } from './folded-notes';

const note = (atMs: number, address = '10.0.0.1') => ({ action: 'security.authentication_failed', verdict: 'refused' as const, category: 'authentication_failed' as const, address, atMs });
const rule = (key: string) => ({ key, coarseKey: 'all', windowMs: 5_000 });
const sum = (notes: readonly { count: number }[]): number => notes.reduce((total, { count }) => total + count, 0);

describe('notes that are folded', () => {
  it('tell the first at once, and of those that follow how many there were when the window ends', () => {
    const notes = new FoldedNotes({ mostKeys: 4, mostWaiting: 10 });
    for (let i = 0; i < 10_000; i += 1) notes.add(note(1_000 + i / 10), rule('a'));
    expect(notes.take(2_000)).toMatchObject([{ count: 1, atMs: 1_000 }]);
    expect(notes.take(5_999)).toEqual([]);
    expect(notes.take(6_000)).toMatchObject([{ count: 9_999, atMs: 1_000.1, lastAtMs: 1_999.9 }]);
    expect(notes.isEmpty).toBe(true);
  });

  it('come to a bounded number of rows from however many places, and none is lost from the sum', () => {
    const notes = new FoldedNotes({ mostKeys: 4, mostWaiting: 10 });
    for (let i = 0; i < 1_000; i += 1) notes.add(note(i, `10.0.${i}.1`), rule(`place ${i}`));
    const taken = [...notes.take(1_000), ...notes.take(6_000)];
    expect(taken.length).toBeLessThanOrEqual(6);
    expect(sum(taken)).toBe(1_000);
    expect(taken.find(({ count }) => count > 900)).toMatchObject({ reason: expect.stringContaining('too many') as string });
  });

  it('fold what would stand alone once too many wait, and keep what could not be stored', () => {
    const notes = new FoldedNotes({ mostKeys: 4, mostWaiting: 3 });
    for (let i = 0; i < 10; i += 1) notes.addAlone(note(i), rule('beyond'));
    const first = notes.take(10);
    expect(first).toHaveLength(3);
    notes.giveBack(first);
    expect(sum([...notes.take(11), ...notes.take(10_000)])).toBe(10);
  });

  it('count without being told anew once there are several', () => {
    const notes = new FoldedNotes({ mostKeys: 4, mostWaiting: 3 });
    expect(notes.countAnother('a', 0)).toBe(false);
    notes.add(note(1), rule('a'));
    expect(notes.countAnother('a', 2)).toBe(false);
    notes.add(note(2), rule('a'));
    expect([notes.countAnother('a', 3), notes.countAnother('b', 3)]).toEqual([true, false]);
    expect(notes.take(10_000)).toMatchObject([{ count: 1, atMs: 1 }, { count: 2, atMs: 2, lastAtMs: 3 }]);
  });

  it('do not wait for a clock that was set back', () => {
    const notes = new FoldedNotes({ mostKeys: 4, mostWaiting: 3 });
    notes.add(note(1_000_000), rule('a'));
    notes.add(note(1_000_001), rule('a'));
    expect(sum(notes.take(500_000))).toBe(2);
  });
});

describe('the audit trail of a service', () => {
  const lines: unknown[] = [];
  const logger = { warn: (line: unknown) => void lines.push(line) } as Pick<Logger, 'warn'>;

  it('logs security events where nobody stores them, and keeps nothing', () => {
    const trail = new AuditTrail(logger, () => 1_000);
    trail.recordSecurity({ category: 'replay', resource: '/v1/jobs', reason: 'the nonce was used' });
    trail.record({ action: 'jobs:cancel', verdict: 'accepted' });
    expect(lines).toMatchObject([{ category: 'replay', resource: '/v1/jobs' }]);
    expect(trail.isEmpty).toBe(true);
  });

  it('clips what others sent, and lets nobody write control characters', () => {
    const trail = new AuditTrail(logger, () => 1_000);
    trail.attach({ wake: () => undefined, stored: () => Promise.resolve() });
    trail.recordSecurity({ category: 'authentication_failed', subject: `eve\u001b[2J${'x'.repeat(500)}` });
    const [taken] = trail.take();
    expect(taken?.subject).toMatch(/^eve\ufffd\[2Jx+…$/);
    expect(taken?.subject).toHaveLength(128);
  });
});
