import { Fifo } from '#messaging';

/** Timers that all take equally long, so that they fall due in the order they were set: no heap, no timer object each. */
export class DueQueue<T> {
  private readonly items = new Fifo<{ readonly item: T; readonly dueMs: number }>();

  constructor(
    private readonly delayMs: number,
    /** Whether an item still wants to be told; what does not is dropped on the way. */
    private readonly waits: (item: T) => boolean,
  ) {}

  add(item: T, nowMs: number): void {
    this.items.push({ item, dueMs: nowMs + this.delayMs });
  }

  takeDue(nowMs: number): T[] {
    const due: T[] = [];
    for (let head = this.items.peek(); head && head.dueMs <= nowMs; head = this.items.peek()) {
      this.items.shift();
      if (this.waits(head.item)) due.push(head.item);
    }
    return due;
  }

  nextMs(): number | undefined {
    for (let head = this.items.peek(); head; head = this.items.peek()) {
      if (this.waits(head.item)) return head.dueMs;
      this.items.shift();
    }
    return undefined;
  }
}
