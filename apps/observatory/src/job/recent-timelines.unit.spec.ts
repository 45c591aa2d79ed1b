import { RecentTimelines } from './recent-timelines';

const timeline = (version: number, characters: number) => ({ version, position: version, entries: 'x'.repeat(characters), tag: `"${version}"` });

it('remembers what was sent lately, and forgets what was asked for longest ago', () => {
  const recent = new RecentTimelines(10);
  recent.put('a', timeline(1, 4));
  recent.put('b', timeline(1, 4));
  expect(recent.get('a')?.version).toBe(1);
  recent.put('c', timeline(1, 4));
  expect([recent.get('a')?.version, recent.get('b'), recent.get('c')?.version]).toEqual([1, undefined, 1]);
  recent.put('a', timeline(2, 6));
  expect([recent.get('a')?.version, recent.get('c')?.version]).toEqual([2, 1]);
});

it('keeps nothing that is larger than all that may be kept', () => {
  const recent = new RecentTimelines(3);
  recent.put('a', timeline(1, 4));
  expect(recent.get('a')).toBeUndefined();
});
