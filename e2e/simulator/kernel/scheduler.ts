import { EventHeap } from './event-heap';
import type { Random } from './random';
import type { Timeline } from './timeline';
import type { SimProcess } from './sim-process';

/**
 * Virtual time and the order of everything. Nothing waits for real: the next thing that is due happens at once, and time jumps to it.
 *
 * The real code under it is asynchronous, so after each happening its promises are run to rest before the next one. Whatever it asks of the
 * world meanwhile (a timer, a message, a statement) becomes a happening of its own, in the name of the process that was running.
 */
export class Scheduler implements Timeline {
  /** True time since the schedule began, milliseconds. Processes see it through clocks of their own. */
  nowMs = 0;
  steps = 0;
  running: SimProcess | undefined;
  private readonly heap = new EventHeap();

  constructor(readonly random: Random) {}

  at(atMs: number, happen: () => void): void {
    this.heap.add(Math.max(atMs, this.nowMs), happen);
  }

  after(ms: number, happen: () => void): void {
    this.heap.add(this.nowMs + ms, happen);
  }

  /** Lets the next thing happen. False when there is nothing. */
  step(): boolean {
    const next = this.heap.take();
    if (next === undefined) return false;
    this.nowMs = next.atMs;
    this.steps += 1;
    next.happen();
    return true;
  }

  /** Runs something in the name of a process, promises included. */
  enter(process: SimProcess, work: () => void): void {
    const outer = this.running;
    this.running = process;
    try {
      work();
      settlePromises();
    } finally {
      this.running = outer;
    }
  }
}

/**
 * Runs every promise that can go on. Node does this by itself only between turns of its own event loop, and a turn costs ten times as much as
 * what happens in it here; `_tickCallback` is what Node runs at that point.
 */
const settlePromises = (process as unknown as { _tickCallback(): void })._tickCallback.bind(process);
