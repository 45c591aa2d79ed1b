import type { LoggedEvent } from '#event-log';
import { RecentEvents } from './recent-events';

const events = (from: number, to: number, text = 'x'): LoggedEvent[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ position: from + i, eventId: '', type: 'job.queued', streamId: '', correlationId: '', text, event: undefined }));
const positions = (list: readonly LoggedEvent[]): number[] => list.map(({ position }) => position);

describe('recent events', () => {
  it('are given from exactly the position asked for', () => {
    const recent = new RecentEvents();
    recent.add(events(5, 9));
    expect(positions(recent.from(6, 2))).toEqual([6, 7]);
    expect(positions(recent.from(9, 10))).toEqual([9]);
    expect(recent.from(4, 10)).toEqual([]);
    expect(recent.from(10, 10)).toEqual([]);
    expect(recent.firstPosition).toBe(5);
  });

  it('begin anew where somebody else wrote in between', () => {
    const recent = new RecentEvents();
    recent.add(events(1, 4));
    recent.add(events(7, 8));
    expect(recent.from(3, 10)).toEqual([]);
    expect(recent.firstPosition).toBe(7);
    expect(positions(recent.from(7, 10))).toEqual([7, 8]);
  });

  it('are put in order when two connections are heard the wrong way round', () => {
    const recent = new RecentEvents();
    recent.add(events(1, 3));
    recent.dropUpTo(3);
    recent.add(events(6, 7));
    recent.add(events(8, 8));
    recent.add(events(4, 5));
    expect(positions(recent.from(4, 10))).toEqual([4, 5, 6, 7, 8]);
    recent.add(events(9, 9));
    expect(positions(recent.from(8, 10))).toEqual([8, 9]);
  });

  it('begin anew, and lie about nothing, when what is heard late does not join', () => {
    const recent = new RecentEvents();
    recent.add(events(6, 7));
    recent.add(events(2, 3));
    expect(positions(recent.from(2, 10))).toEqual([2, 3]);
    expect(recent.from(6, 10)).toEqual([]);
    recent.add(events(4, 4));
    expect(positions(recent.from(2, 10))).toEqual([2, 3, 4]);
  });

  it('are dropped when relayed, and bounded in number and in size', () => {
    const recent = new RecentEvents(10, 100);
    recent.add(events(1, 30));
    expect(recent.firstPosition).toBe(21);
    recent.dropUpTo(25);
    expect(recent.firstPosition).toBe(26);
    recent.add(events(31, 32, 'x'.repeat(60)));
    expect(recent.firstPosition).toBe(32);
    recent.dropUpTo(99);
    expect(recent.firstPosition).toBeUndefined();
    recent.add(events(100, 100));
    expect(positions(recent.from(100, 1))).toEqual([100]);
  });

  it('keep their order through many comings and goings', () => {
    const recent = new RecentEvents();
    for (let position = 1; position < 20_000; position += 10) {
      recent.add(events(position, position + 9));
      expect(recent.from(position + 3, 1)[0]?.position).toBe(position + 3);
      recent.dropUpTo(position + 5);
    }
  });
});
