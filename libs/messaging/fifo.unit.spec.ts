import { Fifo } from './fifo';

describe('Fifo', () => {
  it('gives items back in the order they came, through compaction', () => {
    const fifo = new Fifo<number>();
    const out: number[] = [];
    for (let i = 0; i < 1_000; i++) {
      fifo.push(2 * i);
      fifo.push(2 * i + 1);
      out.push(fifo.shift() as number);
    }
    out.push(...fifo.drain());
    expect(out).toEqual(Array.from({ length: 2_000 }, (_, i) => i));
    expect(fifo.length).toBe(0);
    expect(fifo.shift()).toBeUndefined();
  });

  it('puts an item before all others', () => {
    const fifo = new Fifo<string>();
    fifo.push('b');
    fifo.unshift('a');
    expect(fifo.shift()).toBe('a');
    fifo.unshift('again');
    expect([fifo.peek(), ...fifo.drain()]).toEqual(['again', 'again', 'b']);
  });
});
