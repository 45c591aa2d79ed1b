import { EventWindow } from './event-window';

const text = (position: number): string => JSON.stringify({ eventType: 'job.queued', correlationId: 'c', stream: { id: `j-${position}`, position }, payload: {} });
const batch = (from: number, to: number, epoch = 'e-1') => ({ from, to, epoch, events: Array.from({ length: to - from + 1 }, (_, index) => text(from + index)) });
const positions = (events: readonly { readonly position: number }[] | undefined) => events?.map(({ position }) => position);

describe('the window of live events', () => {
  it('gives each event once, however often a batch comes', () => {
    const window = new EventWindow();
    expect(positions(window.take(batch(5, 7)).events)).toEqual([5, 6, 7]);
    expect(window.take(batch(5, 7))).toEqual({ kind: 'next', events: [] });
    expect(positions(window.take(batch(6, 9)).events)).toEqual([8, 9]);
    expect([window.last, positions(window.after(7)), window.after(9), window.after(20)]).toEqual([9, [8, 9], [], []]);
  });

  it('says when it does not go back that far', () => {
    const window = new EventWindow();
    window.take(batch(5, 7));
    expect([positions(window.after(4)), window.after(3), new EventWindow().after(0)]).toEqual([[5, 6, 7], undefined, undefined]);
  });

  it('says when there is a hole, and when the log is another one, and goes on from there', () => {
    const window = new EventWindow();
    window.take(batch(1, 3));
    expect(window.take(batch(9, 9))).toMatchObject({ kind: 'gap', events: [{ position: 9 }] });
    expect(window.take(batch(1, 2, 'e-2'))).toMatchObject({ kind: 'gap', events: [{ position: 1 }, { position: 2 }] });
    expect([window.last, window.epoch]).toEqual([2, 'e-2']);
  });

  it('is bounded', () => {
    const window = new EventWindow();
    for (let from = 1; from < 60_000; from += 500) window.take(batch(from, from + 499));
    expect(window.after(0)).toBeUndefined();
    expect(window.after((window.last ?? 0) - 10_000)).toHaveLength(10_000);
  });

  it('frames an event for the wire, with what is shown of it', () => {
    const window = new EventWindow((whole) => whole.replace('job.queued', '***'));
    const [event] = window.take(batch(7, 7)).events;
    expect(event?.frame).toBe(`id: 7\nevent: job.queued\ndata: ${text(7).replace('job.queued', '***')}\n\n`);
  });
});
