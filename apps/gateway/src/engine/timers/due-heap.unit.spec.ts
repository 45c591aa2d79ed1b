import fc from 'fast-check';
import { DueHeap } from './due-heap';

describe('the heap of what is due', () => {
  it('gives what is due, the earliest first, and no more than asked for', () => {
    const heap = new DueHeap();
    heap.set('b', 20);
    heap.set('a', 10);
    heap.set('c', 30);
    expect(heap.nextAtMs()).toBe(10);
    expect(heap.takeDue(25, 10).map(({ key }) => key)).toEqual(['a', 'b']);
    expect(heap.takeDue(25, 10)).toEqual([]);
    expect([heap.size, heap.nextAtMs()]).toEqual([1, 30]);
    heap.set('d', 29);
    expect(heap.takeDue(99, 1)).toEqual([{ key: 'd', atMs: 29 }]);
  });

  it('believes the last word on a job', () => {
    const heap = new DueHeap();
    heap.set('a', 10);
    heap.set('a', 50);
    heap.set('a', 50);
    expect(heap.nextAtMs()).toBe(50);
    expect(heap.takeDue(20, 9)).toEqual([]);
    heap.set('a', 5);
    expect(heap.takeDue(60, 9)).toEqual([{ key: 'a', atMs: 5 }]);
    heap.clear();
    expect(heap.nextAtMs()).toBeUndefined();
  });

  it('sorts whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 1_000 }))), (entries) => {
        const heap = new DueHeap();
        const last = new Map<string, number>();
        for (const [job, atMs] of entries) {
          heap.set(`j${job}`, atMs);
          last.set(`j${job}`, atMs);
        }
        const taken = heap.takeDue(2_000, 1_000);
        expect(taken.map(({ atMs }) => atMs)).toEqual([...last.values()].sort((a, b) => a - b));
        expect(new Map(taken.map(({ key, atMs }) => [key, atMs]))).toEqual(last);
      }),
    );
  });
});
