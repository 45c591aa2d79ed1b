import { elapse } from './elapse';

/** Starts `count` tasks at their own times whether or not earlier ones have ended, so that a stall is seen by all who came during it. */
export async function atRate(perSecond: number, count: number, task: (index: number) => Promise<void>): Promise<void> {
  const started = performance.now();
  const running: Promise<void>[] = [];
  while (running.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - started) / 1000) * perSecond) + 1);
    while (running.length < due) running.push(task(running.length));
    await elapse(2);
  }
  await Promise.all(running);
}
