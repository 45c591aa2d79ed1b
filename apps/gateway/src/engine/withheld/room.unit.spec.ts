import { controlsSnapshot, type ControlResource } from '#domain';
import type { KeyUsage } from '#event-log';
import { MOST_AT_ONCE, roomUnder } from './room';

const paused = { at: '2026-01-31T12:00:00.000Z', by: 'ops' };
const SET: ControlResource[] = [
  { kind: 'queue', name: 'shut', state: { paused } },
  { kind: 'queue', name: 'mail', state: { concurrency: 5 } },
  { kind: 'job_type', name: 'shut', version: 1, state: { paused } },
  { kind: 'job_type', name: 'mail.send', version: 1, state: { concurrency: 3 } },
  { kind: 'limit', name: 'l', state: { concurrency: 2, rate: { perSecond: 10, burst: 4 } } },
  { kind: 'limit', name: 'slow', state: { rate: { perSecond: 0.5, burst: 1 } } },
];
const room = (key: string, usage?: KeyUsage, underWay = 0) =>
  roomUnder(key, { controls: controlsSnapshot(1, SET, (text) => text), usage, underWay, handled: (type) => type === 'mail.send' });
const bucket = (tokens: number, ageMs = 0): KeyUsage => ({ inUse: 0, bucket: { tokens, ageMs } });

describe('the room under a key', () => {
  it.each([
    ['a paused queue', 'queue:shut', 0],
    ['a queue that is not paused (any more)', 'queue:mail', MOST_AT_ONCE],
    ['a paused type', 'type:shut', 0],
    ['a type that is not paused', 'type:mail.send', MOST_AT_ONCE],
    ['a type that some worker handles', 'handler:mail.send', MOST_AT_ONCE],
    ['a type that none handles', 'handler:other', 0],
    ['a limit that was removed', 'limit:gone:*', MOST_AT_ONCE],
    ['a bound that was removed', 'concurrency:queue:shut', MOST_AT_ONCE],
    ['a rate that was removed', 'rate:gone:*', MOST_AT_ONCE],
    ['a key of another release', 'moon:full', MOST_AT_ONCE],
  ])('of %s', (_what, key, jobs) => {
    expect(room(key).jobs).toBe(jobs);
  });

  it('is what no owner holds and what is not under way', () => {
    expect(room('concurrency:queue:mail', { inUse: 2 })).toEqual({ jobs: 3 });
    expect(room('concurrency:queue:mail', { inUse: 2 }, 2)).toEqual({ jobs: 1 });
    expect(room('concurrency:type:mail.send', { inUse: 3 })).toEqual({ jobs: 0 });
    expect(room('limit:l:a:b', { inUse: 7 }, 1)).toEqual({ jobs: 0 });
  });

  it('of a rate is its whole tokens, and says when there is the next', () => {
    expect(room('rate:l:*')).toEqual({ jobs: 4, againInMs: 101 });
    expect(room('rate:l:*', bucket(0.5, 0))).toEqual({ jobs: 0, againInMs: 51 });
    expect(room('rate:l:*', bucket(0, 250))).toEqual({ jobs: 2, againInMs: 51 });
    expect(room('rate:l:*', bucket(0, 60_000), 1)).toMatchObject({ jobs: 3 });
    expect(room('rate:slow:*', bucket(0, 0), 1)).toEqual({ jobs: 0, againInMs: 4_001 });
    expect(room('rate:l:*', bucket(1, -5_000))).toMatchObject({ jobs: 1 });
  });
});
