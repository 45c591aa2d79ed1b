import fc from 'fast-check';
import { RelayWindow } from './relay-window';

describe("the relay's window", () => {
  it('moves the cursor only over what is confirmed without a hole', () => {
    const window = new RelayWindow(10, 100);
    for (let i = 0; i < 3; i++) window.sent(1);
    expect([window.next, window.inFlight, window.cursor]).toEqual([14, 3, 10]);
    expect(window.confirmed(12)).toBe(false);
    expect(window.confirmed(13)).toBe(false);
    expect(window.cursor).toBe(10);
    expect(window.confirmed(11)).toBe(true);
    expect([window.cursor, window.inFlight]).toEqual([13, 0]);
  });

  it('waits for both messages of an event that goes to readers and to workers', () => {
    const window = new RelayWindow(0, 100);
    window.sent(2);
    expect(window.confirmed(1)).toBe(false);
    expect(window.confirmed(1)).toBe(true);
    expect(window.cursor).toBe(1);
  });

  it('is full at its capacity', () => {
    const window = new RelayWindow(0, 2);
    window.sent(1);
    expect(window.hasRoom).toBe(true);
    window.sent(1);
    expect(window.hasRoom).toBe(false);
    window.confirmed(1);
    expect(window.hasRoom).toBe(true);
  });

  it('takes no confirm for what it has not sent, or for what is behind it', () => {
    const window = new RelayWindow(5, 10);
    window.sent(1);
    expect([window.confirmed(9), window.confirmed(5), window.confirmed(6), window.confirmed(6)]).toEqual([false, false, true, false]);
    expect(window.cursor).toBe(6);
  });

  it('ends where everything is, whatever the order of the confirms, and is never ahead on the way', () => {
    const confirms = fc.integer({ min: 1, max: 60 }).chain((n) => fc.shuffledSubarray(Array.from({ length: n }, (_, i) => i + 1), { minLength: n }));
    fc.assert(
      fc.property(confirms, (order) => {
        const window = new RelayWindow(0, 1_000);
        order.forEach(() => window.sent(1));
        const seen = new Set<number>();
        for (const position of order) {
          window.confirmed(position);
          seen.add(position);
          let contiguous = 0;
          while (seen.has(contiguous + 1)) contiguous += 1;
          expect(window.cursor).toBe(contiguous);
        }
        expect(window.inFlight).toBe(0);
      }),
    );
  });
});
