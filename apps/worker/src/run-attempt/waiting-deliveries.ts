import { JOB_PRIORITIES, type JobPriority } from '#contracts';
import { Fifo } from '#messaging';

/** How many of 21 picks each priority gets while all of them have something waiting. Nobody starves, `high` hardly ever waits. */
export const PRIORITY_WEIGHTS = { high: 16, normal: 4, low: 1 } as const satisfies Record<JobPriority, number>;

/**
 * Deliveries that have not been asked for yet, and the order in which they are.
 *
 * The broker cannot weigh priorities here (quorum queues of RabbitMQ 3 have none), so each is a queue of its own and this scheduler weighs
 * them: smooth weighted round robin (as in nginx), which spreads the picks of a class evenly instead of serving 16 in a row. Within a
 * class: first come, first served, over all queues.
 */
export class WaitingDeliveries<T> {
  private readonly classes = JOB_PRIORITIES.map((priority) => ({ priority, weight: PRIORITY_WEIGHTS[priority], credit: 0, items: new Fifo<T>() }));
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(priority: JobPriority, item: T): void {
    this.count++;
    this.classes.find((one) => one.priority === priority)?.items.push(item);
  }

  next(): T | undefined {
    let best: (typeof this.classes)[number] | undefined;
    let total = 0;
    for (const one of this.classes) {
      if (one.items.length === 0) continue;
      one.credit += one.weight;
      total += one.weight;
      if (!best || one.credit > best.credit) best = one;
    }
    if (!best) return undefined;
    best.credit -= total;
    this.count--;
    return best.items.shift();
  }

  /** Takes everything. */
  drain(): T[] {
    this.count = 0;
    return this.classes.flatMap((one) => one.items.drain());
  }
}
