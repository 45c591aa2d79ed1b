import type { JobState } from '#domain';
import { RowCache } from './row-cache';

const row = (id: string, changes: Partial<JobState> = {}, payloadBytes = 10) => ({ rev: 1, payloadBytes, state: { id, status: 'QUEUED', ...changes } as JobState });

describe('the row cache', () => {
  it('keeps what was used last', () => {
    const cache = new RowCache(2);
    cache.put(row('a'));
    cache.put(row('b'));
    expect(cache.get('a')?.state.id).toBe('a');
    cache.put(row('c'));
    expect(['a', 'b', 'c'].map((id) => cache.get(id) !== undefined)).toEqual([true, false, true]);
  });

  it('is bounded in bytes as well', () => {
    const cache = new RowCache(100, 100);
    cache.put(row('a', {}, 60));
    cache.put(row('a', {}, 60));
    expect(cache.get('a')).toBeDefined();
    cache.put(row('b', {}, 60));
    expect(cache.get('a')).toBeUndefined();
    expect(cache.get('b')).toBeDefined();
  });

  it('forgets what has ended, and what it is told to', () => {
    const cache = new RowCache();
    cache.put(row('a'));
    cache.put(row('a', { status: 'COMPLETED' }));
    cache.put(row('b'));
    cache.drop('b');
    cache.drop('never there');
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, undefined]);
  });
});
